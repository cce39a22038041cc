package dev.quiver.chat.shell;

import dev.quiver.chat.ChatEvent;
import dev.quiver.chat.RoomName;
import dev.quiver.chat.UserName;
import dev.quiver.chat.client.ChatClient;
import dev.quiver.chat.client.ChatConfig;
import dev.quiver.messaging.connection.ConnectionSettings;
import dev.quiver.messaging.connection.QuiverMessagingException;
import dev.quiver.messaging.connection.Router;
import dev.quiver.messaging.terminal.ShellTerminal;
import dev.quiver.messaging.text.Messages;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * {@code quiver chat}: on a terminal with line editing and messages above the line being typed,
 * otherwise lines in and lines out.
 */
public final class Chat {

  private static final Duration WORDS = Duration.ofSeconds(30);
  private static final Duration FILES = Duration.ofMinutes(5);

  private final ShellTerminal terminal;
  private final ChatOptions options;
  private final UserName self;
  private final Screen screen;

  private final Router router;
  private final Clock clock;

  private Chat(Router router, ShellTerminal terminal, ChatOptions options, Clock clock) {
    this.router = router;
    this.clock = clock;
    this.self = new UserName(router.designated().requiredUser());
    this.terminal = terminal;
    this.options = options;
    Rendering rendering =
        new Rendering(
            messages(options.json() ? Locale.ENGLISH : options.locale()),
            terminal.palette(),
            options.zone(),
            clock,
            self,
            options.explain());
    Consumer<String> problems = terminal.isInteractive() ? terminal::show : this::problem;
    this.screen =
        options.json()
            ? new JsonScreen(this::show, rendering)
            : new TextScreen(rendering, this::show, problems, self, terminal.isInteractive());
  }

  private static Messages messages(Locale locale) {
    return Messages.of(Chat.class, locale);
  }

  private void show(String lines) {
    terminal.show(lines);
    if (terminal.isClosed()) {
      options.outputClosed().run();
    }
  }

  private void problem(String line) {
    byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
    options.problems().write(bytes, 0, bytes.length);
    options.problems().flush();
  }

  /**
   * Asks for a name until a usable one is given; null if there is no more input.
   *
   * @throws IOException if the terminal fails
   */
  public static @Nullable String askName(ShellTerminal terminal, Locale locale) throws IOException {
    Messages text = messages(locale);
    while (true) {
      String line = terminal.readLine(text.format("prompt.name") + " ");
      if (line == null) {
        return null;
      }
      String name = line.strip().toLowerCase(Locale.ROOT);
      if (UserName.isUsable(name)) {
        return name;
      }
      if (!name.isEmpty()) {
        terminal.show(
            text.format("fault.user", dev.quiver.messaging.text.Printable.harmless(line.strip())));
      }
    }
  }

  /**
   * A chat that can be {@linkplain #run run} once.
   *
   * @param settings with the login that is the name
   * @param terminal closed by the caller
   */
  public static Chat of(
      ConnectionSettings settings, ShellTerminal terminal, ChatOptions options, Clock clock) {
    return new Chat(Router.to(settings), terminal, options, clock);
  }

  /**
   * A chat whose rooms are on the router's cluster, if it has one, that can be {@linkplain #run
   * run} once.
   *
   * @param router with the login that is the name
   * @param terminal closed by the caller
   */
  public static Chat of(Router router, ShellTerminal terminal, ChatOptions options, Clock clock) {
    return new Chat(router, terminal, options, clock);
  }

  /**
   * Connects and does what lines ask for until {@code /quit}, or the end of the input and the time
   * it lingers.
   *
   * @return how many lines could not be done
   * @throws QuiverMessagingException if the broker cannot be reached, does not let the user in, or
   *     the name is in use
   * @throws IOException if the terminal fails
   */
  public int run() throws IOException, InterruptedException {
    Ear ear = new Ear();
    ChatConfig config = ChatConfig.of(options.downloads());
    try (ChatClient client = ChatClient.connect(router, config, ear, clock)) {
      // Ctrl-C in a pipe, SIGTERM, a terminal that is closed: the others are told.
      Thread leaving = new Thread(client::close, "chat-leaving");
      Runtime.getRuntime().addShutdownHook(leaving);
      try {
        return talk(client, ear);
      } finally {
        stay(leaving);
      }
    }
  }

  private static void stay(Thread leaving) {
    try {
      boolean unused = Runtime.getRuntime().removeShutdownHook(leaving);
    } catch (IllegalStateException e) {
      // It is leaving.
      return;
    }
  }

  private int talk(ChatClient client, Ear ear) throws IOException, InterruptedException {
    ear.belongsTo(client);
    terminal.assist(completer(client), options.history());
    ChatSession session = new ChatSession(client, screen, options.limits(), options.pace(), clock);
    screen.notice("welcome", self);
    session.join(options.room());
    boolean quit = converse(client, session) || terminal.isInteractive();
    session.finish(WORDS, quit ? Duration.ZERO : FILES);
    if (!quit) {
      if (!options.linger().isZero()) {
        Thread.sleep(options.linger().toMillis());
      }
    }
    return session.failures() + (client.isEnded() ? 1 : 0);
  }

  /** Until there is nothing more to do; true if it was told to quit. */
  private boolean converse(ChatClient client, ChatSession session)
      throws IOException, InterruptedException {
    String line = terminal.readLine(prompt(client));
    while (line != null && !client.isEnded()) {
      if (!session.execute(line)) {
        return true;
      }
      line = terminal.readLine(prompt(client));
    }
    return false;
  }

  private String prompt(ChatClient client) {
    RoomName room = client.current();
    return room == null ? self + "> " : self + " #" + room + "> ";
  }

  private static ChatCompleter completer(ChatClient client) {
    return new ChatCompleter(
        () -> client.others().stream().map(UserName::value).toList(),
        () -> client.rooms().stream().map(RoomName::value).toList(),
        () -> client.offers().stream().map(offer -> offer.file()).toList());
  }

  /** Shows what is heard; takes files if all are wanted. */
  private final class Ear implements dev.quiver.chat.client.ChatListener {

    private @Nullable ChatClient client;
    private final List<String> early = new ArrayList<>();

    @Override
    public void heard(ChatEvent event) {
      screen.event(event);
      if (event instanceof ChatEvent.FileOffered offered && options.acceptFiles()) {
        accept(offered.offer().file());
      }
    }

    private synchronized void accept(String file) {
      ChatClient now = client;
      if (now == null) {
        early.add(file);
      } else {
        now.accept(file);
      }
    }

    /** What was offered while it connected waits to be taken. */
    synchronized void belongsTo(ChatClient connected) {
      client = connected;
      early.forEach(connected::accept);
      early.clear();
    }
  }
}
