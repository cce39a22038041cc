package dev.quiver.tasks.shell;

import dev.quiver.messaging.connection.ConnectionSettings;
import dev.quiver.messaging.connection.LoginRefusedException;
import dev.quiver.messaging.connection.QuiverMessagingException;
import dev.quiver.messaging.terminal.Palette;
import dev.quiver.messaging.terminal.ShellTerminal;
import dev.quiver.messaging.text.LineFault;
import dev.quiver.messaging.text.Messages;
import dev.quiver.tasks.Outcome;
import dev.quiver.tasks.client.TaskClient;
import dev.quiver.tasks.client.TaskClientConfig;
import java.io.IOException;
import java.io.PrintStream;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The interactive shell. Its name in lower case is the client id of its results, which are left
 * where they are until they expire, so that a shell of the same name sees them again.
 *
 * <pre>{@code
 * try (ShellTerminal terminal = ShellTerminal.interactive(true)) {
 *   String name = given != null ? given : TaskShell.askName(terminal, options);
 *   if (name != null) {
 *     TaskShell.run(settings, name, terminal, options);
 *   }
 * }
 * }</pre>
 */
public final class TaskShell {

  /** How long a shell without a terminal waits for the outcome of a line before the next one. */
  private static final Duration SCRIPT_PATIENCE = Duration.ofSeconds(10);

  private final ShellTerminal terminal;
  private final Rendering rendering;
  private final ShellSession session;
  private final Consumer<String> problems;
  private final Duration patience;
  private final String name;

  TaskShell(
      String name,
      ShellTerminal terminal,
      Rendering rendering,
      ShellBackend backend,
      Consumer<String> problems,
      Duration patience) {
    this.name = name;
    this.patience = patience;
    this.terminal = terminal;
    this.rendering = rendering;
    this.problems = problems;
    this.session = new ShellSession(name, backend, rendering, terminal::show, problems);
  }

  /**
   * Asks for a name until a usable one is given.
   *
   * @return the name; null if there is no more input
   */
  public static @Nullable String askName(ShellTerminal terminal, ShellOptions options)
      throws IOException {
    Rendering rendering = rendering(terminal, options);
    while (true) {
      String line = terminal.readLine(rendering.text("prompt.name") + " ");
      if (line == null) {
        return null;
      }
      String name = line.strip();
      if (isUsable(name)) {
        return name;
      }
      if (!name.isEmpty()) {
        terminal.show(rendering.fault(new LineFault("name.bad", name)));
      }
    }
  }

  /** The client id of that name: however people write their name, their results are the same. */
  static String clientId(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private static boolean isUsable(String name) {
    try {
      TaskClientConfig.of(name);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /**
   * Connects and executes lines until {@code /quit} or the end of the input. Without a terminal
   * each line's outcome is awaited, for {@code 10} seconds at most, before the next one is read, so
   * that a script sees its results.
   *
   * @param name the user's name; in lower case it is the client id
   * @param terminal closed by the caller
   * @return how many lines could not be done, and how many of their tasks did not succeed; without
   *     a terminal also how many had not ended when the input had
   * @throws QuiverMessagingException if the broker cannot be reached or does not let the user in
   * @throws IllegalArgumentException if the name is not usable as an id
   * @throws IOException if the terminal fails
   */
  public static int run(
      ConnectionSettings settings, String name, ShellTerminal terminal, ShellOptions options)
      throws IOException, InterruptedException {
    Rendering rendering = rendering(terminal, options);
    AtomicReference<@Nullable LoginRefusedException> ended = new AtomicReference<>();
    Consumer<String> problems = problems(terminal, options);
    Arrivals arrivals =
        new Arrivals(
            outcome -> terminal.show(rendering.notice(outcome)),
            () -> problems.accept(rendering.text("disconnected")),
            () -> problems.accept(rendering.text("reconnected")),
            why -> {
              ended.set(why);
              problems.accept(rendering.text("shutOut"));
            });
    int failures;
    TaskClientConfig config = TaskClientConfig.of(clientId(name)).keeping();
    try (TaskClient client = TaskClient.connect(settings, config, arrivals);
        Presence presence = Presence.announce(settings, name)) {
      BrokerBackend backend =
          new BrokerBackend(client, presence::members, Clock.systemUTC(), new SecureRandom());
      List<Outcome> waiting = backend.results();
      arrivals.begin(waiting);
      terminal.assist(new ShellCompleter(presence::workersForCompletion), options.history());
      TaskShell shell =
          new TaskShell(name, terminal, rendering, backend, problems, SCRIPT_PATIENCE);
      shell.welcome(waiting.size());
      failures = shell.loop();
    }
    LoginRefusedException why = ended.get();
    if (why != null) {
      throw why;
    }
    return failures;
  }

  /** On a terminal where everything is shown; what a script gets wrong is no part of its output. */
  private static Consumer<String> problems(ShellTerminal terminal, ShellOptions options) {
    PrintStream errors = options.errors();
    return terminal.isInteractive() || errors == null ? terminal::show : errors::println;
  }

  private static Rendering rendering(ShellTerminal terminal, ShellOptions options) {
    Palette palette = terminal.palette();
    Messages messages = Messages.of(TaskShell.class, options.locale());
    return new Rendering(messages, palette, options.zone(), options.explain());
  }

  private void welcome(int waiting) {
    terminal.show(rendering.text("welcome", name));
    if (waiting > 0) {
      terminal.show(rendering.text("welcome.results", waiting));
    }
  }

  /**
   * Until the end.
   *
   * @return what {@link #run} returns
   */
  int loop() throws IOException, InterruptedException {
    String line = terminal.readLine(name + "> ");
    while (line != null && session.execute(line)) {
      if (!terminal.isInteractive()) {
        session.awaitOutstanding(patience);
      }
      line = terminal.readLine(name + "> ");
    }
    int outstanding = session.outstanding();
    if (outstanding > 0) {
      problems.accept(rendering.text("bye.outstanding", outstanding, name));
    }
    return session.failures() + (terminal.isInteractive() ? 0 : outstanding);
  }
}
