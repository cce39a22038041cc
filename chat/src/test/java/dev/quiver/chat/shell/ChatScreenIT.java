package dev.quiver.chat.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quiver.chat.ChatLimits;
import dev.quiver.chat.Place;
import dev.quiver.chat.RoomName;
import dev.quiver.chat.UserName;
import dev.quiver.chat.client.ChatClient;
import dev.quiver.chat.client.Company;
import dev.quiver.messaging.terminal.ShellTerminal;
import dev.quiver.messaging.terminal.TypedTerminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The chat on a pseudo-terminal: what is typed, and what the screen shows. */
@Timeout(120)
class ChatScreenIT {

  @TempDir Path folder;

  private Company company;
  private TypedTerminal typed;

  @BeforeEach
  void open() throws Exception {
    company = Company.in(folder, "ana", "bob");
    typed = new TypedTerminal();
  }

  @AfterEach
  void close() throws Exception {
    typed.close();
    company.close();
  }

  @Test
  void whatArrivesAppearsAboveTheLineBeingTypedAndDoesNotTearIt() throws Exception {
    CompletableFuture<Integer> chat = start("ana", false, Locale.ENGLISH);
    typed.awaitPrompt("ana #lobby>");
    try (ChatClient bob = bob()) {
      typed.awaitLine("bob has come into #lobby.");
      typed.type("half a li");
      typed.awaitPrompt("ana #lobby> half a li");
      say(bob, "hello ana \u001b[2J 👋");
      typed.awaitScreen(
          lines ->
              lines.stream().anyMatch(line -> line.contains("#lobby bob: hello ana \\u{1b}[2J")));
      typed.awaitPrompt("ana #lobby> half a li");
      typed.type("ne\r/msg bo\t");
      typed.awaitPrompt("ana #lobby> /msg bob");
      typed.type("psst\r/join garden\r");
      typed.awaitPrompt("ana #garden>");
      assertThat(typed.screen())
          .filteredOn(line -> line.contains("half a line"))
          .containsExactly("ana #lobby> half a line");
      typed.type("/msg ana do not forget\r");
      typed.awaitScreen(
          lines ->
              lines.stream()
                  .anyMatch(
                      line -> line.endsWith("do not forget") && !line.startsWith("ana #garden>")));
      typed.type("/nick queen\r");
      typed.awaitScreen(lines -> lines.stream().anyMatch(line -> line.startsWith("You stay ana:")));
      typed.type("/rooms\r");
      typed.awaitScreen(
          lines ->
              lines.stream().anyMatch(line -> line.matches("#garden +1 +you are here"))
                  && lines.stream().anyMatch(line -> line.matches("#lobby +2 +you are here")));
      typed.type("/list\r");
      typed.awaitScreen(
          lines -> lines.stream().anyMatch(line -> line.matches("ana \\(you\\) +chat +#.*")));
    }
    typed.awaitLine("bob has left #lobby.");
    typed.type("/quit\r");
    assertThat(chat.get(30, TimeUnit.SECONDS)).isEqualTo(1);
    assertThat(typed.raw()).doesNotContain("\u001b[2J\u0020");
  }

  @Test
  void historyAndColoursAndPortuguese() throws Exception {
    try (ChatClient bob = bob()) {
      say(bob, "antes");
      assertThat(bob.flush(Duration.ofSeconds(10))).isTrue();
      CompletableFuture<Integer> chat = start("ana", true, Locale.forLanguageTag("pt"));
      typed.awaitScreen(lines -> lines.contains("Você está em #lobby."));
      assertThat(typed.screen())
          .anyMatch(line -> line.startsWith("| ") && line.endsWith("#lobby bob: antes"));
      assertThat(typed.raw()).contains("\u001b[");
      typed.type("/msg ninguem oi\r");
      typed.awaitLine("Não há a conta ninguem na conversa; nada foi enviado.");
      typed.type("\u0004");
      assertThat(chat.get(30, TimeUnit.SECONDS)).isEqualTo(1);
    }
  }

  @Test
  void aFileNobodyAnsweredDoesNotHoldUpWhoLeaves() throws Exception {
    Path file = Files.writeString(folder.resolve("report.txt"), "words");
    CompletableFuture<Integer> chat = start("ana", false, Locale.ENGLISH);
    typed.awaitPrompt("ana #lobby>");
    typed.type("/send bob " + file + "\r");
    typed.awaitScreen(lines -> lines.stream().anyMatch(line -> line.startsWith("bob is not con")));
    try (ChatClient bob = bob()) {
      typed.awaitLine("bob has come into #lobby.");
      typed.type("/send bob " + folder.resolve("absent") + "\r");
      typed.awaitScreen(lines -> lines.stream().anyMatch(line -> line.startsWith("There is no f")));
      typed.type("/send bob " + folder + "\r");
      typed.awaitScreen(lines -> lines.stream().anyMatch(line -> line.contains("no single file")));
      typed.type("/send bob " + file + "\r");
      await().atMost(Duration.ofSeconds(60)).until(() -> bob.offers().size() == 1);
      typed.type("\u0004");
      assertThat(chat.get(30, TimeUnit.SECONDS)).isEqualTo(4);
    }
    typed.awaitLine("Files were still under way; they are given up.");
  }

  @Test
  void whoComesWithoutANameIsAskedUntilItIsOne() throws Exception {
    CompletableFuture<String> asked = new CompletableFuture<>();
    new Thread(
            () -> {
              try {
                ShellTerminal terminal = ShellTerminal.on(typed.terminal(), false);
                asked.complete(Chat.askName(terminal, Locale.ENGLISH));
              } catch (IOException | RuntimeException e) {
                asked.completeExceptionally(e);
              }
            })
        .start();
    typed.awaitPrompt("Your name:");
    typed.type("\rtwo words\r");
    typed.awaitScreen(lines -> lines.stream().anyMatch(line -> line.startsWith("two words is no")));
    typed.type("Ana\r");
    assertThat(asked.get(30, TimeUnit.SECONDS)).isEqualTo("ana");
  }

  private ChatClient bob() throws InterruptedException {
    ChatClient bob =
        ChatClient.connect(
            company.settings("bob"), company.config("bob"), event -> {}, Clock.systemUTC());
    bob.join(RoomName.LOBBY);
    return bob;
  }

  private static void say(ChatClient who, String text) throws InterruptedException {
    who.say(new Place.Room(RoomName.LOBBY), text, false, failure -> assertThat(failure).isNull());
    assertThat(who.self()).isEqualTo(new UserName("bob"));
  }

  private CompletableFuture<Integer> start(String name, boolean colours, Locale locale) {
    CompletableFuture<Integer> ended = new CompletableFuture<>();
    ChatOptions options =
        new ChatOptions(
            RoomName.LOBBY,
            locale,
            ZoneOffset.UTC,
            null,
            folder,
            false,
            false,
            false,
            Duration.ZERO,
            System.err,
            () -> {},
            ChatLimits.defaults(),
            failure -> String.valueOf(failure.getMessage()));
    new Thread(
            () -> {
              try {
                // Closed with the pseudo-terminal, when its screen was looked at.
                ShellTerminal terminal = ShellTerminal.on(typed.terminal(), colours);
                ended.complete(
                    Chat.of(company.settings(name), terminal, options, Clock.systemUTC()).run());
              } catch (Throwable e) {
                ended.completeExceptionally(e);
              }
            })
        .start();
    return ended;
  }
}
