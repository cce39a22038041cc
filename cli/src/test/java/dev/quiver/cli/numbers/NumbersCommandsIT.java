package dev.quiver.cli.numbers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quiver.broker.BrokerConfig;
import dev.quiver.broker.QuiverBroker;
import dev.quiver.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands as their users start them: processes, a broker found in the home folder, logs. */
@Tag("long")
class NumbersCommandsIT {

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @TempDir Path home;
  private final List<Process> children = new ArrayList<>();

  @AfterEach
  void end() throws InterruptedException {
    for (Process child : children) {
      child.destroyForcibly().waitFor();
    }
  }

  @Test
  void theDemoDoesTheWholeExerciseInOneCommand() throws Exception {
    Path logs = home.resolve("logs");
    Quiver demo = quiver("demo", "numbers", "--queue", "mine", "--log-dir", logs.toString());
    assertThat(demo.exitCode()).as(demo.said()).isEqualTo(ExitCode.DONE);
    assertThat(demo.output())
        .contains("12 numbers through the queue mine")
        .contains("[Main] started a broker at tcp://127.0.0.1:")
        .contains("[Consumer-1] waiting for data")
        .contains("[Producer-1] the queue is full, 10 messages wait in it: blocked at 1")
        .contains("[Producer-1] there is room again")
        .contains("[Main] ended: 12 numbers sent, 12 logged")
        .contains(logs.toRealPath().resolve("consumer_log.txt").toString())
        .contains(logs.toRealPath().resolve("execution_log.txt").toString());
    assertThat(Files.readAllLines(logs.resolve("consumer_log.txt"))).hasSize(12);
    assertThat(Files.readString(logs.resolve("execution_log.txt")))
        .contains("[Main] ", "[Producer-1] ", "[Consumer-1] ");
  }

  @Test
  void inPortugueseTheLogsSayProdutorConsumidorParAndImpar() throws Exception {
    Path logs = home.resolve("logs");
    Quiver demo = quiver("demo", "numbers", "--lang", "pt", "--json", "--log-dir", logs.toString());
    assertThat(demo.exitCode()).as(demo.said()).isEqualTo(ExitCode.DONE);
    assertThat(demo.output().lines())
        .hasSize(3)
        .anyMatch(line -> line.contains("\"sent\":12"))
        .anyMatch(line -> line.contains("\"outcome\":\"complete\""))
        .anyMatch(line -> line.contains("\"logged\":12") && line.contains("\"missing\":0"));
    assertThat(Files.readString(logs.resolve("execution_log.txt")))
        .contains("[Main] ", "[Produtor-1] ", "[Consumidor-1] ", "Par, registrado")
        .doesNotContain("Producer", "Consumer-");
    assertThat(Files.readAllLines(logs.resolve("consumer_log.txt")))
        .hasSize(12)
        .allMatch(line -> line.endsWith(" Par") || line.endsWith(" Impar"));
  }

  @Test
  void consumersEndWithTheCodeOfWhatBecameOfTheRun() throws Exception {
    try (QuiverBroker broker = broker()) {
      assertThat(broker.url()).startsWith("tcp://");
      Quiver first = start("consume", "--until-end", "--id", "a");
      Quiver second = start("consume", "--until-end", "--id", "b", "--json");
      Quiver producer = start("produce", "--id", "p", "--rate", "20");
      assertThat(producer.exitCode()).as(producer.said()).isEqualTo(ExitCode.DONE);
      assertThat(first.exitCode()).as(first.said()).isEqualTo(ExitCode.DONE);
      assertThat(second.exitCode()).as(second.said()).isEqualTo(ExitCode.DONE);
      assertThat(Files.readAllLines(home.resolve("numbers/consumer_log.txt"))).hasSize(12);
      assertThat(second.output()).contains("\"outcome\":\"complete\"", "\"missing\":0");

      Quiver third = start("consume", "--until-end", "--id", "c");
      Quiver dying = start("produce", "--id", "q", "--count", "1000", "--rate", "20");
      await()
          .atMost(PATIENCE)
          .until(() -> Files.readAllLines(home.resolve("numbers/consumer_log.txt")).size() > 15);
      dying.process.destroyForcibly();
      assertThat(third.exitCode()).as(third.said()).isEqualTo(ExitCode.PRODUCER_GONE);
      assertThat(third.output()).contains("Producer-q is gone without an end marker");
    }
  }

  @Test
  void aLogThatCannotBeWrittenIsOneClearLine() throws Exception {
    Path file = Files.writeString(home.resolve("file"), "");
    Quiver consume = quiver("consume", "--log-dir", file.resolve("logs").toString());
    assertThat(consume.exitCode()).isEqualTo(ExitCode.WORK_FAILED);
    assertThat(consume.said().strip().lines())
        .hasSize(1)
        .allMatch(line -> line.contains("cannot be written") && line.contains("--log-dir"));
  }

  @Test
  void theDemoEndsWhenItsConsumerFails() throws Exception {
    Path logs = home.resolve("logs");
    Files.createDirectories(logs.resolve("consumer_log.txt"));
    Quiver demo = quiver("demo", "numbers", "--count", "30", "--log-dir", logs.toString());
    assertThat(demo.exitCode()).as(demo.said()).isEqualTo(ExitCode.WORK_FAILED);
    assertThat(demo.output())
        .contains("[Main] Consumer-1 has ended with exit code " + ExitCode.WORK_FAILED)
        .contains("[Main] Producer-1 has ended with exit code");
  }

  @Test
  void whatMakesNoSenseIsAUsageError() throws Exception {
    Quiver empty = quiver("produce", "--min", "5", "--max", "4");
    assertThat(empty.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(empty.said()).contains("from 5 to 4");
    assertThat(quiver("produce", "--rate", "0").exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(quiver("produce", "--count", "-1").exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(quiver("consume", "--queue", "a b").exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(quiver("consume", "--id", "a b").exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(quiver("demo", "numbers", "--count", "-1").exitCode()).isEqualTo(ExitCode.USAGE);
    Quiver portuguese = quiver("produce", "--rate", "0", "--lang", "pt");
    assertThat(portuguese.said()).contains("dê um --rate acima de 0");
    assertThat(home.resolve("numbers")).as("nothing was begun").doesNotExist();
  }

  /** A run of the command line. */
  private static final class Quiver {
    private final Process process;
    private final Path out;
    private final Path err;

    Quiver(Process process, Path out, Path err) {
      this.process = process;
      this.out = out;
      this.err = err;
    }

    int exitCode() throws IOException, InterruptedException {
      boolean ended = process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      assertThat(ended).as("its end; it said: %s%s", output(), said()).isTrue();
      return process.exitValue();
    }

    String output() throws IOException {
      return Files.readString(out);
    }

    String said() throws IOException {
      return Files.readString(err);
    }
  }

  private QuiverBroker broker() {
    return QuiverBroker.start(BrokerConfig.in(home.resolve("broker")).withPort(0));
  }

  private Quiver quiver(String... arguments) throws IOException, InterruptedException {
    Quiver quiver = start(arguments);
    quiver.exitCode();
    return quiver;
  }

  private Quiver start(String... arguments) throws IOException {
    int number = children.size();
    Path out = home.resolve("out" + number);
    Path err = home.resolve("err" + number);
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dquiver.locale=en",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.quiver.cli.Quiver"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("QUIVER_"));
    builder.environment().put("QUIVER_HOME", home.toString());
    Process process = builder.start();
    children.add(process);
    return new Quiver(process, out, err);
  }
}
