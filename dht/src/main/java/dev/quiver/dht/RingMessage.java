package dev.quiver.dht;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What keeps the ring a ring. */
public sealed interface RingMessage extends ChordMessage {

  /** May I join? Says who comes and what ring it thinks this is. */
  record Hello(long rpc, NodeRef self, int bits, int successors, int replicas)
      implements RingMessage {}

  /** You may. */
  record Welcome(long rpc) implements RingMessage, Answer {}

  /** You may not: of that the ring has so many. */
  record Refused(long rpc, Parameter parameter, int theirs) implements RingMessage, Answer {}

  /** What all nodes of a ring have the same of. */
  enum Parameter {
    BITS,
    SUCCESSORS,
    REPLICAS;

    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The parameter of that label; null if there is none. */
    public static @Nullable Parameter labelled(String label) {
      for (Parameter each : values()) {
        if (each.label().equals(label)) {
          return each;
        }
      }
      return null;
    }
  }

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
  record Leaving(NodeRef node, @Nullable NodeRef predecessor, List<NodeRef> successors)
      implements RingMessage {
    public Leaving {
      successors = List.copyOf(successors);
    }
  }
}
