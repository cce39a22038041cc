package dev.quiver.multicast.core;

import dev.quiver.multicast.Data;
import dev.quiver.multicast.Frame;
import dev.quiver.multicast.PeerMessage.Framed;
import dev.quiver.multicast.View;
import java.util.List;
import java.util.Map;

/**
 * The streams of all members on their way through the views: each frame is taken in its sender's
 * order and in the view in which it was sent, what of it others need to install the next view goes
 * into the {@link ViewChange}.
 */
final class Flow {

  /** Who takes the frames. */
  interface Taker {

    /** The view that is installed. */
    View view();

    /** The next frame of a member's stream. */
    void received(int sender, Frame frame);

    /** The next view counts from now on. */
    void install(View next);
  }

  private final Streams streams = new Streams();
  private final ViewChange change = new ViewChange(streams);
  private final Taker taker;

  Flow(Taker taker) {
    this.taker = taker;
  }

  /** Whether a view is to be installed. */
  boolean isChanging() {
    return change.isUnderWay();
  }

  /** The view that is to be installed; the one that is if there is none. */
  View newest() {
    return change.newest(taker.view());
  }

  /** How far each stream was taken. */
  Map<Integer, Long> positions() {
    return streams.positions();
  }

  /** A frame came. */
  void add(int from, Framed framed) {
    if (framed.frame() instanceof Frame.Flush flush && framed.position() <= streams.arrived(from)) {
      change.heard(from, flush); // A joiner's state may be beyond it.
    }
    change.arrived(from, streams.add(from, framed));
    pump(from);
  }

  /**
   * A newer view is to be installed.
   *
   * @return this peer's flush
   */
  Frame.Flush begin(View next) {
    return change.begin(next);
  }

  /** That view counts now. */
  void installed(View view) {
    change.installed(view);
  }

  /** That peer's flush came with an earlier frame than those that follow here. */
  void heard(int from, Frame.Flush flush) {
    change.heard(from, flush);
  }

  void restore(Map<Integer, Long> positions) {
    streams.restore(positions);
  }

  /** Takes what of that stream, and of others by it, can be taken now. */
  void pump(int sender) {
    takeFrom(sender);
    while (change.isUnderWay() && advance()) {
      // Each turn takes frames or installs views.
    }
  }

  private boolean advance() {
    change.release();
    boolean progress = takeFromAll();
    List<View> views = change.complete(taker.view());
    for (View next : views) {
      taker.install(next);
      takeFromAll();
    }
    return progress || !views.isEmpty();
  }

  /** Takes what can be taken of all streams; whether there was anything. */
  boolean takeFromAll() {
    boolean progress = false;
    for (int sender : streams.senders()) {
      progress |= takeFrom(sender);
    }
    return progress;
  }

  private boolean takeFrom(int sender) {
    boolean taken = false;
    for (Framed next = streams.next(sender); next != null; next = streams.next(sender)) {
      boolean isFlush = next.frame() instanceof Frame.Flush;
      if (!isFlush && next.view() > taker.view().number()) {
        return taken;
      }
      streams.take(sender);
      taken = true;
      boolean isNow = !isFlush && next.view() == taker.view().number();
      if (isNow && isSaidBy(sender, next.frame())) {
        taker.received(sender, next.frame());
      }
    }
    return taken;
  }

  /** Of others than members nothing is taken, nor what is said in another's name. */
  private boolean isSaidBy(int sender, Frame frame) {
    return taker.view().has(sender) && !(frame instanceof Data data && data.sender() != sender);
  }
}
