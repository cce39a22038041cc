package dev.quiver.multicast.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.multicast.MessageId;
import dev.quiver.multicast.Property;
import dev.quiver.multicast.View;
import dev.quiver.multicast.log.LogEntry;
import dev.quiver.multicast.log.PeerLog;
import dev.quiver.multicast.log.PeerLog.End;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The checker against examples, and against the definitions on thousands of random logs. */
class CheckerTest {

  @Test
  void agreesWithTheDefinitionsOnRandomLogs() {
    Map<Property, int[]> seen = new EnumMap<>(Property.class);
    for (long seed = 1; seed <= 6_000; seed++) {
      List<PeerLog> logs = randomLogs(seed);
      CheckReport report = Checker.check(logs);
      BruteForce definitions = new BruteForce(logs);
      for (Property property : Property.values()) {
        boolean holds = definitions.holds(property);
        assertThat(report.of(property).holds())
            .as("%s of seed %s: %s in %s", property, seed, report.of(property).first(), logs)
            .isEqualTo(holds);
        seen.computeIfAbsent(property, unknown -> new int[2])[holds ? 1 : 0]++;
      }
      assertThat(report.inversions()).as("seed %s", seed).isEqualTo(definitions.inversions());
    }
    // Each property held often and was broken often: neither checker says always the same.
    seen.forEach(
        (property, counts) -> {
          assertThat(counts[0]).as("how often %s was broken", property).isGreaterThan(100);
          assertThat(counts[1]).as("how often %s held", property).isGreaterThan(100);
        });
  }

  /** A group that behaves, spoilt a little. */
  private static List<PeerLog> randomLogs(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int peers = 1 + random.nextInt(4);
    List<List<LogEntry>> entries = new ArrayList<>();
    int[] sequences = new int[peers + 1];
    int[] seen = new int[peers + 1];
    List<MessageId> order = new ArrayList<>();
    for (int i = 0; i <= peers; i++) {
      entries.add(new ArrayList<>());
    }
    for (int i = random.nextInt(16); i > 0; i--) {
      int peer = 1 + random.nextInt(peers);
      if (random.nextBoolean()) {
        MessageId id = new MessageId(peer, ++sequences[peer]);
        entries.get(peer).add(LogEntry.broadcast(id));
        order.add(id);
      } else if (seen[peer] < order.size()) {
        entries.get(peer).add(LogEntry.delivery(order.get(seen[peer]++)));
      }
    }
    List<PeerLog> logs = new ArrayList<>();
    boolean tellsViews = random.nextInt(3) == 0;
    for (int peer = 1; peer <= peers; peer++) {
      List<LogEntry> its = entries.get(peer);
      boolean crashed = random.nextInt(5) == 0;
      while (!crashed && seen[peer] < order.size()) {
        its.add(LogEntry.delivery(order.get(seen[peer]++)));
      }
      spoil(its, random);
      if (random.nextInt(8) > 0 || logs.isEmpty()) {
        PeerLog log = log(peer, crashed ? End.CRASHED : End.COMPLETE, its);
        logs.add(tellsViews ? withViews(log, View.first(peers)) : log);
      }
    }
    return logs;
  }

  private static void spoil(List<LogEntry> entries, SplittableRandom random) {
    if (entries.size() < 2 || random.nextInt(3) > 0) {
      return;
    }
    int at = random.nextInt(entries.size() - 1);
    switch (random.nextInt(4)) {
      case 0 -> Collections.swap(entries, at, at + 1);
      case 1 -> entries.remove(at);
      case 2 -> entries.add(at, LogEntry.delivery(entries.get(random.nextInt(at + 1)).id()));
      default -> entries.add(LogEntry.delivery(new MessageId(1 + random.nextInt(4), 9)));
    }
  }

  private static PeerLog withViews(PeerLog log, View... views) {
    return new PeerLog(
        log.group(),
        log.peer(),
        log.peerId(),
        log.order(),
        log.end(),
        log.entries(),
        List.of(views));
  }

  static PeerLog log(int peer, End end, List<LogEntry> entries) {
    return new PeerLog("test", peer, "p" + peer, "none", end, entries);
  }

  /** A log from words such as {@code "B1.1 D1.1 D2.1"}. */
  static PeerLog log(int peer, String words) {
    List<LogEntry> entries = new ArrayList<>();
    for (String word : words.isEmpty() ? new String[0] : words.split(" ")) {
      MessageId id = MessageId.parse(word.substring(1));
      entries.add(word.charAt(0) == 'B' ? LogEntry.broadcast(id) : LogEntry.delivery(id));
    }
    return log(peer, End.COMPLETE, entries);
  }

  @Test
  void theFirstBadPairIsNamedWithItsContext() {
    CheckReport report =
        Checker.check(
            List.of(
                log(1, "B1.1 D1.1 B1.2 D1.2 D2.1"),
                log(2, "B2.1 D1.1 D2.1 D1.2"),
                log(3, "D1.1 D1.2 D2.1")));
    assertThat(report.of(Property.TOTAL).violations()).isEqualTo(2);
    assertThat(report.of(Property.TOTAL).first())
        .hasToString("peer 1 delivered 1.2 before 2.1, unlike peer 2");
    assertThat(report.of(Property.PREFIX).first())
        .hasToString("peer 2 has 2.1 at 2 where there is 1.2, unlike peer 1");
    assertThat(report.of(Property.CAUSAL).holds()).isTrue();
    assertThat(report.commonPrefix()).isEqualTo(1);
    assertThat(report.unorderedPositions()).isEqualTo(2);
  }

  @Test
  void happenedBeforeIsRebuiltFromTheLogs() {
    CheckReport report =
        Checker.check(
            List.of(log(1, "B1.1 D1.1 D2.1"), log(2, "D1.1 B2.1 D2.1"), log(3, "D2.1 D1.1")));
    assertThat(report.of(Property.FIFO).holds()).isTrue();
    assertThat(report.of(Property.CAUSAL).first())
        .hasToString("peer 3 delivered 2.1 at 1 without 1.1, unlike peer 2");
  }

  @Test
  void whatNobodyBroadcastAndWhatComesTwiceIsFound() {
    CheckReport report = Checker.check(List.of(log(1, "B1.1 D1.1 D1.1 D1.7")));
    assertThat(report.of(Property.INTEGRITY).violations()).isEqualTo(2);
    assertThat(report.of(Property.INTEGRITY).first())
        .hasToString("peer 1 delivered 1.1 again, at 2");
  }

  @Test
  void aLogThatWasCutAccusesNobody() {
    List<LogEntry> whole = log(2, "B2.1 D2.1 B2.2 D2.2 B2.3 D2.3").entries();
    PeerLog other = log(1, "D2.1 D2.2 D2.3");
    for (int kept = 0; kept <= whole.size(); kept++) {
      PeerLog cut = log(2, End.CRASHED, whole.subList(0, kept));
      CheckReport report = Checker.check(List.of(other, cut));
      assertThat(report.of(Property.INTEGRITY).first()).as("%s entries", kept).isNull();
      assertThat(report.unjudged().isEmpty()).as("%s entries", kept).isEqualTo(kept >= 5);
    }
    PeerLog gap = log(2, End.CRASHED, log(2, "B2.1 B2.3").entries());
    assertThat(Checker.check(List.of(other, gap)).of(Property.INTEGRITY).first())
        .hasToString("peer 1 delivered 2.2, which nobody broadcast");
    PeerLog second = log(2, End.EXCLUDED, List.of());
    assertThat(Checker.check(List.of(other, second)).of(Property.INTEGRITY).holds()).isTrue();
  }

  @Test
  void whatOneDeliversWhoWasNeverAMemberIsFound() {
    View first = View.first(2);
    PeerLog founder = withViews(log(1, "D9.1 D3.1"), first, first.with(3));
    assertThat(Checker.check(List.of(founder)).of(Property.INTEGRITY).first())
        .hasToString("peer 1 delivered 9.1, which nobody broadcast");
    assertThat(Checker.check(List.of(founder)).of(Property.INTEGRITY).violations()).isEqualTo(1);
    assertThat(Checker.check(List.of(founder)).unjudged()).containsExactly(3);
    // A joiner does not know who was there before.
    PeerLog joiner = withViews(log(3, "D9.1"), first.with(3));
    assertThat(Checker.check(List.of(joiner)).of(Property.INTEGRITY).holds()).isTrue();
    assertThat(Checker.check(List.of(joiner)).unjudged()).containsExactly(9);
  }

  @Test
  void twoLogsOfOnePeerAreRefused() {
    assertThatThrownBy(() -> Checker.check(List.of(log(1, ""), log(1, ""))))
        .hasMessageContaining("two logs of peer 1");
  }

  @Test
  void theLegacyCountHasTheDefectsOfTheOriginal() {
    PeerLog one = log(1, "D1.1 D2.1 D1.2 D2.2 D1.3 D2.3");
    PeerLog other = log(2, "D2.3 D1.1 D2.1 D1.2 D2.2 D1.3");
    // Two peers always give 0: the log that arrived last is never looked at.
    assertThat(LegacyCount.of(List.of(one, other), 3)).isZero();
    // One early swap is charged to all rounds but the last.
    assertThat(LegacyCount.of(List.of(one, other, one), 3)).isEqualTo(2);
    // What differs later is not seen at all.
    PeerLog late = log(2, "D1.1 D2.1 D1.2 D1.3 D2.2 D2.3");
    assertThat(LegacyCount.of(List.of(one, late, one), 3)).isZero();
    assertThat(Checker.check(List.of(one, late)).of(Property.TOTAL).holds()).isFalse();
  }

  @Test
  void inversionsAreCountedByMergeSort() {
    Random random = new Random(7);
    for (int round = 0; round < 200; round++) {
      int[] ranks = random.ints(random.nextInt(50), 0, 1_000).toArray();
      long expected = 0;
      for (int i = 0; i < ranks.length; i++) {
        for (int j = i + 1; j < ranks.length; j++) {
          expected += ranks[i] > ranks[j] ? 1 : 0;
        }
      }
      assertThat(Inversions.count(Arrays.copyOf(ranks, ranks.length))).isEqualTo(expected);
    }
  }
}
