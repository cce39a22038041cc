package dev.quiver.dht;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a node tells its own process. */
public sealed interface Notice extends ChordMessage {

  /** It is a member now. */
  record Joined() implements Notice {}

  /** It will not become one. */
  record JoinRefused(Refusal why) implements Notice {}

  /** Why a ring does not take a node. */
  sealed interface Refusal {

    /** The ring has another number of something that all nodes have the same of. */
    record Differs(RingMessage.Parameter parameter, int theirs, int own) implements Refusal {}

    /** Another node is at its place. */
    record Taken(NodeRef by) implements Refusal {}

    /** Nobody answers. */
    record Silence() implements Refusal {}
  }

  /** Its neighbours changed. */
  record Changed(@Nullable NodeRef predecessor, List<NodeRef> successors) implements Notice {
    public Changed {
      successors = List.copyOf(successors);
    }
  }

  /** What it was told would have broken an invariant; it was not believed. */
  record InvariantBroken(String invariant, NodeRef by, String how) implements Notice {}

  /** All its successors died at once: more than the ring is made for. */
  record Isolated() implements Notice {}

  /** It is leaving, and somebody has taken so many items of it that nobody had from it before. */
  record HandedOver(int items) implements Notice {}

  /** It has handed over and is gone. */
  record Left() implements Notice {}
}
