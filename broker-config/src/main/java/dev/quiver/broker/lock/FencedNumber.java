package dev.quiver.broker.lock;

import java.util.function.Supplier;
import org.apache.activemq.artemis.lockmanager.MutableLong;
import org.apache.activemq.artemis.lockmanager.UnavailableStateException;
import org.jspecify.annotations.Nullable;

/**
 * The number of the newest data as a broker asks for it. One that serves asks when it has lost its
 * copy: unless its lock is certainly still its own it is cut off before it gets an answer, and the
 * answer is that there is none.
 */
final class FencedNumber implements MutableLong {

  private interface Question<T> {
    T ask() throws UnavailableStateException;
  }

  private final MutableLong number;
  private final Supplier<@Nullable TakenLock> lock;
  private final Fence fence;

  /**
   * A number in front of which its lock stands.
   *
   * @param lock the lock of the same id as it is then; null if nobody asked for it
   * @param fence cuts the broker off from its clients
   */
  FencedNumber(MutableLong number, Supplier<@Nullable TakenLock> lock, Fence fence) {
    this.number = number;
    this.lock = lock;
    this.fence = fence;
  }

  private <T> T asked(Question<T> question) throws UnavailableStateException {
    TakenLock asked = lock.get();
    if (asked == null || !asked.isTaken()) {
      return question.ask();
    }
    try {
      if (asked.isHeldByCaller()) {
        return question.ask();
      }
    } catch (UnavailableStateException | RuntimeException unsure) {
      fence.cut();
      throw unsure;
    }
    fence.cut();
    throw new UnavailableStateException("the lock of " + getMutableLongId() + " is not held");
  }

  @Override
  public String getMutableLongId() {
    return number.getMutableLongId();
  }

  @Override
  public long get() throws UnavailableStateException {
    return asked(number::get);
  }

  @Override
  public void set(long value) throws UnavailableStateException {
    boolean unused =
        asked(
            () -> {
              number.set(value);
              return true;
            });
  }

  /** Who serves and finds another number than its own is not the one with the newest data. */
  @Override
  public boolean compareAndSet(long expectedValue, long newValue) throws UnavailableStateException {
    boolean set = asked(() -> number.compareAndSet(expectedValue, newValue));
    TakenLock asked = lock.get();
    if (!set && asked != null && asked.isTaken()) {
      fence.cut();
    }
    return set;
  }

  @Override
  public void close() {
    number.close();
  }
}
