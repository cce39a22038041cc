package dev.quiver.cli.dht;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.cli.ExitCode;
import dev.quiver.cli.TestContexts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code quiver dht simulate} in the small: its figures are checked where they are made. */
class SimulateCommandTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "path-length, '--nodes 8', 1, 'path-length.csv path-length.svg', paperP99",
    "load, '--nodes 16', 6, 'load.csv load.svg load-distribution.svg', maxToMean",
    "mass-failure, '--nodes 64 --lookups 20', 6,"
        + " 'mass-failure.csv mass-failure.svg mass-failure-healing.svg', timeouts",
    "churn, '--nodes 24 --lookups 20', 5, 'churn.csv churn.svg', failuresPer10000",
  })
  void anExperimentPrintsItsTableAndLeavesItsFiles(
      String experiment, String options, int rows, String files, String column) throws IOException {
    TestContexts quiver = TestContexts.plain(folder);
    int code = quiver.run(line(experiment, options, folder.resolve("out")));

    assertThat(code).as(quiver.err()).isEqualTo(ExitCode.DONE);
    assertThat(quiver.out().lines()).hasSizeGreaterThan(rows);
    for (String file : files.split(" ")) {
      String text = Files.readString(folder.resolve("out").resolve(file));
      assertThat(text).as(file).contains(file.endsWith(".svg") ? "</svg>" : column);
    }
    List<String> csv = Files.readAllLines(folder.resolve("out").resolve(experiment + ".csv"));
    assertThat(csv).hasSize(rows + 1);
    assertThat(csv).allMatch(row -> row.split(",", -1).length == csv.get(0).split(",").length);
  }

  /** Programs read the same names in every language, people their own. */
  @Test
  void peopleReadItInTheirLanguage() throws IOException {
    TestContexts quiver = new TestContexts(folder, Map.of(), Locale.forLanguageTag("pt"), "");
    int code = quiver.run(line("mass-failure", "--nodes 64 --lookups 20", folder));
    assertThat(code).as(quiver.err()).isEqualTo(ExitCode.DONE);
    assertThat(quiver.out()).contains("SALTOS", "COM ÊXITO").doesNotContain("succeeded");
    assertThat(quiver.err()).contains("semente 1", "nós se recompõem");
    assertThat(Files.readString(folder.resolve("mass-failure.csv"))).contains("succeeded");
  }

  @Test
  void theSameSeedGivesTheSameResult() {
    String experiment = "churn --nodes 24 --lookups 20";
    TestContexts one = TestContexts.plain(folder);
    TestContexts two = TestContexts.plain(folder);
    assertThat(one.run(line(experiment, "--seed 7 --json", folder))).as(one.err()).isZero();
    assertThat(two.run(line(experiment, "--seed 7 --json", folder))).isZero();
    assertThat(one.out()).contains("\"experiment\":").isEqualTo(two.out());
  }

  @Test
  void whatCannotBeSimulatedIsRefusedWithAReason() {
    assertRefused("path-length --nodes 7", "7 nodes is not possible; choose from 8 to 65536");
    assertRefused("load --nodes 70000", "70000 nodes is not possible");
    assertRefused("churn --nodes 24,32", "churn takes one number of nodes");
    assertRefused("churn --lookups 0", "--lookups is 0; it must be 1 or more");
    assertRefused("weather", "path-length");
  }

  private void assertRefused(String words, String reason) {
    TestContexts quiver = TestContexts.plain(folder);
    assertThat(quiver.run(line(words, "", folder))).isEqualTo(ExitCode.USAGE);
    assertThat(quiver.err()).contains(reason).doesNotContain("Exception");
    assertThat(quiver.out()).isEmpty();
  }

  /** Told before anything is begun, without a broker. */
  @Test
  void moreNodesThanANumberCanSayAreRefused() {
    for (String words :
        List.of("--count 65536 --vnodes 65537", "--count 0", "--vnodes -1", "--count 1001")) {
      TestContexts quiver = TestContexts.plain(folder);
      assertThat(quiver.run(("dht node " + words).split(" "))).isEqualTo(ExitCode.USAGE);
      assertThat(quiver.err()).contains("must be 1 or more, and make 1000 nodes at most");
    }
  }

  private static String[] line(String experiment, String options, Path out) {
    String words = "dht simulate " + experiment + " " + options;
    return (words.strip() + " --out " + out).split(" ");
  }
}
