package dev.quiver.multicast.core;

import dev.quiver.messaging.protocol.Effect;
import dev.quiver.messaging.protocol.Event;
import dev.quiver.messaging.protocol.Protocol;
import dev.quiver.multicast.PeerMessage;
import dev.quiver.multicast.PeerMessage.LastNumber;
import dev.quiver.multicast.View;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;

/**
 * The group's exclusive queue as the broker keeps it: one owner at a time, a transaction happens
 * whole or not at all, what was not committed goes to the next owner, though not always in its
 * order, and whoever is not the owner any more commits nothing.
 */
final class SimulatedQueue implements Protocol<SimMessage> {

  private static final class Entry {
    final long tag;
    final PeerMessage message;
    boolean handed;

    Entry(long tag, PeerMessage message) {
      this.tag = tag;
      this.message = message;
    }
  }

  private final List<Entry> entries = new ArrayList<>();
  private final TreeSet<Integer> candidates = new TreeSet<>();
  private final int peers;
  private final boolean forgetsLastNumber;
  private List<Effect<SimMessage>> effects = new ArrayList<>();
  private long tags;
  private int epoch = 1;
  private int owner = 1;
  private View newest;

  /**
   * @param peers whom it publishes to
   * @param forgetsLastNumber a control: a takeover finds a last number that is too old
   */
  SimulatedQueue(PeerMessage.LastNumber first, int peers, boolean forgetsLastNumber) {
    entries.add(new Entry(tags++, first));
    newest = first.view();
    candidates.addAll(newest.members());
    this.peers = peers;
    this.forgetsLastNumber = forgetsLastNumber;
  }

  /** The newest view that was decided on. */
  View newest() {
    return newest;
  }

  @Override
  public List<Effect<SimMessage>> on(Instant now, Event<SimMessage> event) {
    effects = new ArrayList<>();
    if (event instanceof Event.Received<SimMessage> received) {
      SimMessage message = received.message();
      if (message instanceof SimMessage.Word word) {
        entries.add(new Entry(tags++, word.message()));
      } else if (message instanceof SimMessage.Commit commit) {
        if (commit.epoch() == epoch) {
          commit(commit.step());
        }
      } else if (message instanceof SimMessage.ConnectionGone gone) {
        candidates.remove(gone.peer());
        if (gone.peer() == owner && !candidates.isEmpty()) {
          takeOver();
        }
      }
    }
    hand();
    return effects;
  }

  private void takeOver() {
    owner = candidates.last();
    epoch++;
    if (epoch % 2 == 0) {
      // A broker takes back what was in a transaction and what was not, one after the other.
      Collections.rotate(entries, entries.size() / 2);
    }
    entries.forEach(entry -> entry.handed = false);
    if (forgetsLastNumber) {
      entries.replaceAll(
          entry ->
              entry.message instanceof LastNumber last && last.number() > 0
                  ? new Entry(
                      entry.tag, new LastNumber(last.number() - 1, last.view(), last.said()))
                  : entry);
    }
  }

  private void commit(Reign.Step step) {
    entries.removeIf(entry -> step.tags().contains(entry.tag));
    if (step.last() != null) {
      entries.add(new Entry(tags++, step.last()));
      newest = step.last().view();
    }
    for (PeerMessage.Numbered numbered : step.numbered()) {
      for (int peer = 1; peer <= peers; peer++) {
        effects.add(new Effect.Send<>(Destinations.peer(peer), new SimMessage.Word(numbered)));
      }
    }
  }

  private void hand() {
    for (Entry entry : entries) {
      if (!entry.handed) {
        entry.handed = true;
        effects.add(
            new Effect.Send<>(
                Destinations.peer(owner), new SimMessage.Handed(epoch, entry.tag, entry.message)));
      }
    }
  }
}
