package dev.quiver.chat.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quiver.chat.ChatLimits;
import dev.quiver.chat.RoomName;
import dev.quiver.chat.UserName;
import dev.quiver.chat.client.ChatClient;
import dev.quiver.chat.client.Company;
import dev.quiver.messaging.terminal.ShellTerminal;
import java.io.ByteArrayOutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
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

/** The chat of scripts: lines in, lines out. */
@Timeout(120)
class ChatPipeIT {

  @TempDir Path folder;

  private Company company;
  private PipedOutputStream typed;
  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

  @BeforeEach
  void open() {
    company = Company.in(folder, "ana", "bob");
    typed = new PipedOutputStream();
  }

  @AfterEach
  void close() throws Exception {
    typed.close();
    company.close();
  }

  @Test
  void aFileThatWasOfferedBeforeItCameIsTakenToo() throws Exception {
    Path file = Files.writeString(folder.resolve("early.txt"), "waiting");
    try (ChatClient ana =
        ChatClient.connect(
            company.settings("ana"), company.config("ana"), event -> {}, Clock.systemUTC())) {
      assertThat(ana.offer(new UserName("bob"), file)).isNotEmpty();
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> company.broker().depth("quiver.chat.user.bob") == 1);
      CompletableFuture<Integer> bob = start("bob", false);
      assertThat(ana.awaitFiles(Duration.ofSeconds(60))).isTrue();
      assertThat(folder.resolve("downloads-of-bob/early.txt")).hasContent("waiting");
      typed.close();
      assertThat(bob.get(30, TimeUnit.SECONDS)).isZero();
    }
    assertThat(shown.toString(StandardCharsets.UTF_8)).contains("early.txt de ana está em ");
  }

  @Test
  void machinesReadEnglishInEveryLanguage() throws Exception {
    CompletableFuture<Integer> ana = start("ana", true);
    typed.write("/nick king\n/send bob absent.txt\n".getBytes(StandardCharsets.UTF_8));
    typed.close();
    assertThat(ana.get(60, TimeUnit.SECONDS)).isEqualTo(2);
    assertThat(shown.toString(StandardCharsets.UTF_8).lines())
        .anyMatch(line -> line.contains("\"text\":\"You are in #lobby.\""))
        .anyMatch(line -> line.contains("\"reason\":\"fault.nick\",\"text\":\"You stay ana:"))
        .anyMatch(line -> line.contains("\"text\":\"bob is not connected:"));
  }

  /** All of them tell everybody something. */
  @Test
  void comingGoingAndBeingAwayAreHeldBackLikeWords() throws Exception {
    CompletableFuture<Integer> ana = start("ana", true, new ChatLimits(4096, 4, 1));
    String lines = "/join garden\n/away lunch\n/leave garden\n".repeat(20);
    typed.write(lines.getBytes(StandardCharsets.UTF_8));
    typed.close();
    assertThat(ana.get(60, TimeUnit.SECONDS)).isPositive();
    assertThat(shown.toString(StandardCharsets.UTF_8).lines())
        .anyMatch(line -> line.contains("\"reason\":\"fault.flood\""))
        .anyMatch(line -> line.contains("more than 1 a second, after 4 at once"));
  }

  private CompletableFuture<Integer> start(String name, boolean json) throws Exception {
    return start(name, json, ChatLimits.defaults());
  }

  private CompletableFuture<Integer> start(String name, boolean json, ChatLimits limits)
      throws Exception {
    PipedInputStream lines = new PipedInputStream(typed);
    PrintStream out = new PrintStream(shown, true, StandardCharsets.UTF_8);
    ChatOptions options =
        new ChatOptions(
            RoomName.LOBBY,
            Locale.forLanguageTag("pt"),
            ZoneOffset.UTC,
            null,
            folder.resolve("downloads-of-" + name),
            json,
            false,
            true,
            Duration.ZERO,
            out,
            () -> {},
            limits,
            failure -> String.valueOf(failure.getMessage()));
    CompletableFuture<Integer> ended = new CompletableFuture<>();
    new Thread(
            () -> {
              try {
                ShellTerminal terminal = ShellTerminal.plain(lines, out);
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
