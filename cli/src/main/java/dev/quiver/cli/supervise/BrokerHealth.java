package dev.quiver.cli.supervise;

import dev.quiver.broker.QuiverBroker;
import dev.quiver.broker.Role;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Whether a broker of this process is well: one that waits for the other one of its pair is if its
 * server runs, one that serves only if it also answers what clients ask. A process that lives and
 * answers nobody is not well.
 */
public final class BrokerHealth {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** An answer is believed for so long. */
  private static final Duration BELIEVED = Duration.ofSeconds(5);

  private final QuiverBroker broker;
  private final Duration believed;
  private final @Nullable BrokerProbe probe;
  private long answeredNanos;
  private boolean hasAnswered;

  /** Of that broker. */
  public BrokerHealth(QuiverBroker broker) {
    this(broker, PATIENCE, BELIEVED);
  }

  BrokerHealth(QuiverBroker broker, Duration patience, Duration believed) {
    this.broker = broker;
    this.believed = believed;
    this.probe =
        broker
            .credentials()
            .passwordOf(Role.ADMIN.label())
            .map(password -> BrokerProbe.of(broker.config(), broker.port(), password, patience))
            .orElse(null);
  }

  /** Asks, unless it has just been asked; may take as long as a broker may take to answer. */
  public boolean isWell() {
    if (!broker.server().isStarted()) {
      return false;
    }
    if (!broker.serves() || probe == null) {
      hasAnswered = false;
      return true;
    }
    if (hasAnswered && System.nanoTime() - answeredNanos < believed.toNanos()) {
      return true;
    }
    hasAnswered = probe.ask() == BrokerProbe.Answer.ANSWERED;
    answeredNanos = System.nanoTime();
    return hasAnswered;
  }
}
