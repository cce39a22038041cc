package dev.quiver.broker.guard;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.activemq.artemis.utils.CompositeAddress;

/**
 * What is known of one address, worked out once and looked up for each message.
 *
 * <p>For an address that may go after disuse it also counts who is just sending there, so that the
 * sweeper and a sender never overlook each other: the sender first counts itself and then looks
 * whether the address is closing, the sweeper first closes and then looks at the count.
 */
final class AddressFacts {

  /** The broker keeps the last one of each key in memory: what a role says of itself in a word. */
  private static final long MOST_PRESENCE = 64 * 1024;

  /** An id, and why. */
  private static final long MOST_CANCEL = 16 * 1024;

  final AddressKind kind;

  /** The name was of one queue of an address and not of an address. */
  final boolean isOneQueue;

  final long maxWhole;
  final long maxLarge;

  private final AtomicInteger senders = new AtomicInteger();
  private volatile boolean closing;
  private volatile boolean touched;
  private volatile long lastConsumer;
  private volatile boolean consumed;

  AddressFacts(GuardSettings settings, String address) {
    isOneQueue = CompositeAddress.isFullyQualified(address);
    kind =
        AddressKind.of(
            settings.namespace(),
            isOneQueue ? CompositeAddress.extractAddressName(address) : address);
    maxWhole =
        switch (kind) {
          case PRESENCE -> Math.min(MOST_PRESENCE, settings.documentBytes());
          case CANCEL -> Math.min(MOST_CANCEL, settings.documentBytes());
          default -> kind.isChat() ? settings.chat().messageBytes() : settings.documentBytes();
        };
    // A streamed payload brings its head along as a property, which is a document.
    maxLarge = kind.isStreamed() ? streamed(settings) + settings.documentBytes() : maxWhole;
  }

  private long streamed(GuardSettings settings) {
    return kind == AddressKind.FILES ? settings.chat().fileBytes() : settings.streamedBytes();
  }

  /** Counts a sender in; false if it came too late. */
  boolean enter() {
    senders.incrementAndGet();
    if (closing) {
      senders.decrementAndGet();
      return false;
    }
    if (!touched) {
      touched = true;
    }
    return true;
  }

  /** Nobody is sending there now and nobody consumed: it can be worked out again. */
  boolean isForgettable() {
    return !kind.isTransient() || (senders.get() == 0 && !consumed && !closing);
  }

  void leave() {
    senders.decrementAndGet();
  }

  /** Announces a consumer; false if it came too late. */
  boolean consumerComes() {
    lastConsumer = System.nanoTime();
    consumed = true;
    touched = true;
    return !closing;
  }

  /** Whether it was used since this was asked last. */
  boolean wasTouched() {
    boolean was = touched;
    touched = false;
    return was;
  }

  /**
   * Lets nobody in any more; false, and open again, if somebody is inside, or a consumer was
   * announced so lately that it may not have arrived yet.
   */
  boolean close(Duration arrival) {
    closing = true;
    boolean arriving = consumed && System.nanoTime() - lastConsumer < arrival.toNanos();
    if (senders.get() > 0 || arriving) {
      closing = false;
      return false;
    }
    return true;
  }

  void reopen() {
    closing = false;
  }
}
