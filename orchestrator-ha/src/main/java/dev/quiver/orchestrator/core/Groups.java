package dev.quiver.orchestrator.core;

import dev.quiver.orchestrator.Effect;
import dev.quiver.orchestrator.Event;
import dev.quiver.orchestrator.GroupKey;
import dev.quiver.orchestrator.Move;
import dev.quiver.orchestrator.Place;
import dev.quiver.orchestrator.StateEntry;
import dev.quiver.orchestrator.TaskHeader;
import dev.quiver.orchestrator.TaskKey;
import dev.quiver.orchestrator.Ticket;
import dev.quiver.tasks.WorkerId;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Whose turn it is in each group. One member is out at a time; the others wait in the held queue,
 * in order, and the first of them is fetched when the one that is out has ended.
 *
 * <p>A member that is out is recorded on the broker in the transaction that puts it out. So a new
 * leader knows it, and knows that it has ended when its ledger has the outcome or when the queue it
 * was put into is empty: nothing but an outcome or a recorded move takes it out of there.
 */
final class Groups {

  /** What to do with a member that arrived. */
  enum Verdict {
    /** It is its turn. */
    TURN,
    /** Another one is out: to the held queue. */
    HOLD,
    /** It was released by a request that does not count any more. */
    PUT_BACK
  }

  private final Outbox out;
  private final SortedMap<GroupKey, GroupSlot> slots = new TreeMap<>();
  private final SortedMap<TaskKey, GroupKey> members = new TreeMap<>();
  private long requests;

  Groups(Outbox out) {
    this.out = out;
  }

  /** A group as an earlier leader recorded it. */
  void restore(StateEntry.Group entry) {
    if (entry.over()) {
      return;
    }
    GroupSlot slot = new GroupSlot(entry.group());
    slots.put(entry.group(), slot);
    TaskKey member = entry.member();
    WorkerId worker = entry.worker();
    if (member == null) {
      fetchIfDue(slot);
    } else if (worker == null) {
      set(slot, new GroupSlot.Turn(GroupSlot.Phase.IN_HAND, member, null));
    } else {
      slot.rebuilt = true;
      set(slot, new GroupSlot.Turn(GroupSlot.Phase.OUT, member, new Place.Assigned(worker)));
      out.plain(new Effect.AskOutcome(member, worker));
    }
  }

  Verdict admit(TaskHeader task, GroupKey group, Place from) {
    GroupSlot slot = slots.get(group);
    if (slot == null) {
      slot = new GroupSlot(group);
      slots.put(group, slot);
    } else if (slot.turn.member() == null) {
      if (!(from instanceof Place.Held)) {
        return Verdict.HOLD;
      }
      slot.request = 0;
    } else if (!task.key().equals(slot.turn.member())) {
      return from instanceof Place.Held ? Verdict.PUT_BACK : Verdict.HOLD;
    }
    set(slot, new GroupSlot.Turn(GroupSlot.Phase.IN_HAND, task.key(), from));
    return Verdict.TURN;
  }

  void hold(Ticket ticket, TaskHeader task, GroupKey group) {
    GroupSlot slot = slots.get(group);
    if (slot == null) {
      throw new IllegalStateException(group + " has no member out, and so nothing to wait for");
    }
    slot.pendingHolds++;
    slot.heldSinceRequest = true;
    out.move(
        number -> new Move.Hold(number, ticket, task),
        () -> {
          slot.pendingHolds--;
          fetchIfDue(slot);
        },
        () -> slot.pendingHolds--);
  }

  /** The member in hand was put into that worker's queue, by the move before. */
  void onAssigned(TaskKey member, GroupKey group, WorkerId worker) {
    change(
        group,
        new GroupSlot.Turn(GroupSlot.Phase.OUT, member, new Place.Assigned(worker)),
        StateEntry.Group.out(group, member, worker));
  }

  /** The member in hand was put back into the submit queue, by the move before. */
  void onReturned(TaskKey member, GroupKey group) {
    change(
        group,
        new GroupSlot.Turn(GroupSlot.Phase.IN_HAND, member, null),
        StateEntry.Group.waiting(group, member));
  }

  /** Undoes what {@link #onEnded} does to the group. */
  Runnable restorer(GroupKey group) {
    GroupSlot slot = slots.get(group);
    if (slot == null) {
      return () -> {};
    }
    GroupSlot.Turn turn = slot.turn;
    return () -> {
      slots.put(group, slot);
      set(slot, turn);
    };
  }

  /**
   * The move before ended a task without executing it; if it had the turn, the next one has it.
   * That is recorded with it: nobody else would ever tell a new leader.
   */
  void onEnded(TaskKey task) {
    GroupKey group = members.get(task);
    if (group != null) {
      out.move(number -> new Move.Note(number, StateEntry.Group.open(group)));
      release(slot(group));
    }
  }

  /** A worker committed an outcome. */
  void onOutcome(TaskKey task) {
    GroupKey group = members.get(task);
    if (group != null && slot(group).turn.phase() == GroupSlot.Phase.OUT) {
      release(slot(group));
    }
  }

  void onNoneHeld(Event.NoneHeld e) {
    GroupSlot slot = slots.get(e.group());
    if (slot == null || slot.request != e.request()) {
      return;
    }
    slot.request = 0;
    if (slot.heldSinceRequest || slot.pendingHolds > 0) {
      fetchIfDue(slot);
      return;
    }
    slots.remove(e.group());
    out.move(number -> new Move.Note(number, StateEntry.Group.over(e.group())));
  }

  /** A held member was in hand, where no fetch could find it, and is back in its queue. */
  void onPutBack(GroupKey group) {
    GroupSlot slot = slots.computeIfAbsent(group, GroupSlot::new);
    slot.heldSinceRequest = true;
    fetchIfDue(slot);
  }

  /** Members that an earlier reign put out have ended if the queue they were put into is empty. */
  void onCounted(SortedMap<WorkerId, Long> assigned) {
    for (GroupSlot slot : slots.values()) {
      if (slot.rebuilt
          && slot.turn.phase() == GroupSlot.Phase.OUT
          && slot.turn.place() instanceof Place.Assigned at
          && assigned.getOrDefault(at.worker(), 0L) == 0) {
        release(slot);
      }
    }
  }

  /** Every message in hand is back where it was. */
  void onRolledBack() {
    for (GroupSlot slot : slots.values()) {
      if (slot.turn.phase() == GroupSlot.Phase.IN_HAND) {
        if (slot.turn.place() instanceof Place.Held) {
          set(slot, GroupSlot.Turn.OPEN);
        } else if (slot.turn.place() instanceof Place.Assigned) {
          set(slot, new GroupSlot.Turn(GroupSlot.Phase.OUT, slot.turn.member(), slot.turn.place()));
        }
      }
      slot.request = 0;
      fetchIfDue(slot);
    }
  }

  private void change(GroupKey group, GroupSlot.Turn turn, StateEntry entry) {
    GroupSlot slot = slot(group);
    GroupSlot.Turn earlier = slot.turn;
    boolean rebuilt = slot.rebuilt;
    slot.rebuilt = false;
    set(slot, turn);
    out.move(
        number -> new Move.Note(number, entry),
        () -> {},
        () -> {
          slots.put(group, slot);
          slot.rebuilt = rebuilt;
          set(slot, earlier);
        });
  }

  private void release(GroupSlot slot) {
    slot.rebuilt = false;
    set(slot, GroupSlot.Turn.OPEN);
    slot.request = 0;
    fetchIfDue(slot);
  }

  /** Not before what this reign holds is committed: it would not be found. */
  private void fetchIfDue(GroupSlot slot) {
    if (slot.turn.member() == null && slot.pendingHolds == 0 && slot.request == 0) {
      slot.request = ++requests;
      slot.heldSinceRequest = false;
      out.plain(new Effect.ReleaseNext(slot.group, slot.request));
    }
  }

  private void set(GroupSlot slot, GroupSlot.Turn turn) {
    TaskKey earlier = slot.turn.member();
    if (earlier != null) {
      members.remove(earlier);
    }
    TaskKey member = turn.member();
    if (member != null) {
      members.put(member, slot.group);
    }
    slot.turn = turn;
  }

  private GroupSlot slot(GroupKey group) {
    @Nullable GroupSlot slot = slots.get(group);
    if (slot == null) {
      throw new IllegalStateException(group + " is not known");
    }
    return slot;
  }
}
