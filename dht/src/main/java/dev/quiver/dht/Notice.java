package dev.quiver.dht;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a node tells its own process. */
public sealed interface Notice extends ChordMessage {

  /** It is a member now. */
  record Joined() implements Notice {}

  /** It will not become one. */
  record JoinRefused(String reason) implements Notice {}

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

  /** It has handed over and is gone. */
  record Left() implements Notice {}
}
