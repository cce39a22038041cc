package dev.quiver.chat.shell;

import dev.quiver.chat.ChatLimits;
import dev.quiver.chat.RoomName;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How the chat behaves.
 *
 * @param room where it begins
 * @param locale in which language
 * @param zone in which zone times are shown
 * @param history the file of lines typed earlier; null to keep none
 * @param downloads where files that are accepted are written
 * @param json whether lines are JSON
 * @param pace whether lines that come too fast from a pipe wait rather than being refused
 * @param acceptFiles whether every file that is offered is taken
 * @param linger how long it goes on listening after the end of its input
 * @param problems where a pipe's problems are shown
 * @param outputClosed run when nobody reads the output of a pipe any more
 * @param limits how much may be sent
 * @param explain what an exception means to people, in their language
 */
public record ChatOptions(
    RoomName room,
    Locale locale,
    ZoneId zone,
    @Nullable Path history,
    Path downloads,
    boolean json,
    boolean pace,
    boolean acceptFiles,
    Duration linger,
    PrintStream problems,
    Runnable outputClosed,
    ChatLimits limits,
    Function<Exception, String> explain) {}
