package dev.quiver.dht.jms;

import static org.awaitility.Awaitility.await;

import dev.quiver.dht.Operation;
import dev.quiver.dht.Outcome;
import dev.quiver.dht.core.KeysChecker;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Many keys, each read and written without end, one operation after the other. What was
 * acknowledged must be there.
 */
final class Load {

  /** How long a node may try a write after its client has given up. */
  private static final Duration LATE = Duration.ofSeconds(15);

  private final DhtClient client;
  private final KeysChecker checker;
  private final List<CompletableFuture<Void>> underWay = new ArrayList<>();
  private final AtomicBoolean ended = new AtomicBoolean();
  private final AtomicInteger phase = new AtomicInteger();
  private final AtomicInteger answered = new AtomicInteger();
  private final AtomicInteger failed = new AtomicInteger();
  private final AtomicInteger spanned = new AtomicInteger();

  /** Begins. */
  Load(DhtClient client, int keys) {
    this.client = client;
    checker = new KeysChecker("load", InstantSource.system(), LATE);
    for (int i = 0; i < keys; i++) {
      underWay.add(next("load" + i, 0));
    }
  }

  private CompletableFuture<Void> next(String key, int number) {
    if (ended.get()) {
      return CompletableFuture.completedFuture(null);
    }
    Operation operation =
        number % 3 == 1 ? Operation.get(key) : Operation.put(key, "value" + number);
    int begun = phase.get();
    return client
        .actLater(operation)
        .handle((acted, failure) -> acted == null ? Outcome.unreachable() : acted.outcome())
        .thenComposeAsync(
            outcome -> {
              count(operation, outcome, begun != phase.get());
              return next(key, number + 1);
            });
  }

  private synchronized void count(Operation operation, Outcome outcome, boolean spans) {
    if (operation.isWrite()) {
      checker.wrote(operation, outcome);
    } else {
      checker.got(operation.key(), outcome);
    }
    (isKnown(outcome) ? answered : failed).incrementAndGet();
    spanned.addAndGet(spans && operation.isWrite() ? 1 : 0);
  }

  /** Something is about to happen: what is under way now spans it. */
  void mark() {
    phase.incrementAndGet();
  }

  /** How many writes were under way at a {@linkplain #mark mark}. */
  int spanned() {
    return spanned.get();
  }

  int answered() {
    return answered.get();
  }

  int failed() {
    return failed.get();
  }

  /**
   * Ends, and reads each key once more, as often as it takes.
   *
   * @throws AssertionError if something acknowledged was lost or undone, now or earlier
   */
  void end() {
    ended.set(true);
    for (CompletableFuture<Void> each : underWay) {
      join(each);
    }
    for (int i = 0; i < underWay.size(); i++) {
      String key = "load" + i;
      await()
          .atMost(RingBench.PATIENCE)
          .ignoreExceptionsInstanceOf(RuntimeException.class)
          .until(() -> isKnown(checker.got(key, client.act(Operation.get(key)).outcome())));
    }
  }

  private static boolean isKnown(Outcome outcome) {
    return outcome.status() == Outcome.Status.DONE || outcome.status() == Outcome.Status.NOT_FOUND;
  }

  private static void join(CompletableFuture<Void> each) {
    try {
      each.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof AssertionError lost) {
        throw lost;
      }
      throw e;
    }
  }
}
