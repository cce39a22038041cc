package dev.quiver.numbers.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExecutionLogTest {

  private static final Pattern LINE =
      Pattern.compile(
          "[0-9-]{10}T[0-9:]{8}\\.[0-9]{3}Z \\[(Producer-[a-z0-9]+)] (?:sent ([0-9]+) \\(([0-9]+)"
              + " of [0-9]+\\)|began this log, in English \\[en])");

  @TempDir Path folder;

  @Test
  void linesBearTimeProcessAndDeedInTheLanguageOfTheLog() throws IOException {
    open(LogLanguage.PORTUGUESE, ProcessName.main()).say("main.failed", "x");
    open(LogLanguage.PORTUGUESE, ProcessName.producer("1")).say("producer.nobody");
    open(LogLanguage.PORTUGUESE, ProcessName.consumer("2")).say("consumer.waiting");
    assertThat(Files.readAllLines(folder.resolve("execution_log.txt")))
        .map(line -> line.substring(25))
        .containsExactly(
            "[Main] começou este registro, em português [pt]",
            "[Main] desiste: x",
            "[Produtor-1] nenhum consumidor está presente: os números vão esperar na fila",
            "[Consumidor-2] aguardando dados");
  }

  @Test
  void aFileHasOneLanguage() throws IOException {
    open(LogLanguage.ENGLISH, ProcessName.consumer("1")).say("consumer.waiting");
    open(LogLanguage.PORTUGUESE, ProcessName.consumer("2")).say("consumer.waiting");
    open(LogLanguage.ENGLISH, ProcessName.consumer("3")).say("consumer.waiting");
    assertThat(Files.readString(folder.resolve("execution_log.txt")))
        .contains("[Consumer-1] waiting", "[Consumer-3] waiting")
        .doesNotContain("Consumidor");
    assertThat(Files.readString(folder.resolve("execution_log.pt.txt")))
        .contains("[Consumidor-2] aguardando dados")
        .doesNotContain("waiting");
  }

  @Test
  void severalProcessesWriteAtOnceWithoutTornOrLostLines() throws Exception {
    int processes = 4;
    int lines = 400;
    List<Process> writers = new ArrayList<>();
    for (int i = 0; i < processes; i++) {
      writers.add(writer("p" + i, lines));
    }
    // Threads of one process share its locks on files; they must not break them for one another.
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      String id = "t" + i;
      Thread thread =
          new Thread(
              () -> LogWriterMain.main(new String[] {folder.toString(), id, "" + lines}), id);
      thread.start();
      threads.add(thread);
    }
    for (Process writer : writers) {
      assertThat(writer.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(writer.exitValue()).isZero();
    }
    for (Thread thread : threads) {
      thread.join(60_000);
    }

    Map<String, Integer> lastOf = new HashMap<>();
    for (String line : Files.readAllLines(folder.resolve("execution_log.txt"))) {
      Matcher match = LINE.matcher(line);
      assertThat(match.matches()).as(line).isTrue();
      if (match.group(2) != null) {
        int number = Integer.parseInt(match.group(3));
        assertThat(lastOf.merge(match.group(1), 1, Integer::sum)).as(line).isEqualTo(number);
      }
    }
    assertThat(lastOf).hasSize(7).allSatisfy((who, count) -> assertThat(count).isEqualTo(lines));
  }

  @Test
  void whatAKilledProcessLeftOfALineDoesNotTakeTheNextOneWithIt() throws IOException {
    ExecutionLog log = open(LogLanguage.ENGLISH, ProcessName.main());
    log.say("producer.nobody");
    Path file = folder.resolve("execution_log.txt");
    Files.writeString(file, "2026-01-01T00:00:00.000Z [Prod", StandardOpenOption.APPEND);
    log.say("consumer.waiting");
    List<String> lines = Files.readAllLines(file);
    assertThat(lines).hasSize(4);
    assertThat(lines.get(3)).endsWith("[Main] waiting for data");
  }

  private Process writer(String id, int lines) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx64m",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            LogWriterMain.class.getName(),
            folder.toString(),
            id,
            Integer.toString(lines))
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve(id + ".out").toFile())
        .start();
  }

  private ExecutionLog open(LogLanguage language, ProcessName name) {
    return ExecutionLog.open(LogFolder.open(folder), language, name, Clock.systemUTC());
  }
}
