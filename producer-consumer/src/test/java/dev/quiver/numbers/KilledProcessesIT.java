package dev.quiver.numbers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quiver.messaging.BrokerFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes and kill -9. */
@Tag("long")
@Tag("kill")
class KilledProcessesIT {

  @TempDir Path folder;
  private BrokerFixture broker;
  private final List<Process> children = new ArrayList<>();

  @BeforeEach
  void startBroker() {
    broker = BrokerFixture.in(folder);
  }

  @AfterEach
  void end() throws InterruptedException {
    for (Process child : children) {
      child.destroyForcibly().waitFor();
    }
    broker.close();
  }

  @Test
  void consumersAreKilledAgainAndAgainAndEachNumberIsLoggedOnce() throws Exception {
    int count = 60;
    Process producer = child("produce", "p", "" + count, "40");
    int kills = 4;
    for (int i = 1; i <= kills; i++) {
      Process consumer = child("consume", "victim" + i, "5");
      int enough = i * 10;
      awaitLines(enough);
      consumer.destroyForcibly().waitFor();
    }
    Process last = child("consume", "last", "0");
    assertThat(producer.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(producer.exitValue()).isZero();
    assertThat(last.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(last.exitValue()).as("complete").isZero();
    assertEachOnce(count);
    assertThat(log("execution_log.txt"))
        .contains("run run-p of Producer-p has ended: all of its 60 numbers are logged");
  }

  @Test
  void aProducerKilledWithoutItsEndMarkerIsMissedAndTheConsumerSaysSo() throws Exception {
    Process consumer = child("consume", "c", "0");
    Process producer = child("produce", "p", "1000", "20");
    awaitLines(5);
    producer.destroyForcibly().waitFor();
    assertThat(consumer.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(consumer.exitValue()).isEqualTo(ChildMain.exitCode(Verdict.How.ABANDONED));
    assertThat(log("execution_log.txt")).contains("Producer-p is gone without an end marker");
    int lines = lines().size();
    assertEachOnce(lines);
  }

  @Test
  void theBrokerGoesAwayAndComesBackAndBothGoOn() throws Exception {
    int count = 60;
    Process consumer = child("consume", "c", "0");
    Process producer = child("produce", "p", "" + count, "30");
    for (int i = 1; i <= 2; i++) {
      awaitLines(i * 12);
      broker.stop();
      int outages = i;
      await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () ->
                  count(log("execution_log.txt"), "does not answer: waiting for it")
                      >= 2 * outages);
      broker.start();
    }
    assertThat(producer.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(producer.exitValue()).isZero();
    assertThat(consumer.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(consumer.exitValue()).isZero();
    assertEachOnce(count);
    assertThat(log("execution_log.txt"))
        .contains("[Producer-p] the broker is there", "[Consumer-c] the broker is there");
  }

  private void awaitLines(int atLeast) {
    await().atMost(Duration.ofSeconds(60)).until(() -> lines().size() >= atLeast);
  }

  private void assertEachOnce(int count) throws IOException {
    List<Integer> sequences =
        lines().stream()
            .map(line -> Integer.parseInt(line.replaceAll(".* sequence=(\\d+) .*", "$1")))
            .toList();
    assertThat(sequences)
        .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, count).boxed().toList());
  }

  private List<String> lines() throws IOException {
    Path file = folder.resolve("logs/consumer_log.txt");
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  private String log(String name) throws IOException {
    return Files.readString(folder.resolve("logs").resolve(name));
  }

  private static int count(String text, String part) {
    return text.split(part, -1).length - 1;
  }

  private Process child(String what, String id, String... more) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx96m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                ChildMain.class.getName(),
                what,
                broker.broker().url(),
                broker.broker().credentials().passwordOf("numbers").orElseThrow(),
                folder.resolve("logs").toString(),
                id));
    command.addAll(List.of(more));
    Process child =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(id + ".out").toFile())
            .start();
    children.add(child);
    return child;
  }
}
