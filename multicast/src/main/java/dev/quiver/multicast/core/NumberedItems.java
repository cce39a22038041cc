package dev.quiver.multicast.core;

import dev.quiver.multicast.Item;
import dev.quiver.multicast.PeerMessage.Numbered;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the coordinator numbered, taken in the order of the numbers without gaps and doubles. */
final class NumberedItems {

  private final TreeMap<Long, Item> held = new TreeMap<>();
  private long next = 1;

  void add(Numbered batch) {
    long number = batch.first();
    for (Item item : batch.items()) {
      if (number >= next) {
        held.put(number, item);
      }
      number++;
    }
  }

  @Nullable Item next() {
    Item item = held.remove(next);
    if (item != null) {
      next++;
    }
    return item;
  }

  long nextNumber() {
    return next;
  }

  void restore(long number) {
    next = number;
    held.headMap(number, false).clear();
  }
}
