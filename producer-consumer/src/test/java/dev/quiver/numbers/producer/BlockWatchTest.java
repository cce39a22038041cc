package dev.quiver.numbers.producer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.numbers.link.Narrator;
import dev.quiver.numbers.link.Queues;
import dev.quiver.numbers.log.ExecutionLog;
import dev.quiver.numbers.log.LogFolder;
import dev.quiver.numbers.log.LogLanguage;
import dev.quiver.numbers.log.ProcessName;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlockWatchTest {

  @TempDir Path folder;

  private final List<String> said = new ArrayList<>();
  private BlockWatch watch;
  private long nanos;

  @BeforeEach
  void open() {
    ExecutionLog log =
        ExecutionLog.open(
            LogFolder.open(folder),
            LogLanguage.ENGLISH,
            ProcessName.producer("p"),
            Clock.systemUTC());
    Narrator narrator = new Narrator(log, said::add, failure -> "");
    watch = new BlockWatch(narrator, 12, Duration.ofMillis(300), () -> nanos);
  }

  @Test
  void aSendThatWaitsForRoomIsSaidOnceAndWhenItGoesOn() {
    watch.begin(11);
    look(0, Queues.BOUND);
    assertThat(said).as("it has hardly begun").isEmpty();
    look(400, Queues.BOUND);
    look(400, Queues.BOUND);
    assertThat(watch.isBlocked()).isTrue();
    watch.end();
    assertThat(said)
        .containsExactly(
            "the queue is full, 10 messages wait in it: blocked at 11 of 12",
            "there is room again: going on after 0.8 s");
    assertThat(watch.times()).isEqualTo(1);
  }

  @Test
  void aSendThatHasJustGotItsRoomIsNotTheBrokersFault() {
    watch.begin(11);
    look(400, Queues.BOUND - 1);
    assertThat(said).isEmpty();
    look(100, Queues.BOUND);
    assertThat(said).hasSize(1).first().asString().startsWith("the queue is full");
  }

  @Test
  void aSendThatNoFullQueueExplainsIsCalledSlowAfterAWhile() {
    watch.begin(3);
    look(2_900, 2);
    assertThat(said).isEmpty();
    look(200, 2);
    look(10_000, 2);
    assertThat(said).containsExactly("the broker takes its time with 3 of 12: waiting");
    assertThat(watch.isBlocked()).isFalse();
  }

  private void look(long afterMs, long depth) {
    nanos += Duration.ofMillis(afterMs).toNanos();
    watch.look(() -> depth);
  }
}
