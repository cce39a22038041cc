package dev.quiver.orchestrator.simulation;

import dev.quiver.orchestrator.Place;
import java.util.Iterator;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A queue: first in, first out, what is given back takes its old position. */
final class Queue {

  final Place place;
  private final TreeMap<Long, Message> ready = new TreeMap<>();
  private final TreeMap<Long, Message> delivering = new TreeMap<>();

  Queue(Place place) {
    this.place = place;
  }

  void add(Message message) {
    ready.put(message.position, message);
  }

  /** Delivers the first that is due and fits; none if there is none, or nobody to deliver to. */
  @Nullable Message take(Connection by, long nowMs, Predicate<Message> which) {
    if (!by.open) {
      return null;
    }
    for (Iterator<Message> each = ready.values().iterator(); each.hasNext(); ) {
      Message message = each.next();
      if (message.notBeforeMs <= nowMs && which.test(message)) {
        each.remove();
        message.deliveries++;
        message.holder = by;
        delivering.put(message.position, message);
        return message;
      }
    }
    return null;
  }

  boolean hasDue(long nowMs) {
    for (Message message : ready.values()) {
      if (message.notBeforeMs <= nowMs) {
        return true;
      }
    }
    return false;
  }

  /** Puts it back without counting the delivery, as a filter that did not match would have. */
  void putBack(Message message) {
    message.deliveries--;
    giveBack(message);
  }

  void giveBack(Message message) {
    delivering.remove(message.position);
    message.holder = null;
    ready.put(message.position, message);
  }

  /** Whether that connection holds it, and so may acknowledge it. */
  boolean acknowledge(Message message, Connection by) {
    return message.holder == by && delivering.remove(message.position) != null;
  }

  void giveBackAllOf(Connection holder) {
    for (Message message : delivering.values().toArray(new Message[0])) {
      if (message.holder == holder) {
        giveBack(message);
      }
    }
  }

  int size() {
    return ready.size() + delivering.size();
  }

  Iterable<Message> all() {
    TreeMap<Long, Message> all = new TreeMap<>(ready);
    all.putAll(delivering);
    return all.values();
  }
}
