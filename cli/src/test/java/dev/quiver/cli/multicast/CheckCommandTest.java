package dev.quiver.cli.multicast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.cli.TestContexts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code quiver multicast check} on logs that are right, wrong and damaged. */
class CheckCommandTest {

  @TempDir private Path folder;

  @Test
  void logsThatKeepTheirPromisesEndWithZero() throws IOException {
    TestContexts quiver = TestContexts.plain(folder);
    int code =
        quiver.run(
            "multicast",
            "check",
            log(1, "fifo", "B 1.1 1", "D 1.1 2 3", "# end complete 2"),
            log(2, "fifo", "D 1.1 2 3", "# end complete 1"));
    assertThat(code).as(quiver.err()).isZero();
    assertThat(quiver.out()).contains("fifo", "2 logs, 2 deliveries");
  }

  @Test
  void aPromiseThatIsBrokenEndsWithOneAndNamesTheFirstPair() throws IOException {
    TestContexts quiver = TestContexts.plain(folder);
    int code =
        quiver.run(
            "multicast",
            "check",
            log(1, "total-sequencer", "B 1.1 1", "D 1.1 2 3", "D 2.1 2 3", "# end complete 3"),
            log(2, "total-sequencer", "B 2.1 1", "D 2.1 2 3", "D 1.1 2 3", "# end complete 3"));
    assertThat(code).isEqualTo(1);
    assertThat(quiver.out()).contains("peer 1 delivered 1.1 before 2.1, unlike peer 2");
  }

  @Test
  void aRepeatedAndAnUnknownMessageAreTold() throws IOException {
    TestContexts quiver = TestContexts.plain(folder);
    int code =
        quiver.run(
            "multicast",
            "check",
            "--json",
            log(1, "none", "B 1.1 1", "D 1.1 2 3", "D 1.1 2 3", "D 1.9 2 3", "# end complete 4"));
    assertThat(code).isEqualTo(1);
    assertThat(quiver.out())
        .contains("\"property\":\"integrity\",\"holds\":false", "\"violations\":2")
        .contains("peer 1 delivered 1.1 again, at 2");
  }

  @Test
  void logsOfTwoOrdersAreNotJudgedByThePromisesOfOne() throws IOException {
    TestContexts quiver = TestContexts.plain(folder);
    String none = log(1, "none", "# end complete 0");
    String total = log(2, "total-sequencer", "# end complete 0");
    assertThat(quiver.run("multicast", "check", none, total)).isEqualTo(2);
    assertThat(quiver.err()).contains("the order none", "the order total-sequencer", "one round");
    assertThat(quiver.out()).isEmpty();
  }

  @Test
  void aTruncatedLogIsRefusedWithItsLine() throws IOException {
    TestContexts quiver = TestContexts.plain(folder);
    int code =
        quiver.run(
            "multicast", "check", log(1, "none", "B 1.1 1", "D 1.1 2 3", "# end complete 9"));
    assertThat(code).isEqualTo(2);
    assertThat(quiver.err()).contains("line 8", "lines are missing").doesNotContain("Exception");
  }

  @Test
  void whatIsWrongWithALogIsSaidInTheReadersLanguage() throws IOException {
    String cut = log(1, "none", "B 1.1 1", "# end complete 9");
    TestContexts quiver = new TestContexts(folder, Map.of(), Locale.forLanguageTag("pt"), "");
    assertThat(quiver.run("multicast", "check", cut)).isEqualTo(2);
    assertThat(quiver.err()).contains("linha 7", "faltam linhas").doesNotContain("missing");
    TestContexts twice = new TestContexts(folder, Map.of(), Locale.forLanguageTag("pt"), "");
    String sound = log(2, "none", "# end complete 0");
    assertThat(twice.run("multicast", "check", sound, sound)).isEqualTo(2);
    assertThat(twice.err()).contains("há dois registros do par 2");
  }

  @Test
  void propertiesBearTheirNamesInTheReadersLanguageAndOneNameForPrograms() throws IOException {
    String log = log(1, "none", "# end complete 0");
    String report = folder.resolve("report").toString();
    TestContexts people = new TestContexts(folder, Map.of(), Locale.forLanguageTag("pt"), "");
    assertThat(people.run("multicast", "check", "--report", report, log)).isZero();
    assertThat(people.out())
        .contains("validade", "integridade", "acordo uniforme", "prefixo")
        .doesNotContain("validity", "uniform-agreement");
    assertThat(Files.readString(folder.resolve("report/g.html")))
        .contains("<td>acordo uniforme</td>")
        .doesNotContain("agreement");
    TestContexts programs = new TestContexts(folder, Map.of(), Locale.forLanguageTag("pt"), "");
    assertThat(programs.run("multicast", "check", "--json", log)).isZero();
    assertThat(programs.out()).contains("\"property\":\"uniform-agreement\"");
  }

  @Test
  void aLogThatWasCutAccusesNobody() throws IOException {
    TestContexts quiver = TestContexts.plain(folder);
    String whole = log(1, "fifo", "D 2.1 1 1", "D 2.2 1 1", "# end complete 2");
    assertThat(quiver.run("multicast", "check", whole, log(2, "fifo", "B 2.1 1", "D 2.1 1 1")))
        .as(quiver.out())
        .isZero();
    assertThat(quiver.out()).contains("There is no whole log of peers [2]");
  }

  /** As when the broker goes away for good in the middle of a round. */
  @Test
  void aRoundThatNobodyFinishedHasNotKeptWhatItPromises() throws IOException {
    String one = log(1, "causal", "B 1.1 1", "D 1.1 1 1", "D 2.1 1 1");
    String two = log(2, "causal", "B 2.1 1", "D 2.1 1 1", "D 1.1 1 1");
    TestContexts quiver = TestContexts.plain(folder);
    String report = folder.resolve("report").toString();
    assertThat(quiver.run("multicast", "check", "--report", report, one, two)).isEqualTo(1);
    assertThat(quiver.out())
        .contains("2 logs, none of them complete, 4 deliveries; 1 pairs in opposite orders")
        .doesNotContain("positions differ");
    assertThat(quiver.err()).contains("No log is complete: no peer has finished the round");
    assertThat(Files.readString(folder.resolve("report/g.html")))
        .contains("none of them complete", "No log is complete, so positions are not compared.")
        .doesNotContain("positions differ", "The logs do not differ");
    TestContexts json = TestContexts.plain(folder);
    assertThat(json.run("multicast", "check", "--json", one, two)).isEqualTo(1);
    assertThat(json.out())
        .contains("\"complete\":0,")
        .doesNotContain("unorderedPositions", "commonPrefix");
  }

  @ParameterizedTest
  @CsvSource({
    "compare --messages -5, '-5 messages', '-5 mensagens'",
    "compare --messages 1000001, 1000001, 1000001",
    "compare --group a-group-of-so-many-students-that-its-name-has-no-end-yet, at most 48, 'no"
        + " máximo 48'",
    "compare --peers 0, '0 peers are no group', '0 pares não são um grupo'",
    "compare --order best, total-isis, total-isis",
    "run --rounds 0, '0 rounds', '0 rodadas'",
    "run --rounds -1, '-1 rounds', '-1 rodadas'",
    "run --joiners -2 --order fifo, 'with -2 joiners', 'com -2 que entram'",
    "run --peers 0, '0 peers are no group', '0 pares não são um grupo'",
    "run --peers 101, 'there are 1 to 100', 'há de 1 a 100'",
    "run --messages -1, '-1 messages', '-1 mensagens'",
    "'matrix --peers 2,0', '0 peers are no group', '0 pares não são um grupo'",
    "peer --number 4 --peers 3, 1 to --peers, 1 a --peers",
    "peer --number 1 --messages -1, '-1 messages', '-1 mensagens'"
  })
  void whatCannotBeRunIsRefusedBeforeAnythingStarts(
      String words, String english, String portuguese) {
    String[] arguments = ("multicast " + words).split(" ");
    TestContexts plain = TestContexts.plain(folder);
    assertThat(plain.run(arguments)).as(plain.err()).isEqualTo(2);
    assertThat(plain.err()).contains(english);
    TestContexts pt = new TestContexts(folder, Map.of(), Locale.forLanguageTag("pt"), "");
    assertThat(pt.run(arguments)).as(pt.err()).isEqualTo(2);
    assertThat(pt.err()).contains(portuguese);
  }

  @ParameterizedTest
  @CsvSource({"run", "compare --messages 3", "matrix", "check some.log"})
  void aReportThatFindsNoPlaceIsToldBeforeAnythingStarts(String words) throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    String report = file.resolve("report").toString();
    TestContexts quiver = TestContexts.plain(folder);
    assertThat(quiver.run(("multicast " + words + " --report " + report).split(" "))).isEqualTo(1);
    assertThat(quiver.err())
        .startsWith("quiver: " + file)
        .hasLineCount(1)
        .doesNotContain("roker", "Exception");
  }

  @Test
  void anOptionsFileThatIsNotThereIsNamed() {
    TestContexts quiver = TestContexts.plain(folder);
    assertThat(quiver.run("multicast", "run", "@nofile")).isEqualTo(2);
    assertThat(quiver.err()).contains("There is no file \"nofile\" to take options from");
  }

  @Test
  void whatIsWrongIsSaidOfTheLogThatItIsWrongWith() throws IOException {
    String sound = log(1, "none", "# end complete 0");
    Path bytes = Files.write(folder.resolve("bytes.log"), new byte[] {(byte) 0xff, (byte) 0xfe});
    Path logs = Files.createDirectory(folder.resolve("logs"));
    String doubled = log(2, "none", "B 2.1 1", "B 2.1 1", "# end complete 1");
    for (String[] each :
        new String[][] {
          {bytes.toString(), bytes + ": this is no log of a multicast peer: it is no text"},
          {logs.toString(), logs + ": this is a folder"},
          {folder + "/nofile", folder + "/nofile"},
          {
            doubled,
            doubled + ", line 8: the log says that it has 1 entries, but there are 2: lines"
          },
        }) {
      TestContexts quiver = TestContexts.plain(folder);
      assertThat(quiver.run("multicast", "check", sound, each[0])).isEqualTo(2);
      assertThat(quiver.err()).contains(each[1]).doesNotContain("missing");
    }
  }

  @Test
  void whatIsNoLogIsRefused() throws IOException {
    TestContexts quiver = TestContexts.plain(folder);
    Path other = folder.resolve("other.txt");
    Files.writeString(other, "hello\nworld\n");
    assertThat(quiver.run("multicast", "check", other.toString())).isEqualTo(2);
    assertThat(quiver.err()).contains("no log of a multicast peer");
  }

  @Test
  void anOrderThatDoesNotExistIsRefusedBeforeAnythingStarts() {
    TestContexts quiver = TestContexts.plain(folder);
    assertThat(quiver.run("multicast", "run", "--order", "best")).isEqualTo(2);
    assertThat(quiver.err()).contains("best", "total-sequencer");
  }

  private String log(int peer, String order, String... lines) throws IOException {
    Path file = folder.resolve("peer-" + peer + ".log");
    Files.writeString(
        file,
        "# quiver multicast log 1\n# group g\n# peer "
            + peer
            + "\n# id p\n# order "
            + order
            + "\n"
            + String.join("\n", lines)
            + "\n");
    return file.toString();
  }
}
