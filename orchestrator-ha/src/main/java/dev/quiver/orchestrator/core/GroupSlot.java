package dev.quiver.orchestrator.core;

import dev.quiver.orchestrator.GroupKey;
import dev.quiver.orchestrator.Place;
import dev.quiver.orchestrator.TaskKey;
import org.jspecify.annotations.Nullable;

/** One group that has a member out or is looking for its next one. */
final class GroupSlot {

  enum Phase {
    /** No member is out; the first of the held ones is being fetched. */
    OPEN,
    /** A member is received, or about to arrive from the submit queue. */
    IN_HAND,
    /** A member was put into a worker's queue. */
    OUT
  }

  /**
   * Whose turn it is.
   *
   * @param place where the member's message is; none: in its submit queue
   */
  record Turn(Phase phase, @Nullable TaskKey member, @Nullable Place place) {
    static final Turn OPEN = new Turn(Phase.OPEN, null, null);
  }

  final GroupKey group;
  Turn turn = Turn.OPEN;

  /** Put out by an earlier reign: this one cannot rely on having seen its outcome. */
  boolean rebuilt;

  /** Holds whose transaction has not been heard of. */
  int pendingHolds;

  /** Something was held after the last request, whose answer cannot know it. */
  boolean heldSinceRequest;

  /** The request that has not been answered; 0 if none. */
  long request;

  GroupSlot(GroupKey group) {
    this.group = group;
  }
}
