package dev.quiver.tasks.worker;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets one slot of a worker work while all others hold nothing, for tasks that may kill the worker:
 * whatever else were here then would be blamed with it. Thread-safe.
 */
final class AloneGate {

  private final List<Slot> slots = new ArrayList<>();
  private final Set<Slot> quiet = new HashSet<>();
  private @Nullable Slot holder;

  synchronized void join(Slot slot) {
    slots.add(slot);
  }

  synchronized void leave(Slot slot) {
    slots.remove(slot);
    quiet.remove(slot);
    if (holder == slot) {
      release(slot);
    }
    wakeAll();
  }

  /** Asks to be alone; false if another slot is or wants to be. */
  synchronized boolean request(Slot slot) {
    if (holder != null && holder != slot) {
      return false;
    }
    holder = slot;
    quiet.clear();
    wakeAll();
    return true;
  }

  /** Whether a slot must hold nothing now, for another's sake. */
  synchronized boolean mustBeQuiet(Slot slot) {
    return holder != null && holder != slot;
  }

  /** Whether a slot works alone, or is about to. */
  synchronized boolean isHeld() {
    return holder != null;
  }

  /** That slot holds nothing any more. */
  synchronized void isQuiet(Slot slot) {
    if (holder != null && quiet.add(slot)) {
      holder.wake();
    }
  }

  /** Whether that slot, which asked, is alone now. */
  synchronized boolean isAlone(Slot slot) {
    if (holder != slot) {
      return false;
    }
    for (Slot each : slots) {
      if (each != slot && !quiet.contains(each)) {
        return false;
      }
    }
    return true;
  }

  /** That slot needs to be alone no longer. */
  synchronized void release(Slot slot) {
    if (holder == slot) {
      holder = null;
      quiet.clear();
      wakeAll();
    }
  }

  private void wakeAll() {
    slots.forEach(Slot::wake);
  }
}
