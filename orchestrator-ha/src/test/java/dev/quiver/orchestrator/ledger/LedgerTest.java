package dev.quiver.orchestrator.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.orchestrator.TaskState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerTest {

  private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);

  @TempDir Path folder;

  @Test
  void whatWasAppliedIsFoundAgainAfterClosing() {
    try (Ledger ledger = Ledger.open(config())) {
      ledger.apply(assigned("t1", "w1"), NOW);
      ledger.apply(ended("t1", "w1", TaskState.SUCCEEDED), NOW);
    }
    try (Ledger ledger = Ledger.open(config())) {
      assertThat(ledger.find("t1")).get().extracting(each -> each.latest().text()).isEqualTo("6");
      assertThat(ledger.find("t2")).isEmpty();
      assertThat(ledger.list(LedgerFilter.all().withState(TaskState.SUCCEEDED), START, 10).total())
          .isEqualTo(1);
      assertThat(ledger.list(LedgerFilter.all().withState(TaskState.ASSIGNED), START, 10).entries())
          .isEmpty();
    }
  }

  @Test
  void anyFilterAndPagingGiveWhatAPlainSearchGives() {
    Random random = new Random(7);
    Map<String, LedgerEntry> expected = new HashMap<>();
    List<String> order = new ArrayList<>();
    try (Ledger ledger = Ledger.open(config())) {
      for (int i = 0; i < 3000; i++) {
        String id = "t" + random.nextInt(1000);
        String worker = "w" + random.nextInt(4);
        LedgerEntry told =
            random.nextBoolean()
                ? assigned(id, worker)
                : ended(id, worker, random.nextBoolean() ? TaskState.FAILED : TaskState.DEAD);
        ledger.apply(told, NOW);
        boolean isNew = !expected.containsKey(id);
        expected.merge(id, told, LedgerEntry::merge);
        if (isNew) {
          order.add(0, id);
        }
      }
      for (LedgerFilter filter :
          List.of(
              LedgerFilter.all(),
              LedgerFilter.all().withState(TaskState.FAILED),
              LedgerFilter.all().withWorker("w2").withState(TaskState.ASSIGNED),
              LedgerFilter.all().withType("a").withSubmitter("alice").withBatch("b3"),
              LedgerFilter.all().withBatch("nobody"))) {
        List<String> wanted =
            order.stream()
                .filter(id -> fits(Objects.requireNonNull(expected.get(id)), filter))
                .distinct()
                .toList();

        assertThat(pages(ledger, filter)).isEqualTo(wanted);
      }
    }
  }

  @Test
  void theOldestThatHaveEndedAreForgottenFirst() {
    try (Ledger ledger = Ledger.open(config().withMaxEntries(100))) {
      ledger.apply(assigned("running", "w1"), NOW);
      for (int i = 0; i < 500; i++) {
        ledger.apply(ended("t" + i, "w1", TaskState.SUCCEEDED), NOW);
      }

      assertThat(ledger.size()).isLessThanOrEqualTo(110);
      assertThat(ledger.find("running")).isPresent();
      assertThat(ledger.find("t0")).isEmpty();
      assertThat(ledger.find("t499")).isPresent();
    }
  }

  @Test
  void whatIsTooOldIsForgotten() {
    try (Ledger ledger = Ledger.open(config().withMaxAge(Duration.ofDays(1)))) {
      ledger.apply(ended("t1", "w1", TaskState.SUCCEEDED), NOW);

      assertThat(ledger.expire(NOW.plus(Duration.ofHours(23)))).isZero();
      assertThat(ledger.expire(NOW.plus(Duration.ofHours(25)))).isEqualTo(1);
      assertThat(ledger.find("t1")).isEmpty();
    }
  }

  /** Rows stand in the order in which they were heard of, and the first of them decides. */
  @Test
  void aSubmitterWhoseClockIsAheadKeepsNothingFromBeingForgotten() {
    long nextYear = NOW.plus(Duration.ofDays(365)).toEpochMilli();
    try (Ledger ledger = Ledger.open(config().withMaxAge(Duration.ofDays(1)))) {
      LedgerEntry plain = assigned("ahead", "w1");
      ledger.apply(
          LedgerEntry.assigned(
              "ahead",
              plain.type(),
              plain.submitter(),
              plain.batch(),
              nextYear,
              Objects.requireNonNull(plain.assigned())),
          NOW.plus(Duration.ofHours(2)));
      // The first in line lives on, so that the others are reached behind it.
      ledger.apply(
          LedgerEntry.told(
              "ahead",
              plain.type(),
              plain.submitter(),
              plain.batch(),
              new LedgerEntry.Latest(
                  0,
                  2,
                  7,
                  TaskState.ASSIGNED,
                  "w1",
                  0,
                  NOW.plus(Duration.ofHours(20)).toEpochMilli(),
                  "")),
          NOW.plus(Duration.ofHours(20)));
      ledger.apply(ended("t1", "w1", TaskState.SUCCEEDED), NOW);
      assertThat(ledger.find("ahead").orElseThrow().firstSeenMs())
          .isLessThanOrEqualTo(NOW.plus(Duration.ofHours(20)).toEpochMilli());

      assertThat(ledger.expire(NOW.plus(Duration.ofHours(27)))).isEqualTo(1);
      assertThat(ledger.find("t1")).isEmpty();
      assertThat(ledger.find("ahead")).isPresent();
    }
  }

  @Test
  void aNewReplicaKnowsWhatTheOldOneKnew() {
    try (Ledger old = Ledger.open(config());
        Ledger fresh = Ledger.open(LedgerConfig.in(folder.resolve("fresh")))) {
      for (int i = 0; i < 1000; i++) {
        old.apply(assigned("t" + i, "w1"), NOW);
      }
      fresh.apply(ended("t7", "w1", TaskState.SUCCEEDED), NOW);

      int chunks = 0;
      for (long from = 0; from != LedgerChunk.END; chunks++) {
        LedgerChunk chunk = old.export(from, 64, 100_000);
        fresh.importChunk(chunk, NOW);
        from = chunk.next();
      }

      assertThat(chunks).isEqualTo(16);
      assertThat(fresh.size()).isEqualTo(1000);
      assertThat(fresh.find("t7").orElseThrow().latest().state()).isEqualTo(TaskState.SUCCEEDED);
      assertThat(fresh.find("t999")).isEqualTo(old.find("t999"));
    }
  }

  @Test
  void statisticsCountEachEndOnce() {
    try (Ledger ledger = Ledger.open(config())) {
      for (int i = 0; i < 120; i++) {
        ledger.apply(assigned("t" + i, "w1"), NOW);
        ledger.apply(ended("t" + i, "w1", TaskState.SUCCEEDED), NOW);
        ledger.apply(ended("t" + i, "w1", TaskState.SUCCEEDED), NOW);
      }
      LedgerStatistics figures = ledger.statistics(NOW);

      assertThat(figures.counts()).containsEntry(TaskState.SUCCEEDED, 120L);
      assertThat(figures.endedPerSecond()).isEqualTo(2);
      assertThat(figures.waitedP50Ms()).isBetween(40L, 41L);
      assertThat(figures.ranP95Ms()).isBetween(200L, 202L);
      assertThat(ledger.statistics(NOW.plusSeconds(120)).endedPerSecond()).isZero();
      assertThat(ledger.statistics(NOW.plusSeconds(3600)).ranP95Ms()).isNegative();
    }
  }

  /** Also one that is too short to be a ledger, as after the machine lost its power. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1000})
  void aDamagedFileIsRefusedWithTheWayOutAndCanBeRebuilt(int more) throws IOException {
    Files.writeString(config().file(), "garbage" + "this is no ledger. ".repeat(more));

    assertThatThrownBy(() -> Ledger.open(config()))
        .isInstanceOf(LedgerException.Corrupt.class)
        .hasMessageContaining(config().file().toString())
        .hasMessageContaining("rebuilt");
    try (Ledger ledger = Ledger.rebuild(config())) {
      assertThat(ledger.size()).isZero();
    }
    assertThat(folder.resolve("ledger.damaged")).exists();
  }

  @Test
  void aLedgerThatIsOpenElsewhereIsRefused() {
    try (Ledger first = Ledger.open(config())) {
      assertThat(first.size()).isZero();
      assertThatThrownBy(() -> Ledger.open(config())).isInstanceOf(LedgerException.InUse.class);
      assertThatThrownBy(() -> Ledger.rebuild(config())).isInstanceOf(LedgerException.InUse.class);
    }
  }

  @Test
  void aFolderThatDoesNotExistIsSaidSo() {
    Path file = folder.resolve("a-file");
    assertThatThrownBy(
            () -> {
              Files.writeString(file, "x");
              Ledger.open(LedgerConfig.in(file.resolve("ledger"))).close();
            })
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("a-file");
  }

  private static final long START = LedgerPage.START;

  private LedgerConfig config() {
    return LedgerConfig.in(folder.resolve("ledger"));
  }

  private static List<String> pages(Ledger ledger, LedgerFilter filter) {
    List<String> found = new ArrayList<>();
    for (long from = START; from != LedgerPage.END; ) {
      LedgerPage page = ledger.list(filter, from, 17);
      page.entries().forEach(each -> found.add(each.id()));
      from = page.next();
    }
    return found;
  }

  private static boolean fits(LedgerEntry entry, LedgerFilter filter) {
    return (filter.state() == null || filter.state() == entry.latest().state())
        && (filter.type() == null || filter.type().equals(entry.type()))
        && (filter.worker() == null || filter.worker().equals(entry.latest().worker()))
        && (filter.submitter() == null || filter.submitter().equals(entry.submitter()))
        && (filter.batch() == null || filter.batch().equals(entry.batch()));
  }

  private static String batchOf(String id) {
    return "b" + id.hashCode() % 5;
  }

  private static LedgerEntry assigned(String id, String worker) {
    long now = NOW.toEpochMilli();
    return LedgerEntry.assigned(
        id,
        "a",
        "alice",
        batchOf(id),
        now - 300,
        new LedgerEntry.Assignment(0, 1, 7, now - 260, worker));
  }

  private static LedgerEntry ended(String id, String worker, TaskState state) {
    long now = NOW.toEpochMilli();
    return LedgerEntry.told(
        id,
        "a",
        "alice",
        batchOf(id),
        new LedgerEntry.Latest(0, 1, 7, state, worker, now - 201, now, "6"));
  }
}
