package dev.quiver.orchestrator.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.orchestrator.TaskState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fills a ledger with a million tasks and logs what it costs. The time limits are far above what
 * was measured; they only tell an index from a search.
 */
@Tag("long")
class LedgerAtAMillionTest {

  private static final Logger LOG = LoggerFactory.getLogger(LedgerAtAMillionTest.class);
  private static final int MANY = 1_000_000;
  private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);

  @TempDir Path folder;

  @Test
  void everyQuestionIsAnsweredFromAnIndex() throws Exception {
    LedgerConfig config = LedgerConfig.in(folder.resolve("ledger"));
    Random random = new Random(1);
    long began = System.nanoTime();
    try (Ledger ledger = Ledger.open(config)) {
      for (int i = 0; i < MANY; i++) {
        ledger.apply(assigned(i), NOW);
        if (i >= 200) {
          ledger.apply(ended(i - 200), NOW);
        }
        if (i % 1000 == 0) {
          ledger.flush();
        }
      }
    }
    double perSecond = 2.0 * MANY / ((System.nanoTime() - began) / 1e9);
    LOG.info(
        "{} events applied a second; file {} MiB",
        (long) perSecond,
        Files.size(config.file()) >> 20);

    began = System.nanoTime();
    try (Ledger ledger = Ledger.open(config)) {
      LOG.info("opened in {} ms", (System.nanoTime() - began) / 1_000_000);
      assertThat(ledger.size()).isEqualTo(MANY);
      System.gc();
      Runtime jvm = Runtime.getRuntime();
      LOG.info("heap in use {} MiB", (jvm.totalMemory() - jvm.freeMemory()) >> 20);

      time("status by id", () -> ledger.find("task-" + random.nextInt(MANY)));
      time("list, no filter", () -> ledger.list(LedgerFilter.all(), LedgerPage.START, 50));
      time("list, one state", () -> list(ledger, LedgerFilter.all().withState(TaskState.FAILED)));
      time(
          "list, state, type, worker and submitter",
          () ->
              list(
                  ledger,
                  LedgerFilter.all()
                      .withState(TaskState.SUCCEEDED)
                      .withType("text.count_words")
                      .withWorker("w3")
                      .withSubmitter("user1")));
      time(
          "list, two large sets with nothing in common",
          () -> list(ledger, LedgerFilter.all().withType("hash.sha256").withWorker("w2")));
      time("list, one batch", () -> list(ledger, LedgerFilter.all().withBatch("b777")));
      time(
          "list, from the middle",
          () -> ledger.list(LedgerFilter.all().withState(TaskState.SUCCEEDED), MANY / 2, 50));
      time("statistics", () -> ledger.statistics(NOW));
    }
  }

  private static void list(Ledger ledger, LedgerFilter filter) {
    ledger.list(filter, LedgerPage.START, 50);
  }

  private static void time(String what, Runnable question) {
    long worst = 0;
    long sum = 0;
    for (int i = 0; i < 50; i++) {
      long began = System.nanoTime();
      question.run();
      long took = System.nanoTime() - began;
      worst = Math.max(worst, took);
      sum += took;
    }
    LOG.info("{}: mean {} us, worst {} us", what, sum / 50_000, worst / 1000);
    assertThat(sum / 50 / 1_000_000).as("%s, mean in ms", what).isLessThan(50);
  }

  private static LedgerEntry assigned(int i) {
    long at = NOW.toEpochMilli() + i;
    return LedgerEntry.assigned(
        "task-" + i,
        type(i),
        "user" + i % 7,
        "b" + i / 1000,
        at - 300,
        new LedgerEntry.Assignment(0, 1, 7, at - 200, "w" + i % 4));
  }

  private static LedgerEntry ended(int i) {
    long at = NOW.toEpochMilli() + i;
    return LedgerEntry.told(
        "task-" + i,
        type(i),
        "user" + i % 7,
        "b" + i / 1000,
        new LedgerEntry.Latest(
            0,
            1,
            7,
            i % 50 == 0 ? TaskState.FAILED : TaskState.SUCCEEDED,
            "w" + i % 4,
            at - 100,
            at,
            "result " + i));
  }

  private static String type(int i) {
    return i % 2 == 0 ? "text.count_words" : "hash.sha256";
  }
}
