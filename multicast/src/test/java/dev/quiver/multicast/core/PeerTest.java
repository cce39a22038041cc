package dev.quiver.multicast.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.messaging.protocol.Effect;
import dev.quiver.messaging.protocol.Event;
import dev.quiver.multicast.Data;
import dev.quiver.multicast.MessageId;
import dev.quiver.multicast.Order;
import dev.quiver.multicast.PeerMessage;
import dev.quiver.multicast.PeerMessage.Ready;
import dev.quiver.multicast.View;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who takes part: peers of other groups, of other rounds, and second processes of one number. */
class PeerTest {

  private static final SortedSet<Integer> TWO = View.first(2).members();

  private Peer peer = peer(Order.FIFO);

  private static Peer peer(Order order) {
    return new Peer(PeerConfig.member(1, "one", order, View.first(2)));
  }

  private List<Effect<PeerMessage>> hears(int from, PeerMessage message) {
    return peer.on(Instant.EPOCH, new Event.Received<>(Destinations.peer(from), message));
  }

  private static List<PeerMessage> told(List<Effect<PeerMessage>> effects) {
    return effects.stream()
        .filter(effect -> effect instanceof Effect.Deliver<PeerMessage>)
        .map(effect -> ((Effect.Deliver<PeerMessage>) effect).message())
        .toList();
  }

  private static Effect<PeerMessage> sends(int to, PeerMessage message) {
    return new Effect.Send<>(Destinations.peer(to), message);
  }

  private void open(Order order) {
    peer = peer(order);
    List<Effect<PeerMessage>> met = hears(2, new Ready(false, "two", order, TWO));
    assertThat(told(met)).containsExactly(new PeerMessage.Met(2, "two"));
    hears(1, new Ready(true, "one", order, TWO));
    assertThat(told(hears(2, new Ready(true, "one", order, TWO))))
        .containsExactly(new PeerMessage.Opened());
  }

  @Test
  void whoeverWasStartedForAnotherRoundEndsAndTellsTheOther() {
    SortedSet<Integer> three = View.first(3).members();
    List<Effect<PeerMessage>> effects = hears(3, new Ready(false, "three", Order.FIFO, three));
    assertThat(effects).contains(sends(3, new Ready(true, "three", Order.FIFO, TWO)));
    assertThat(told(effects)).containsExactly(new PeerMessage.Differs(3, Order.FIFO, three));
    assertThat(told(hears(2, new Ready(true, "one", Order.FIFO, TWO)))).as("it is over").isEmpty();
  }

  @Test
  void alsoAnAnswerTellsThatTheOtherRunsAnotherOrder() {
    assertThat(told(hears(2, new Ready(true, "one", Order.CAUSAL, TWO))))
        .containsExactly(new PeerMessage.Differs(2, Order.CAUSAL, TWO));
  }

  @Test
  void whoeverHasBegunGoesOnAndTellsTheOther() {
    open(Order.FIFO);
    List<Effect<PeerMessage>> effects = hears(2, new Ready(false, "x", Order.CAUSAL, TWO));
    assertThat(effects).containsExactly(sends(2, new Ready(true, "x", Order.FIFO, TWO)));
  }

  @Test
  void aSecondProcessOfANumberIsExcludedAndTheFirstIsGone() {
    open(Order.FIFO);
    assertThat(hears(2, new Ready(false, "second", Order.FIFO, TWO)))
        .containsExactly(
            sends(2, new PeerMessage.Excluded(View.first(2))),
            new Effect.Send<>(Destinations.COORDINATOR, new PeerMessage.Leave(2)));
  }

  @Test
  void anAnswerToAnEarlierProcessOfThisNumberDoesNotCount() {
    hears(1, new Ready(true, "one", Order.FIFO, TWO));
    assertThat(told(hears(2, new Ready(true, "earlier", Order.FIFO, TWO)))).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(Order.class)
  void nothingIsDeliveredOfWhoIsNoMemberNorWhatIsSaidInAnothersName(Order order) {
    open(order);
    Data strange = new Data(new MessageId(3, 1), false, "x", 1, Map.of());
    Data false2 = new Data(new MessageId(2, 1), false, "x", 1, Map.of());
    for (int from : List.of(3, 9)) {
      for (Data data : List.of(strange, false2)) {
        assertThat(told(hears(from, new PeerMessage.Plain(data)))).isEmpty();
        assertThat(told(hears(from, new PeerMessage.Framed(0, data == strange ? 1 : 2, data))))
            .isEmpty();
      }
    }
  }
}
