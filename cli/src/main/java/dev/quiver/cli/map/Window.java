package dev.quiver.cli.map;

import dev.quiver.tasks.Payload;

/**
 * How much of a run may be in flight, so that memory does not grow with the number of inputs or
 * with their size: of an input from the moment it is sent until its result is there, and of the
 * result until it has been written.
 */
final class Window {

  private final int maxInputs;
  private final long maxInlineBytes;
  private final long maxStreamedBytes;
  private int inputs;
  private long inlineBytes;
  private long streamedBytes;
  private boolean closed;

  /**
   * @param maxInputs how many
   * @param maxInlineBytes how much of them in memory
   * @param maxStreamedBytes how much of them on the broker's disk; one larger input goes alone
   */
  Window(int maxInputs, long maxInlineBytes, long maxStreamedBytes) {
    this.maxInputs = maxInputs;
    this.maxInlineBytes = maxInlineBytes;
    this.maxStreamedBytes = maxStreamedBytes;
  }

  /**
   * Waits until there is room for that many bytes more, and takes it.
   *
   * @return false if the run has ended meanwhile
   */
  synchronized boolean enter(Cost cost) throws InterruptedException {
    while (!closed && !fits(cost)) {
      wait();
    }
    inputs++;
    inlineBytes += cost.inline();
    streamedBytes += cost.streamed();
    return !closed;
  }

  /** What took that room takes other room now; waits for nobody. */
  synchronized void exchange(Cost before, Cost after) {
    inlineBytes += after.inline() - before.inline();
    streamedBytes += after.streamed() - before.streamed();
    notifyAll();
  }

  /** Gives the room back. */
  synchronized void leave(Cost cost) {
    inputs--;
    inlineBytes -= cost.inline();
    streamedBytes -= cost.streamed();
    notifyAll();
  }

  /** Waits until nothing is in flight, or the run has ended. */
  synchronized void awaitEmpty() throws InterruptedException {
    while (!closed && inputs > 0) {
      wait();
    }
  }

  /** Ends the run: nobody waits here any more. */
  synchronized void close() {
    closed = true;
    notifyAll();
  }

  private boolean fits(Cost cost) {
    return inputs == 0
        || (inputs < maxInputs
            && inlineBytes + cost.inline() <= maxInlineBytes
            && (streamedBytes == 0 || streamedBytes + cost.streamed() <= maxStreamedBytes));
  }

  /**
   * What an input or a result takes.
   *
   * @param inline bytes of memory
   * @param streamed bytes of disk
   */
  record Cost(long inline, long streamed) {

    static final Cost NOTHING = new Cost(0, 0);

    static Cost of(Payload payload) {
      return payload instanceof Payload.Text text
          ? new Cost(2L * text.text().length(), 0)
          : new Cost(0, ((Payload.Streamed) payload).bytes());
    }
  }
}
