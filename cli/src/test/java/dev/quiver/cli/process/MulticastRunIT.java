package dev.quiver.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that start server and peers themselves. */
@Tag("long")
class MulticastRunIT {

  @TempDir private static Path folder;
  private static QuiverLauncher quiver;
  private static String url;
  private static String data;

  @BeforeAll
  static void startBroker() {
    quiver = new QuiverLauncher(folder);
    int port = QuiverLauncher.freePort();
    Path its = quiver.home().resolve("broker");
    QuiverProcess unused = quiver.broker(its, port);
    url = QuiverLauncher.url(port);
    data = its.toString();
  }

  @AfterAll
  static void end() {
    quiver.close();
  }

  @Test
  void aJoinerComesInTheFirstOfTwoRoundsAndEachRoundHasItsReport() throws IOException {
    Path reports = folder.resolve("reports");
    QuiverProcess run =
        quiver.run(
            "multicast",
            "run",
            "--peers",
            "2",
            "--joiners",
            "1",
            "--rounds",
            "2",
            "--messages",
            "60",
            "--delay",
            "20-60ms",
            "--order",
            "total-sequencer",
            "--json",
            "--report",
            reports.toString(),
            "--url",
            url,
            "--data",
            data);
    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.DONE);
    assertThat(run.err()).contains("Peers [3] joined while the round was under way");
    assertThat(run.lines())
        .filteredOn(line -> line.startsWith("{\"logs\""))
        .hasSize(2)
        .allMatch(
            line ->
                line.startsWith(
                    "{\"logs\":3,\"complete\":3,\"crashed\":[],\"missing\":[],\"damaged\":[],"
                        + "\"notStarted\":[],\"deliveries\":540,\"unorderedPositions\":0,"));
    assertThat(named(reports, ".html"))
        .hasSize(2)
        .allSatisfy(
            page ->
                assertThat(Files.readString(page))
                    .contains("total-sequencer; 3 logs, 540 deliveries")
                    .doesNotContain("class=\"no\""));
    assertThat(named(reports, ".svg")).hasSize(8);
    assertThat(named(quiver.home().resolve("multicast"), "-peer-3.log"))
        .hasSize(2)
        .anySatisfy(log -> assertThat(Files.readString(log)).contains("\n# view 1 1,2,3\n"));
  }

  @Test
  void aMatrixHasARowForEachOrderPeersAndMessagesInEachForm() throws IOException {
    Path report = folder.resolve("report");
    QuiverProcess run =
        quiver.run(
            "multicast",
            "matrix",
            "--orders",
            "fifo,total-sequencer",
            "--peers",
            "2",
            "--messages",
            "5,10",
            "--json",
            "--report",
            report.toString(),
            "--url",
            url,
            "--data",
            data);
    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.DONE);
    assertThat(run.lines())
        .hasSize(4)
        .allMatch(line -> line.contains("\"peers\":2,"))
        .allMatch(line -> line.contains("\"kept\":true,"))
        .anyMatch(line -> line.startsWith("{\"order\":\"total-sequencer\","));
    assertThat(Files.readAllLines(report.resolve("matrix.jsonl"))).isEqualTo(run.lines());
    assertThat(Files.readAllLines(report.resolve("matrix.csv")))
        .hasSize(5)
        .anyMatch(line -> line.startsWith("order,peers,messages,kept,positions,"))
        .anyMatch(line -> line.startsWith("total-sequencer,2,5,true,10,0,0,"));
    assertThat(Files.readString(report.resolve("matrix.svg")))
        .contains("total-sequencer", "2 × 5", "2 × 10")
        .doesNotContain(" !<");
  }

  private static List<Path> named(Path folder, String end) throws IOException {
    try (var files = Files.list(folder)) {
      return files.filter(file -> file.getFileName().toString().endsWith(end)).toList();
    }
  }
}
