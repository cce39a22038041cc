package dev.quiver.multicast.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.multicast.MessageId;
import dev.quiver.multicast.check.CheckReport;
import dev.quiver.multicast.check.Checker;
import dev.quiver.multicast.check.LegacyCount;
import dev.quiver.multicast.log.LogEntry;
import dev.quiver.multicast.log.LogEntry.Kind;
import dev.quiver.multicast.log.PeerLog;
import dev.quiver.multicast.log.PeerLog.End;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoundReportTest {

  @TempDir private Path folder;

  @Test
  void theFirstDifferenceIsMarkedInThePicturesAndOnThePage() throws Exception {
    Path page = write(disordered(), "a");
    String html = Files.readString(page);
    assertThat(html)
        .contains("the first difference: position 2", "1 delivered 2.1 before 1.2", "2 positions")
        .doesNotContain("http://www.w3.org/1999", "<script", "src=");
    assertThat(Files.readString(folder.resolve("a/round-comparison.svg")))
        .contains("peer 1, position 2: 2.1")
        .contains("peer 2, position 2: 1.2");
  }

  @Test
  void logsThatAgreeHaveNoMark() throws Exception {
    String html = Files.readString(write(List.of(log(1, false), log(2, false)), "b"));
    assertThat(html).contains("The logs do not differ here.").doesNotContain("first difference");
  }

  @Test
  void whoseLogIsNotThereIsOnThePageToo() throws Exception {
    TreeSet<Integer> killed = new TreeSet<>(Set.of(2));
    Absent absent = new Absent(killed, new TreeSet<>(Set.of(3)), new TreeSet<>(Set.of(4)));
    assertThat(Files.readString(write(List.of(log(1, false)), "e", absent)))
        .contains(
            "No log came from peers [2]",
            "The logs of peers [3] are damaged",
            "Peers [4] did not take part",
            "There is no whole log of peers [2]");
    assertThat(Files.readString(write(List.of(log(1, false), log(2, false)), "f")))
        .doesNotContain("No log came", "damaged", "did not take part", "no whole log");
  }

  @Test
  void thePicturesAreWellFormedAndTheSameEachTime() throws Exception {
    write(disordered(), "c");
    write(disordered(), "d");
    for (String name : List.of("comparison", "space-time", "latency", "cost")) {
      String svg = Files.readString(folder.resolve("c/round-" + name + ".svg"));
      assertThat(svg).isEqualTo(Files.readString(folder.resolve("d/round-" + name + ".svg")));
      assertThat(
              DocumentBuilderFactory.newInstance()
                  .newDocumentBuilder()
                  .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)))
                  .getDocumentElement()
                  .getTagName())
          .isEqualTo("svg");
    }
  }

  @Test
  void namesFromElsewhereCannotEscapeTheFolderOrThePage() throws Exception {
    PeerLog odd =
        new PeerLog(
            "../<b>x", 1, "id", "none", End.COMPLETE, List.of(LogEntry.broadcast(id(1, 1))));
    List<PeerLog> logs = List.of(odd);
    Path page =
        RoundReport.write(
            folder,
            new RoundReport.Round(
                odd.group(), logs, Checker.check(logs), 0, null, logs.size(), Absent.NOBODY),
            Locale.ENGLISH);
    assertThat(page.getParent()).isEqualTo(folder);
    assertThat(Files.readString(page)).doesNotContain("<b>x").contains("&lt;b&gt;x");
  }

  @Test
  void shivizSeesADeliveryAfterItsBroadcast() {
    String text = Shiviz.of(disordered());
    List<String> lines = text.lines().toList();
    assertThat(lines.get(0)).isEqualTo(Shiviz.EXPRESSION);
    Pattern event = Pattern.compile(Shiviz.EXPRESSION);
    assertThat(lines.subList(2, lines.size())).hasSize(9).allMatch(l -> event.matcher(l).matches());
    // What peer 2 delivers of peer 1 knows peer 1's two broadcasts.
    assertThat(lines)
        .anyMatch(l -> l.startsWith("peer2 \"deliver 1.2\"") && l.contains("\"peer1\":2"));
  }

  @Test
  void latenciesComeFromBroadcastAndDelivery() {
    Latencies latencies = Latencies.of(disordered());
    assertThat(latencies.delivery()).hasSize(6);
    assertThat(latencies.deliveredMs(1)).isEqualTo(0.9);
    assertThat(latencies.heldBackMs(1)).isEqualTo(0.1);
  }

  @Test
  void bothLanguagesHaveTheSameWords() {
    ResourceBundle english = bundle(Locale.ROOT);
    ResourceBundle portuguese = bundle(Locale.forLanguageTag("pt"));
    assertThat(new TreeSet<>(portuguese.keySet())).isEqualTo(new TreeSet<>(english.keySet()));
    assertThat(portuguese.getString("yes")).isNotEqualTo(english.getString("yes"));
  }

  private static ResourceBundle bundle(Locale locale) {
    return ResourceBundle.getBundle(
        "dev.quiver.multicast.report.messages",
        locale,
        ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
  }

  private Path write(List<PeerLog> logs, String name) throws Exception {
    return write(logs, name, Absent.NOBODY);
  }

  private Path write(List<PeerLog> logs, String name, Absent absent) throws Exception {
    CheckReport check = Checker.check(logs);
    return RoundReport.write(
        folder.resolve(name),
        new RoundReport.Round(
            "round", logs, check, LegacyCount.of(logs, 2), new Cost(2, 1, 2), 2, absent),
        Locale.ENGLISH);
  }

  private static List<PeerLog> disordered() {
    return List.of(log(1, true), log(2, false));
  }

  /** 1.1, 1.2, 2.1, the last two in the other order if swapped. */
  private static PeerLog log(int peer, boolean swapped) {
    List<LogEntry> entries = new ArrayList<>();
    if (peer == 1) {
      entries.add(new LogEntry(Kind.BROADCAST, id(1, 1), 1_000, 1_000));
      entries.add(new LogEntry(Kind.BROADCAST, id(1, 2), 1_100, 1_100));
    } else {
      entries.add(new LogEntry(Kind.BROADCAST, id(2, 1), 1_050, 1_050));
    }
    List<MessageId> order =
        swapped ? List.of(id(1, 1), id(2, 1), id(1, 2)) : List.of(id(1, 1), id(1, 2), id(2, 1));
    long at = 1_600;
    for (MessageId id : order) {
      entries.add(new LogEntry(Kind.DELIVERY, id, at, at + 100));
      at += 125;
    }
    return new PeerLog("round", peer, "p" + peer, "topic", End.COMPLETE, entries);
  }

  private static MessageId id(int sender, int sequence) {
    return new MessageId(sender, sequence);
  }
}
