package dev.quiver.multicast;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Everything that is said in a group: between peers, to the coordinator, and within a peer. */
public sealed interface PeerMessage {

  // Between a process and its own core; never on the wire.

  /** The process asks its core to multicast. */
  record Say(boolean stop, String body) implements PeerMessage {}

  /** The process has noticed that a peer is gone. */
  record Suspect(int peer) implements PeerMessage {}

  /** The core has broadcast it; {@code stop} if it is the stop marker. */
  record Sent(MessageId id, boolean stop) implements PeerMessage {}

  /**
   * The core delivers it.
   *
   * @param received when it came, by this peer's clock; the rest of the way it was held back
   */
  record Delivered(Data data, Instant received) implements PeerMessage {}

  /** Everybody is ready; multicasts may begin. */
  record Opened() implements PeerMessage {}

  /**
   * The core has heard that peer for the first time: from now on this process of that number, and
   * no other, is the one that takes part.
   */
  record Met(int peer, String id) implements PeerMessage {}

  /** That peer was started for another round than this one, so neither can go on. */
  record Differs(int peer, Order order, SortedSet<Integer> members) implements PeerMessage {
    public Differs {
      members = Collections.unmodifiableSortedSet(new TreeSet<>(members));
    }
  }

  /** A view is to be installed once all its members have flushed; until then it is waited for. */
  record Changing(View next) implements PeerMessage {}

  /** A view counts from here on. */
  record Installed(View view) implements PeerMessage {}

  /** The log of the group so far, before this peer joined. */
  record Restored(List<MessageId> log) implements PeerMessage {
    public Restored {
      log = List.copyOf(log);
    }
  }

  /** The stop markers of all members and all that came before them are delivered. */
  record Finished() implements PeerMessage {}

  // To one peer.

  /**
   * The handshake; repeated until it is answered.
   *
   * @param answer whether it says that one was received
   * @param id tells its sender's process from others of that number, earlier or later; of an answer
   *     the id that is answered
   * @param order the ordering that its sender runs
   * @param members whom its sender takes for the peers that the group begins with
   */
  record Ready(boolean answer, String id, Order order, SortedSet<Integer> members)
      implements PeerMessage {
    public Ready {
      members = Collections.unmodifiableSortedSet(new TreeSet<>(members));
    }
  }

  /** Whoever hears it is no member: others took it for gone, or it came too late. */
  record Excluded(View view) implements PeerMessage {}

  /** A multicast without a stream: to each peer's queue, or to the topic as it is. */
  record Plain(Data data) implements PeerMessage {}

  /** What priority a peer would give a message (ISIS), told to its sender. */
  record Proposal(int view, MessageId id, long priority) implements PeerMessage {}

  /**
   * What a joiner must know.
   *
   * @param view the first view that it belongs to, as installed
   * @param part which part of the log this is, from 0
   * @param parts how many there are
   * @param log the messages delivered before that view, in their order
   * @param stops the stop markers among what was delivered, by sender: their sequences
   * @param positions how far the streams of all peers were taken
   * @param nextNumber the coordinator's next number
   * @param time the clock, where the ordering has one
   */
  record State(
      View view,
      int part,
      int parts,
      List<MessageId> log,
      Map<Integer, Integer> stops,
      Map<Integer, Long> positions,
      long nextNumber,
      long time)
      implements PeerMessage {
    public State {
      log = List.copyOf(log);
      stops = Collections.unmodifiableMap(new TreeMap<>(stops));
      positions = Collections.unmodifiableMap(new TreeMap<>(positions));
    }
  }

  // To all.

  /**
   * A frame of its sender's stream.
   *
   * @param view the number of the view that its sender was in
   * @param position its place in the stream, from 1
   */
  record Framed(int view, long position, Frame frame) implements PeerMessage {}

  /**
   * Frames of its sender's stream that left it together; on the wire alone.
   *
   * @param frames as they follow each other
   */
  record Frames(List<Framed> frames) implements PeerMessage {
    public Frames {
      frames = List.copyOf(frames);
    }
  }

  /**
   * What the coordinator numbered, in one go.
   *
   * @param first the number of the first item
   */
  record Numbered(long first, List<Item> items) implements PeerMessage {
    public Numbered {
      items = List.copyOf(items);
    }
  }

  // To the coordinator, through its exclusive queue.

  /**
   * Number these.
   *
   * @param data in the order of their sender
   */
  record Request(List<Data> data) implements PeerMessage {
    public Request {
      data = List.copyOf(data);
    }
  }

  /** That peer is gone. */
  record Leave(int peer) implements PeerMessage {}

  /**
   * That peer wants to belong to the group.
   *
   * @param id tells its process from others of that number
   * @param order the ordering that it runs
   */
  record Join(int peer, String id, Order order) implements PeerMessage {}

  /**
   * The coordinator's memory; exactly one is in the queue at any time, replaced in the transaction
   * that gives the numbers.
   *
   * @param number the last number given; 0 before the first
   * @param view the last view made
   * @param said the last multicast of each peer that has a number, so that the broker may give them
   *     to the next coordinator in another order
   * @param taken the numbers that nobody can join with any more: of those who joined with the id of
   *     the process that did, of others who have left with an empty text
   */
  record LastNumber(long number, View view, Map<Integer, Integer> said, Map<Integer, String> taken)
      implements PeerMessage {
    public LastNumber {
      said = Collections.unmodifiableMap(new TreeMap<>(said));
      taken = Collections.unmodifiableMap(new TreeMap<>(taken));
    }

    /** Before anybody has joined or left. */
    public LastNumber(long number, View view, Map<Integer, Integer> said) {
      this(number, view, said, Map.of());
    }

    /** Before anybody has said anything. */
    public LastNumber(long number, View view) {
      this(number, view, Map.of());
    }
  }
}
