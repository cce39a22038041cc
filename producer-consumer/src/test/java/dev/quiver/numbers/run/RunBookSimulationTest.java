package dev.quiver.numbers.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.numbers.NumbersMessage;
import dev.quiver.numbers.NumbersMessage.Drawn;
import dev.quiver.numbers.NumbersMessage.Logged;
import dev.quiver.numbers.NumbersMessage.RunEnd;
import dev.quiver.numbers.Run;
import dev.quiver.numbers.Sequences;
import dev.quiver.numbers.Verdict;
import dev.quiver.numbers.Verdict.How;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Producers that die, consumers that die with a number in their hands, numbers that vanish from the
 * queue, auditors that die with the ledger in their hands: every verdict is true when it is made,
 * and at rest every run has its last one.
 */
class RunBookSimulationTest {

  static LongStream seeds() {
    return LongStream.range(0, 3_000);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void everyVerdictIsTrueAndEveryRunGetsOne(long seed) {
    new World(seed).runAll();
  }

  @Test
  void theSameSeedTakesTheSameCourse() {
    for (long seed = 0; seed < 50; seed++) {
      assertThat(new World(seed).runAll()).isEqualTo(new World(seed).runAll());
    }
  }

  /** The control: an auditor that claims to have read what it has not is caught. */
  @Test
  void judgingByHalfOfTheLedgerIsCaught() {
    long caught =
        LongStream.range(0, 200)
            .filter(
                seed -> {
                  World world = new World(seed);
                  world.claimsToHaveReadAll = true;
                  try {
                    world.runAll();
                    return false;
                  } catch (AssertionError found) {
                    return true;
                  }
                })
            .count();
    assertThat(caught).isPositive();
  }

  private static final class Producer {
    final Run run;
    final int count;
    final int diesAfter;
    int sent;
    boolean marker;

    Producer(Run run, int count, int diesAfter) {
      this.run = run;
      this.count = count;
      this.diesAfter = diesAfter;
    }

    boolean isDead() {
      return sent >= diesAfter && !marker;
    }

    boolean isPresent() {
      return !marker && !isDead();
    }
  }

  private record InFlight(NumbersMessage message, Instant since) {}

  private static final class World {
    private static final Duration SETTLE = Duration.ofSeconds(15);
    private static final int LONGEST_IN_HAND = 10;

    private final Random random;
    private final List<Producer> producers = new ArrayList<>();
    private final Deque<NumbersMessage> queue = new ArrayDeque<>();
    private final List<InFlight> inFlight = new ArrayList<>();
    private final List<NumbersMessage> ledger = new ArrayList<>();
    private final Map<Run, Sequences> logged = new HashMap<>();
    private final List<Verdict> verdicts = new ArrayList<>();
    private final Set<String> said = new HashSet<>();
    private Instant now = Instant.EPOCH;
    private boolean claimsToHaveReadAll;
    private Instant lastLook = now;
    private RunBook book;
    private int read;

    World(long seed) {
      random = new Random(seed);
      int runs = 1 + random.nextInt(3);
      for (int i = 0; i < runs; i++) {
        int count = random.nextInt(12);
        int diesAfter = random.nextInt(4) == 0 ? random.nextInt(count + 1) : Integer.MAX_VALUE;
        producers.add(new Producer(new Run("p" + i, "r" + i), count, diesAfter));
      }
      book = newBook();
    }

    private RunBook newBook() {
      RunBook fresh = new RunBook("c", SETTLE, Duration.ofSeconds(3), now);
      verdicts.forEach(fresh::onVerdict);
      read = 0;
      return fresh;
    }

    List<Verdict> runAll() {
      for (int step = 0; step < 2_000 && !isAtRest(); step++) {
        now = now.plusMillis(random.nextInt(1_000));
        step();
      }
      assertThat(isAtRest()).as("every run has its last verdict: %s", verdicts).isTrue();
      return verdicts;
    }

    private void step() {
      returnWhatWasHeldTooLong();
      if (now.isAfter(lastLook.plusSeconds(2))) {
        look();
      }
      switch (random.nextInt(8)) {
        case 0, 1 -> produce();
        case 2, 3 -> deliver();
        case 4, 5 -> finish();
        case 6 -> look();
        default -> mishap();
      }
    }

    private void produce() {
      Producer producer = producers.get(random.nextInt(producers.size()));
      if (producer.isDead() || producer.marker || queue.size() > 9) {
        return;
      }
      if (producer.sent < producer.count) {
        producer.sent++;
        queue.add(new Drawn(producer.run, producer.sent, producer.sent));
      } else {
        producer.marker = true;
        queue.add(new RunEnd(producer.run, producer.count));
      }
    }

    private void deliver() {
      if (!queue.isEmpty() && inFlight.size() < 3) {
        inFlight.add(new InFlight(queue.remove(), now));
      }
    }

    private void finish() {
      if (inFlight.isEmpty()) {
        return;
      }
      NumbersMessage message = inFlight.remove(random.nextInt(inFlight.size())).message();
      if (message instanceof Drawn drawn) {
        logged.merge(drawn.run(), Sequences.of(drawn.sequence()), Sequences::plus);
        ledger.add(Logged.of(drawn));
      } else {
        ledger.add(message);
      }
    }

    private void mishap() {
      int which = random.nextInt(10);
      if (which < 4 && !inFlight.isEmpty()) {
        queue.addFirst(inFlight.remove(random.nextInt(inFlight.size())).message());
      } else if (which == 4 && queue.peekLast() instanceof Drawn) {
        queue.removeLast();
      } else if (which > 6) {
        book = newBook();
      }
    }

    /** The broker closes a silent connection and delivers again what it held. */
    private void returnWhatWasHeldTooLong() {
      for (InFlight each : List.copyOf(inFlight)) {
        if (each.since().plusSeconds(LONGEST_IN_HAND).isBefore(now)) {
          inFlight.remove(each);
          queue.addFirst(each.message());
        }
      }
    }

    /** In the order that {@link Sight} asks for; what happens in between happens here too. */
    private void look() {
      lastLook = now;
      Set<Run> present = new HashSet<>();
      producers.stream().filter(Producer::isPresent).forEach(each -> present.add(each.run));
      meanwhile();
      long messages = (long) queue.size() + inFlight.size();
      meanwhile();
      Set<Run> waiting = new HashSet<>();
      queue.forEach(each -> waiting.add(each.run()));
      boolean exact = random.nextInt(5) > 0;
      int upTo = exact ? ledger.size() : read + random.nextInt(ledger.size() - read + 1);
      while (read < upTo) {
        NumbersMessage next = ledger.get(read++);
        if (next instanceof Logged receipt) {
          book.onLogged(now, receipt);
        } else if (next instanceof RunEnd end) {
          book.onEnd(now, end);
        }
      }
      for (Verdict verdict :
          book.onSight(now, new Sight(present, waiting, messages, exact || claimsToHaveReadAll))) {
        check(verdict);
        verdicts.add(verdict);
      }
    }

    private void meanwhile() {
      if (random.nextBoolean()) {
        produce();
        deliver();
        finish();
      }
    }

    private void check(Verdict verdict) {
      String kind = verdict.how() == How.ABANDONED ? "abandoned" : "final";
      assertThat(said.add(verdict.run() + kind)).as("said once: %s", verdict).isTrue();
      Producer producer =
          producers.stream().filter(p -> p.run.equals(verdict.run())).findFirst().orElseThrow();
      Sequences truth = logged.getOrDefault(verdict.run(), Sequences.none());
      assertThat(verdict.logged()).as("%s", verdict).isEqualTo(truth.size());
      assertThat(somethingIsUnderWay(verdict.run())).as("%s", verdict).isFalse();
      if (verdict.how() == How.ABANDONED) {
        assertThat(producer.isDead()).as("%s", verdict).isTrue();
      } else {
        assertThat(producer.marker).isTrue();
        assertThat(verdict.count()).isEqualTo(producer.count);
        assertThat(verdict.missing()).isEqualTo(producer.count - truth.size());
        assertThat(verdict.how() == How.COMPLETE).isEqualTo(truth.size() == producer.count);
      }
    }

    private boolean somethingIsUnderWay(Run run) {
      return queue.stream().anyMatch(each -> each.run().equals(run))
          || inFlight.stream().anyMatch(each -> each.message().run().equals(run));
    }

    private boolean isAtRest() {
      // Of a producer that died and left nothing an auditor that came later knows nothing.
      return producers.stream()
          .allMatch(
              each ->
                  (each.isDead() && !logged.containsKey(each.run) && !somethingIsUnderWay(each.run))
                      || verdicts.stream().anyMatch(v -> v.run().equals(each.run)));
    }
  }
}
