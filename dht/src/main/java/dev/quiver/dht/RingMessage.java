package dev.quiver.dht;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What keeps the ring a ring. */
public sealed interface RingMessage extends ChordMessage {

  /** May I join? Says who comes and what ring it thinks this is. */
  record Hello(long rpc, NodeRef self, int bits, int successors) implements RingMessage {}

  /** You may. */
  record Welcome(long rpc) implements RingMessage, Answer {}

  /** You may not. */
  record Refused(long rpc, String reason) implements RingMessage, Answer {}

  /** What are your predecessor and your successors? */
  record StateQuery(long rpc) implements RingMessage {}

  /** These. */
  record State(long rpc, @Nullable NodeRef predecessor, List<NodeRef> successors)
      implements RingMessage, Answer {
    public State {
      successors = List.copyOf(successors);
    }
  }

  /** Alive, but between a question and its answer: ask again. */
  record Busy(long rpc) implements RingMessage, Answer {}

  /** Are you alive? */
  record Ping(long rpc) implements RingMessage {}

  /** I am. */
  record Pong(long rpc) implements RingMessage, Answer {}

  /** I think that I am your predecessor. */
  record Notify(NodeRef candidate) implements RingMessage {}

  /** I go; these were my neighbours. What I held is with my successor already. */
  record Leaving(NodeRef node, @Nullable NodeRef predecessor) implements RingMessage {}
}
