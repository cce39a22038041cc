package dev.quiver.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StopSignalsTest {

  private final StopSignals signals = StopSignals.listen();

  @AfterEach
  void close() {
    signals.close();
    Thread.interrupted();
  }

  @Test
  void whatBreaksUnderTheInterruptIsNoFault() throws Exception {
    int exitCode =
        signals.interrupting(
            () -> {
              signals.stop();
              assertThat(Thread.currentThread().isInterrupted()).isTrue();
              throw new ClosedByInterruptException();
            });
    assertThat(exitCode).isEqualTo(143);
  }

  @Test
  void whoWaitsIsInterrupted() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    int exitCode =
        signals.interrupting(
            () -> {
              signals.stop();
              never.await();
              return 0;
            });
    assertThat(exitCode).isEqualTo(143);
  }

  @Test
  void withoutASignalFaultsAndResultsAreWhatTheyAre() throws Exception {
    assertThatThrownBy(
            () ->
                signals.interrupting(
                    () -> {
                      throw new IOException("the disk is full");
                    }))
        .hasMessage("the disk is full");
    assertThat(signals.interrupting(() -> 5)).isEqualTo(5);
  }
}
