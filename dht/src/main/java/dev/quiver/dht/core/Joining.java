package dev.quiver.dht.core;

import dev.quiver.dht.ChordConfig;
import dev.quiver.dht.ChordMessage;
import dev.quiver.dht.Id;
import dev.quiver.dht.LookupResult;
import dev.quiver.dht.NodeRef;
import dev.quiver.dht.Notice;
import dev.quiver.dht.RingMessage;
import dev.quiver.dht.Roster;
import java.util.List;

/**
 * Becoming a member: find the node p between which and its successor this one belongs, ask p for
 * its state, and begin with a copy of its successor list. Whatever goes wrong on the way, it is
 * tried again, with another contact.
 */
final class Joining {

  /** So many times the place may be taken by a node that is dead and not yet forgotten. */
  private static final int MAX_ROUNDS_WITHOUT_ANSWER = 3;

  private final ChordConfig config;
  private final Outbox out;
  private final Rpcs rpcs;
  private final Later later;
  private final Lookups lookups;
  private final Ring ring;
  private final NodeRef self;
  private final Runnable onJoined;
  private List<NodeRef> contacts = List.of();
  private int attempt;
  private boolean orAlone;
  private boolean heard;

  Joining(
      ChordConfig config,
      Outbox out,
      Rpcs rpcs,
      Later later,
      Lookups lookups,
      Ring ring,
      NodeRef self,
      Runnable onJoined) {
    this.config = config;
    this.out = out;
    this.rpcs = rpcs;
    this.later = later;
    this.lookups = lookups;
    this.ring = ring;
    this.self = self;
    this.onJoined = onJoined;
  }

  /**
   * Begins.
   *
   * @param alone whether it founds a ring of its own if none of the contacts lives
   */
  void begin(List<NodeRef> ringMembers, boolean alone) {
    contacts = ringMembers.stream().filter(each -> !each.equals(self)).toList();
    attempt = 0;
    orAlone = alone;
    heard = false;
    next();
  }

  private void next() {
    if (contacts.isEmpty() || (orAlone && !heard && attempt >= contacts.size())) {
      ring.create(new Roster(List.of(self)));
      onJoined.run();
      return;
    }
    if (!heard && attempt >= MAX_ROUNDS_WITHOUT_ANSWER * contacts.size()) {
      out.tell(new Notice.JoinRefused(new Notice.Refusal.Silence()));
      return;
    }
    NodeRef contact = contacts.get(attempt++ % contacts.size());
    rpcs.ask(
        contact.name(),
        rpc ->
            new RingMessage.Hello(
                rpc, self, config.space().bits(), config.successors(), config.replicas()),
        answer -> greeted(contact, answer),
        this::next);
  }

  private void again() {
    later.after(config.stabilizeMin(), this::next);
  }

  private void greeted(NodeRef contact, ChordMessage answer) {
    if (answer instanceof RingMessage.Refused refused) {
      RingMessage.Parameter parameter = refused.parameter();
      out.tell(
          new Notice.JoinRefused(
              new Notice.Refusal.Differs(parameter, refused.theirs(), own(parameter))));
    } else if (answer instanceof RingMessage.Welcome) {
      heard = true;
      lookups.iterate(self.id(), false, contact, this::found);
    } else {
      again();
    }
  }

  private void found(LookupResult result) {
    NodeRef before = result.before();
    if (before == null) {
      again();
    } else if (before.id().equals(self.id())) {
      collision(before);
    } else {
      rpcs.ask(
          before.name(), RingMessage.StateQuery::new, answer -> copy(before, answer), this::again);
    }
  }

  private void copy(NodeRef before, ChordMessage answer) {
    if (!(answer instanceof RingMessage.State state) || state.successors().isEmpty()) {
      again();
      return;
    }
    NodeRef after = state.successors().get(0);
    if (after.id().equals(self.id())) {
      rpcs.ask(after.name(), RingMessage.Ping::new, alive -> collision(after), this::again);
    } else if (!Id.between(before.id(), self.id(), after.id())
        || Monitors.check(
                config.space(),
                self,
                state.successors().stream()
                    .takeWhile(each -> !each.id().equals(self.id()))
                    .toList())
            .isPresent()) {
      again();
    } else {
      ring.joined(before, state.successors());
      onJoined.run();
    }
  }

  private int own(RingMessage.Parameter parameter) {
    return switch (parameter) {
      case BITS -> config.space().bits();
      case SUCCESSORS -> config.successors();
      case REPLICAS -> config.replicas();
    };
  }

  private void collision(NodeRef other) {
    out.tell(new Notice.JoinRefused(new Notice.Refusal.Taken(other)));
  }
}
