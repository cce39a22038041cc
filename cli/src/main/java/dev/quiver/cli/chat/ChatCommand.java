package dev.quiver.cli.chat;

import dev.quiver.chat.ChatLimits;
import dev.quiver.chat.RoomName;
import dev.quiver.chat.UserName;
import dev.quiver.chat.shell.Chat;
import dev.quiver.chat.shell.ChatOptions;
import dev.quiver.cli.CommandContext;
import dev.quiver.cli.ExitCode;
import dev.quiver.cli.config.ClusterFlags;
import dev.quiver.cli.config.ConnectionChoice;
import dev.quiver.cli.config.ConnectionFlags;
import dev.quiver.cli.task.NewAccount;
import dev.quiver.messaging.connection.Router;
import dev.quiver.messaging.terminal.ShellTerminal;
import dev.quiver.messaging.text.Printable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code quiver chat [NAME]}: talks, on a terminal or in a pipe. */
@Command(name = "chat")
public final class ChatCommand implements Callable<Integer> {

  private final CommandContext context;

  @Mixin private ConnectionFlags connection = new ConnectionFlags();

  @Mixin private ClusterFlags cluster = new ClusterFlags();

  @Parameters(index = "0", arity = "0..1", paramLabel = "NAME")
  private @Nullable String given;

  @Option(names = "--room", paramLabel = "ROOM")
  private String room = RoomName.LOBBY.value();

  @Option(names = "--json")
  private boolean json;

  @Option(names = "--linger", paramLabel = "TIME")
  private Duration linger = Duration.ZERO;

  @Option(names = "--pace")
  private boolean pace;

  @Option(names = "--downloads", paramLabel = "DIR")
  private @Nullable Path downloads;

  @Option(names = "--accept-files")
  private boolean acceptFiles;

  @Option(names = "--new-account")
  private boolean newAccount;

  ChatCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    Files.createDirectories(context.home());
    ChatOptions options = options();
    boolean interactive = context.terminal().in() && context.terminal().out() && !json;
    try (ShellTerminal terminal =
        interactive
            ? ShellTerminal.interactive(context.terminal().colours())
            : ShellTerminal.plain(context.in(), context.out().printStream())) {
      String name = name(interactive ? terminal : null);
      if (name == null) {
        return ExitCode.DONE;
      }
      Router router =
          cluster.router(context, login(name, interactive ? terminal : null), "chat " + name);
      int failures = Chat.of(router, terminal, options, context.clock()).run();
      return interactive || failures == 0 ? ExitCode.DONE : ExitCode.WORK_FAILED;
    }
  }

  /** Whoever read the output has stopped; the end of the process lets the chat leave in order. */
  private static void outputClosed() {
    new Thread(() -> System.exit(ExitCode.OUTPUT_CLOSED), "output-closed").start();
  }

  private ChatOptions options() {
    RoomName first;
    try {
      first = RoomName.typed(room);
    } catch (IllegalArgumentException e) {
      throw context.failure(ExitCode.USAGE, "chat.room", room);
    }
    return new ChatOptions(
        first,
        context.locale(),
        ZoneId.systemDefault(),
        context.home().resolve("chat.history"),
        downloads == null ? context.home().resolve("downloads") : downloads,
        json,
        pace,
        acceptFiles,
        linger,
        context.err(),
        ChatCommand::outputClosed,
        ChatLimits.defaults(),
        context::explain);
  }

  /** Who it is: the name given, the user chosen, or who is asked; null if nobody answers. */
  private @Nullable String name(@Nullable ShellTerminal terminal) throws IOException {
    ConnectionChoice choice = context.connect(connection, "chat");
    if (given == null) {
      if (choice.userChosen()) {
        return choice.user();
      }
      if (terminal == null) {
        throw context.failure(ExitCode.USAGE, "chat.needsName");
      }
      return Chat.askName(terminal, context.locale());
    }
    String name = given.toLowerCase(Locale.ROOT);
    if (!UserName.isUsable(name)) {
      throw context.failure(ExitCode.USAGE, "chat.name", Printable.harmless(given));
    }
    if (choice.userChosen() && !choice.user().equals(name)) {
      throw context.failure(ExitCode.USAGE, "chat.twoNames", name, choice.user());
    }
    return name;
  }

  private ConnectionChoice login(String name, @Nullable ShellTerminal terminal) throws IOException {
    ConnectionChoice choice = context.connect(connection, name);
    if (choice.password() != null) {
      return choice;
    }
    NewAccount account = new NewAccount(context, connection, cluster.urls(context, choice));
    return newAccount ? account.make(choice, name) : account.offer(choice, name, terminal);
  }
}
