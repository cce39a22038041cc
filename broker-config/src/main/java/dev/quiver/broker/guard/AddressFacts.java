package dev.quiver.broker.guard;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * What is known of one address, worked out once and looked up for each message.
 *
 * <p>For an address that may go after disuse it also counts who is just sending there, so that the
 * sweeper and a sender never overlook each other: the sender first counts itself and then looks
 * whether the address is closing, the sweeper first closes and then looks at the count.
 */
final class AddressFacts {

  final AddressKind kind;
  final long maxWhole;
  final long maxLarge;

  private final AtomicInteger senders = new AtomicInteger();
  private volatile boolean closing;
  private volatile boolean touched;

  AddressFacts(GuardSettings settings, String address) {
    kind = AddressKind.of(settings.namespace(), address);
    maxWhole = settings.documentBytes();
    // A streamed payload brings its head along as a property, which is a document.
    maxLarge =
        kind.isStreamed()
            ? settings.streamedBytes() + settings.documentBytes()
            : settings.documentBytes();
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

  void leave() {
    senders.decrementAndGet();
  }

  /** Whether a consumer may still come. */
  boolean isClosing() {
    return closing;
  }

  /** Somebody used it. */
  void touch() {
    touched = true;
  }

  /** Whether it was used since this was asked last. */
  boolean wasTouched() {
    boolean was = touched;
    touched = false;
    return was;
  }

  /** Lets nobody in any more; false, and open again, if somebody is inside. */
  boolean close() {
    closing = true;
    if (senders.get() > 0) {
      closing = false;
      return false;
    }
    return true;
  }

  void reopen() {
    closing = false;
  }
}
