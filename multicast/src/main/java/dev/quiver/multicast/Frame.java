package dev.quiver.multicast;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** What a peer publishes in its stream, which every member receives whole and in order. */
public sealed interface Frame permits Data, Frame.Ack, Frame.Final, Frame.Flush {

  /**
   * Lamport's acknowledgement: nothing with a smaller time will follow from its sender.
   *
   * @param time its sender's clock
   */
  record Ack(long time) implements Frame {}

  /**
   * The agreed priority of a message (ISIS).
   *
   * @param proposer whose proposal won; breaks ties
   */
  record Final(MessageId id, long priority, int proposer) implements Frame {}

  /**
   * Nothing of an earlier view follows from its sender.
   *
   * @param view the number of the view that is to be installed
   * @param received how many frames its sender has taken of each peer that is not in that view
   */
  record Flush(int view, Map<Integer, Long> received) implements Frame {
    public Flush {
      received = Collections.unmodifiableMap(new TreeMap<>(received));
    }
  }
}
