package dev.quiver.chat.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quiver.chat.ChatEvent;
import dev.quiver.chat.UserName;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real processes: lines in and out, kill -9, and a file larger than the memory. */
@Tag("long")
@Tag("kill")
@Timeout(240)
class ChatProcessIT {

  @TempDir Path folder;

  private Company company;
  private final List<Process> children = new ArrayList<>();

  @BeforeEach
  void open() {
    company = Company.in(folder, "ana", "bob", "eve");
  }

  @AfterEach
  void close() throws InterruptedException {
    for (Process child : children) {
      child.destroyForcibly().waitFor();
    }
    company.close();
  }

  @Test
  void whoIsKilledIsToldToHaveGoneAndMissesNothingOnComingBack() throws Exception {
    Person ana = company.comes("ana").in("lobby");
    Process bob = child("bob", false, 60_000);
    ana.awaits(new ChatEvent.Entered(new UserName("bob"), dev.quiver.chat.RoomName.LOBBY)::equals);
    ana.says("lobby", "one");
    awaitOutput("bob", "ana: one");
    bob.destroyForcibly().waitFor();
    ana.says("lobby", "two");
    assertThat(ana.tells("bob", "for you")).isNull();
    ana.awaits(ChatEvent.Gone.class::isInstance);
    ana.says("lobby", "three");

    Process again = child("bob", false, 0);
    send(again, "/history 1\nback again\n");
    again.getOutputStream().close();
    assertThat(again.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(again.exitValue()).isZero();
    String output = output("bob");
    assertThat(lines(output, "one")).hasSize(2).last().asString().startsWith("|");
    assertThat(lines(output, "two")).hasSize(1).first().asString().doesNotStartWith("|");
    assertThat(lines(output, "for you")).hasSize(1);
    ana.awaits(
        event ->
            event instanceof ChatEvent.Spoken spoken && spoken.said().text().equals("back again"));
  }

  @Test
  void linesGoInAndComeOutAndWhatIsRefusedSaysWhy() throws Exception {
    Person ana = company.comes("ana").in("lobby");
    Process bob = child("bob", true, 0);
    StringBuilder typed = new StringBuilder("/nick king\n/msg zoe hello\n/all hear this\n");
    typed.append("x".repeat(5_000)).append('\n');
    IntStream.rangeClosed(1, 300).forEach(i -> typed.append("line ").append(i).append('\n'));
    send(bob, typed.toString());
    bob.getOutputStream().close();
    assertThat(bob.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(bob.exitValue()).isEqualTo(1);
    String output = output("bob");
    assertThat(output)
        .contains("\"reason\":\"fault.nick\"")
        .contains("\"reason\":\"fault.noAccount\"")
        .contains("The line has 5000 bytes; at most 4096 are allowed")
        .contains("more than 20 a second, after 100 at once");
    List<String> heard = ana.heardIn("lobby");
    assertThat(heard).hasSizeBetween(90, 200).startsWith("bob: line 1", "bob: line 2");
    assertThat(heard).doesNotHaveDuplicates();
  }

  @Test
  void aFileLargerThanTheMemoryIsStreamed() throws Exception {
    long bytes = 100L * 1024 * 1024;
    Path file = folder.resolve("large.bin");
    byte[] piece = new byte[1024 * 1024];
    Random random = new Random(7);
    try (OutputStream out = Files.newOutputStream(file)) {
      for (int i = 0; i < 100; i++) {
        random.nextBytes(piece);
        out.write(piece);
      }
    }
    Process bob = child("bob", false, 120_000);
    awaitOutput("bob", "You are in #lobby");
    Process ana = child("ana", false, 0);
    send(ana, "/send bob " + file + "\n");
    ana.getOutputStream().close();
    assertThat(ana.waitFor(120, TimeUnit.SECONDS)).isTrue();
    assertThat(ana.exitValue()).as(output("ana")).isZero();
    assertThat(output("ana")).contains("bob has large.bin, unchanged.");
    Path arrived = folder.resolve("downloads-bob/large.bin");
    assertThat(Files.size(arrived)).isEqualTo(bytes);
    assertThat(Files.mismatch(file, arrived)).isEqualTo(-1);
    assertThat(bob.isAlive()).isTrue();
  }

  private static void send(Process process, String lines) throws IOException {
    process.getOutputStream().write(lines.getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
  }

  private void awaitOutput(String name, String part) {
    await().atMost(Duration.ofSeconds(60)).until(() -> output(name).contains(part));
  }

  private String output(String name) throws IOException {
    return Files.readString(folder.resolve(name + ".out"));
  }

  private static List<String> lines(String output, String end) {
    return output.lines().filter(line -> line.endsWith(": " + end)).toList();
  }

  private Process child(String name, boolean json, long lingerMs) throws IOException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx64m",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            ChatMain.class.getName(),
            company.broker().broker().url(),
            name,
            folder.toString(),
            Boolean.toString(json),
            Long.toString(lingerMs));
    Path out = folder.resolve(name + ".out");
    Process child =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(out.toFile()))
            .start();
    children.add(child);
    return child;
  }
}
