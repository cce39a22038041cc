package dev.quiver.dht.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.dht.ChordConfig;
import dev.quiver.dht.ChordMessage;
import dev.quiver.dht.Id;
import dev.quiver.dht.LocalMessage;
import dev.quiver.dht.NodeRef;
import dev.quiver.dht.RingMessage;
import dev.quiver.dht.Roster;
import dev.quiver.dht.StoreMessage;
import dev.quiver.messaging.protocol.Effect;
import dev.quiver.messaging.protocol.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * A node that was without its broker asks its successor, from then on, for whom it takes it: what
 * that said of a time before does not count.
 */
class DoubtTest {

  private static final NodeRef BEFORE = NodeRef.alone(Id.of(10), "before");
  private static final NodeRef SELF = NodeRef.alone(Id.of(20), "self");
  private static final NodeRef NEXT = NodeRef.alone(Id.of(30), "next");
  private static final Id ITS = Id.of(15);
  private static final ChordConfig CONFIG =
      ChordConfig.defaults().withBits(6).withSuccessors(2).withReplicas(2);

  private final List<ChordMessage> sent = new ArrayList<>();
  private ChordNode node = node(Rules.corrected());
  private Instant now = Instant.EPOCH;

  private static ChordNode node(Rules rules) {
    return new ChordNode(CONFIG, SELF, new SplittableRandom(1), rules);
  }

  private void create() {
    step(new Event.Started<>());
    hears(SELF, new LocalMessage.Create(new Roster(List.of(BEFORE, SELF, NEXT))));
    assertThat(node.isSettled(ITS)).isTrue();
  }

  private void step(Event<ChordMessage> event) {
    now = now.plus(Duration.ofMillis(100));
    sent.clear();
    for (Effect<ChordMessage> effect : node.on(now, event)) {
      if (effect instanceof Effect.Send<ChordMessage> send) {
        sent.add(send.message());
      }
    }
  }

  private void hears(NodeRef from, ChordMessage message) {
    step(new Event.Received<>(from.name(), message));
  }

  /** Begins a round; the question that it asks. */
  private RingMessage.StateQuery asks() {
    step(new Event.TimerFired<>(Ring.TIMER));
    return sent.stream()
        .filter(RingMessage.StateQuery.class::isInstance)
        .map(RingMessage.StateQuery.class::cast)
        .findFirst()
        .orElseThrow();
  }

  private void answers(RingMessage.StateQuery question, @Nullable NodeRef predecessor) {
    hears(NEXT, new RingMessage.State(question.rpc(), predecessor, List.of(BEFORE, SELF)));
  }

  @Test
  void anAnswerToAQuestionFromBeforeTheDoubtDoesNotEndIt() {
    create();
    RingMessage.StateQuery before = asks();
    hears(SELF, new LocalMessage.Reconnected());
    assertThat(node.isSettled(ITS)).isFalse();
    answers(before, SELF);
    assertThat(node.isSettled(ITS)).as("that may have been before").isFalse();
    assertThat(sent).as("no word that could change the answer").isEmpty();
    answers(asks(), SELF);
    assertThat(node.isSettled(ITS)).isTrue();
  }

  @Test
  void whoWasTakenForDeadCollectsItsKeysAnew() {
    create();
    hears(SELF, new LocalMessage.Reconnected());
    answers(asks(), BEFORE);
    assertThat(sent).hasAtLeastOneElementOfType(StoreMessage.Pull.class);
    assertThat(node.isSettled(ITS)).isFalse();
    for (ChordMessage each : List.copyOf(sent)) {
      if (each instanceof StoreMessage.Pull pull) {
        StoreMessage.Pulled nothing =
            new StoreMessage.Pulled(pull.rpc(), List.of(), false, true, null);
        hears(NEXT, nothing);
        hears(BEFORE, nothing);
      }
    }
    assertThat(node.isSettled(ITS)).isTrue();
  }

  /** The control. */
  @Test
  void withoutTheRuleNothingIsDoubted() {
    node = node(Rules.corrected().without(Rule.VERIFIES));
    create();
    hears(SELF, new LocalMessage.Reconnected());
    assertThat(node.isSettled(ITS)).isTrue();
  }
}
