package dev.quiver.chat.client;

import dev.quiver.chat.ChatLimits;
import dev.quiver.chat.RoomName;
import dev.quiver.chat.shell.Chat;
import dev.quiver.chat.shell.ChatOptions;
import dev.quiver.messaging.connection.ConnectionSettings;
import dev.quiver.messaging.terminal.ShellTerminal;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Locale;

/** The chat as a process of its own: {@code url name folder json lingerMs}. */
final class ChatMain {

  private ChatMain() {}

  public static void main(String[] args) throws Exception {
    ConnectionSettings settings = ConnectionSettings.of(args[0], args[1], Company.PASSWORD);
    ChatOptions options =
        new ChatOptions(
            RoomName.LOBBY,
            Locale.ENGLISH,
            ZoneOffset.UTC,
            null,
            Path.of(args[2]).resolve("downloads-" + args[1]),
            Boolean.parseBoolean(args[3]),
            false,
            true,
            Duration.ofMillis(Long.parseLong(args[4])),
            System.err,
            () -> Runtime.getRuntime().halt(141),
            ChatLimits.defaults(),
            failure -> String.valueOf(failure.getMessage()));
    ShellTerminal terminal = ShellTerminal.plain(System.in, System.out);
    System.exit(Math.min(1, Chat.of(settings, terminal, options, Clock.systemUTC()).run()));
  }
}
