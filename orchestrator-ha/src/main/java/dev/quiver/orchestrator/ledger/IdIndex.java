package dev.quiver.orchestrator.ledger;

import java.util.Arrays;
import java.util.function.LongPredicate;

/**
 * From a task's id to its row, in 16 bytes a slot: open addressing over a hash of 64 bits. Two ids
 * may have one hash, so a row that is found is checked by whoever asks.
 */
final class IdIndex {

  private static final long FREE = 0;
  private static final long REMOVED = -1;

  private long[] hashes = new long[1024];

  /** The row's number, plus 1; {@code FREE} or {@code REMOVED}. */
  private long[] rows = new long[1024];

  private int used;
  private int size;

  /** The row of that id, among those with its hash; negative if there is none. */
  long find(String id, LongPredicate isIt) {
    long hash = hash(id);
    int mask = rows.length - 1;
    for (int slot = start(hash, mask); rows[slot] != FREE; slot = (slot + 1) & mask) {
      if (rows[slot] != REMOVED && hashes[slot] == hash && isIt.test(rows[slot] - 1)) {
        return rows[slot] - 1;
      }
    }
    return -1;
  }

  /** Adds a row of an id that is not there. */
  void add(String id, long row) {
    if ((used + 1) * 10L > rows.length * 6L) {
      rehash();
    }
    put(hash(id), row + 1);
    size++;
  }

  void remove(String id, long row) {
    long hash = hash(id);
    int mask = rows.length - 1;
    for (int slot = start(hash, mask); rows[slot] != FREE; slot = (slot + 1) & mask) {
      if (hashes[slot] == hash && rows[slot] == row + 1) {
        rows[slot] = REMOVED;
        size--;
        return;
      }
    }
  }

  int size() {
    return size;
  }

  private void put(long hash, long stored) {
    int mask = rows.length - 1;
    int slot = start(hash, mask);
    while (rows[slot] != FREE) {
      slot = (slot + 1) & mask;
    }
    hashes[slot] = hash;
    rows[slot] = stored;
    used++;
  }

  /** Larger if it is full of rows, as large as before if it is full of removed ones. */
  private void rehash() {
    long[] oldHashes = hashes;
    long[] oldRows = rows;
    int length = size * 10L > rows.length * 3L ? rows.length * 2 : rows.length;
    hashes = new long[length];
    rows = new long[length];
    Arrays.fill(rows, FREE);
    used = 0;
    for (int i = 0; i < oldRows.length; i++) {
      if (oldRows[i] != FREE && oldRows[i] != REMOVED) {
        put(oldHashes[i], oldRows[i]);
      }
    }
  }

  private static int start(long hash, int mask) {
    return (int) (hash >>> 32) & mask;
  }

  private static long hash(String id) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < id.length(); i++) {
      hash = (hash ^ id.charAt(i)) * 0x100000001b3L;
    }
    hash ^= hash >>> 29;
    hash *= 0xbf58476d1ce4e5b9L;
    return hash ^ (hash >>> 32);
  }
}
