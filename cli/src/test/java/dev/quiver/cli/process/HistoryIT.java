package dev.quiver.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What real processes record, judged by the program that people use, with workers that die. */
@Tag("long")
class HistoryIT {

  private static final int INPUTS = 200;

  @TempDir private Path folder;
  private QuiverLauncher quiver;
  private Path data;
  private Path list;

  @BeforeEach
  void writeInputs() throws IOException {
    quiver = new QuiverLauncher(folder);
    data = folder.resolve("data");
    List<String> names = new ArrayList<>();
    Path inputs = Files.createDirectory(folder.resolve("inputs"));
    for (int i = 0; i < INPUTS; i++) {
      Path input = inputs.resolve(Integer.toString(i));
      Files.writeString(input, "word ".repeat(i % 7));
      names.add(input.toString());
    }
    list = Files.write(folder.resolve("list"), names);
  }

  @AfterEach
  void close() {
    quiver.close();
  }

  private String history(String name) {
    return folder.resolve(name + ".jsonl").toString();
  }

  @Test
  void aWorkerThatDiesOnPurposeCostsNothingAndTheCheckerSaysSo() throws IOException {
    int port = QuiverLauncher.freePort();
    quiver.broker(data, port);
    QuiverProcess dies =
        quiver.worker(data, port, "Dies", "--crash-after", "5", "--history", history("dies"));
    assertThat(dies.err()).contains("THIS WORKER FAILS ON PURPOSE", "task number 5");
    QuiverProcess map =
        quiver.start(
            list,
            "map",
            "--json",
            "--history",
            history("map"),
            "--url",
            QuiverLauncher.url(port),
            "--data",
            data.toString(),
            "text.count_words",
            "-");
    dies.awaitExit();
    assertThat(dies.exitCode()).isEqualTo(137);
    quiver.worker(data, port, "Lives", "--slow", "1ms", "--history", history("lives"));
    map.awaitExit();
    assertThat(map.lines()).as(map.err()).hasSize(INPUTS);

    QuiverProcess check = check("dies", "lives", "map");
    assertThat(check.exitCode()).as(check.out()).isZero();
    assertThat(check.err()).contains(INPUTS + " tasks were submitted");
    assertThat(line(check, "lost")).contains("\"holds\":true", "\"checked\":" + INPUTS);
    // The fifth was done, and its outcome was not on disk.
    assertThat(line(check, "executedAgain")).doesNotContain("\"found\":0");

    // The control: a history from which one outcome was taken out.
    Path map2 = folder.resolve("map2.jsonl");
    List<String> lines = new ArrayList<>(Files.readAllLines(folder.resolve("map.jsonl")));
    lines.remove(
        lines.stream().filter(each -> each.contains("outcome.received")).findFirst().orElseThrow());
    Files.write(map2, lines);
    QuiverProcess caught = check("dies", "lives", "map2");
    assertThat(caught.exitCode()).isEqualTo(1);
    assertThat(line(caught, "lost")).contains("\"holds\":false", "\"violations\":1");
  }

  private QuiverProcess check(String... names) {
    List<String> arguments = new ArrayList<>(List.of("check", "tasks", "--json"));
    for (String each : names) {
      arguments.add(history(each));
    }
    return quiver.run(arguments.toArray(String[]::new));
  }

  private static String line(QuiverProcess check, String property) {
    return check.lines().stream()
        .filter(each -> each.contains("\"property\":\"" + property + "\""))
        .findFirst()
        .orElseThrow();
  }
}
