package dev.quiver.cli.map;

import dev.quiver.tasks.Payload;
import dev.quiver.tasks.wire.Spool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Puts results that come in any order into the order of the inputs. It holds what came too early:
 * never more results than the run has in flight, since an input counts as in flight until its
 * result has left here, and beyond a limit of bytes in one file on disk instead of in memory and in
 * a file each.
 */
final class InOrder implements AutoCloseable {

  /** Bytes are those that count against the limit. */
  private record Held(Done done, long bytes) {}

  private final Consumer<Done> next;
  private final long maxHeldBytes;
  private final Spill spill;
  private final Map<Long, Held> early = new TreeMap<>();
  private long heldBytes;
  private long expected;

  /**
   * @param maxHeldBytes how much of the results may wait in memory
   * @param spill where the rest waits; closed with this
   * @param next takes them in order
   */
  InOrder(long maxHeldBytes, Spill spill, Consumer<Done> next) {
    this.maxHeldBytes = maxHeldBytes;
    this.spill = spill;
    this.next = next;
  }

  /** Takes a result, and passes on those whose turn it is. */
  void accept(Done done) {
    long index = done.result().input().index();
    if (index < expected || early.containsKey(index)) {
      throw new IllegalStateException("a second result for " + done.result().input().name());
    }
    if (index == expected) {
      expected++;
      next.accept(done);
      passOnDue();
    } else {
      hold(index, done);
    }
  }

  /** Passes on what is held, in order, though something before it is missing. */
  void finish() {
    early.values().forEach(each -> next.accept(each.done()));
    early.clear();
  }

  /** About how much those take in memory, and in files of their own, that wait for one before. */
  long heldBytes() {
    return heldBytes;
  }

  /** How many wait for one before them. */
  int held() {
    return early.size();
  }

  @Override
  public void close() {
    spill.close();
  }

  private void passOnDue() {
    for (Held due = early.remove(expected); due != null; due = early.remove(expected)) {
      expected++;
      heldBytes -= due.bytes();
      next.accept(due.done());
    }
  }

  private void hold(long index, Done done) {
    Payload result = done.result().result();
    if (result == null || heldBytes + done.heldBytes() <= maxHeldBytes) {
      heldBytes += done.heldBytes();
      early.put(index, new Held(done, done.heldBytes()));
      return;
    }
    try {
      Payload spilled = spill.keep(result);
      Spool.release(result);
      early.put(index, new Held(new Done(done.result().withResult(spilled), done.cost()), 0));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
