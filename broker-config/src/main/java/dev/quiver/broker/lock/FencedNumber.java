package dev.quiver.broker.lock;

import org.apache.activemq.artemis.lockmanager.MutableLong;
import org.apache.activemq.artemis.lockmanager.UnavailableStateException;

/**
 * The number of the newest data as a broker asks for it. One that serves asks when it has lost its
 * copy: unless its lock is certainly still its own it is cut off before it gets an answer, and the
 * answer is that there is none.
 */
final class FencedNumber implements MutableLong {

  /** Asks whether whoever asks serves, and may. */
  interface Tenure {

    /** Whether it has taken a lock and not given it back. */
    boolean isTaken();

    /** Whether the lock that was taken is certainly held. */
    boolean isHeld() throws UnavailableStateException;
  }

  private interface Question<T> {
    T ask() throws UnavailableStateException;
  }

  private final MutableLong number;
  private final Tenure tenure;
  private final Runnable cut;

  FencedNumber(MutableLong number, Tenure tenure, Runnable cut) {
    this.number = number;
    this.tenure = tenure;
    this.cut = cut;
  }

  private <T> T asked(Question<T> question) throws UnavailableStateException {
    if (!tenure.isTaken()) {
      return question.ask();
    }
    try {
      if (tenure.isHeld()) {
        return question.ask();
      }
    } catch (UnavailableStateException | RuntimeException unsure) {
      cut.run();
      throw unsure;
    }
    cut.run();
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
    if (!set && tenure.isTaken()) {
      cut.run();
    }
    return set;
  }

  @Override
  public void close() {
    number.close();
  }
}
