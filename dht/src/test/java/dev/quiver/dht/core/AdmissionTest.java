package dev.quiver.dht.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.dht.ChordConfig;
import dev.quiver.dht.ChordMessage;
import dev.quiver.dht.LocalMessage;
import dev.quiver.dht.NodeRef;
import dev.quiver.dht.Notice;
import dev.quiver.dht.RingMessage;
import dev.quiver.dht.RingMessage.Parameter;
import dev.quiver.dht.Roster;
import dev.quiver.messaging.protocol.Effect;
import dev.quiver.messaging.protocol.Event;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A ring takes only those who keep the same numbers as its nodes. */
class AdmissionTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final NodeRef MEMBER = Ringlet.ref(20);
  private static final NodeRef NEW = Ringlet.ref(30);

  private static ChordNode node(ChordConfig config, NodeRef self, LocalMessage begin) {
    ChordNode node = new ChordNode(config, self, new SplittableRandom(1));
    List<Effect<ChordMessage>> unused = node.on(NOW, new Event.Received<>(self.name(), begin));
    return node;
  }

  @ParameterizedTest
  @CsvSource({"7, 2, 3, BITS, 6", "6, 3, 3, SUCCESSORS, 2", "6, 2, 2, REPLICAS, 3"})
  void whoKeepsAnotherNumberIsToldTheRings(
      int bits, int successors, int replicas, Parameter parameter, int theirs) {
    ChordNode member =
        node(
            Ringlet.config(6, 2).withReplicas(3),
            MEMBER,
            new LocalMessage.Create(new Roster(List.of(MEMBER))));
    RingMessage.Hello hello = new RingMessage.Hello(1, NEW, bits, successors, replicas);
    assertThat(member.on(NOW, new Event.Received<>(NEW.name(), hello)))
        .containsExactly(
            new Effect.Send<>(NEW.name(), new RingMessage.Refused(1, parameter, theirs)));
  }

  @Test
  void whoIsRefusedSaysBothNumbers() {
    ChordNode comer =
        node(Ringlet.config(6, 2).withReplicas(2), NEW, new LocalMessage.Join(List.of(MEMBER)));
    RingMessage.Refused refused = new RingMessage.Refused(1, Parameter.REPLICAS, 3);
    assertThat(comer.on(NOW, new Event.Received<>(MEMBER.name(), refused)))
        .contains(
            new Effect.Deliver<>(
                new Notice.JoinRefused(new Notice.Refusal.Differs(Parameter.REPLICAS, 3, 2))));
  }
}
