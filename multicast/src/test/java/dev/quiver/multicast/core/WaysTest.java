package dev.quiver.multicast.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.messaging.protocol.Effect;
import dev.quiver.messaging.protocol.Event;
import dev.quiver.messaging.protocol.NodeId;
import dev.quiver.multicast.Order;
import dev.quiver.multicast.PeerMessage;
import dev.quiver.multicast.PromisesTable;
import dev.quiver.multicast.View;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Through which destinations messages and views go, and that the documents say the same. */
class WaysTest {

  private record Word(int from, NodeId to, PeerMessage message) {}

  /** Three peers and the coordinator's queue, on a network that keeps every order. */
  private static final class Group {

    private final Map<Integer, Peer> peers = new TreeMap<>();
    private final Reign reign;
    private final Deque<Word> underWay = new ArrayDeque<>();
    private final Set<String> ways = new TreeSet<>();

    Group(Order order) {
      View view = View.first(3);
      reign = new Reign(order);
      reign.take(0, new PeerMessage.LastNumber(0, view));
      for (int peer : view.members()) {
        peers.put(peer, new Peer(PeerConfig.member(peer, "p" + peer, order, view)));
      }
      peers.forEach((number, peer) -> did(number, peer.on(Instant.EPOCH, new Event.Started<>())));
      waysOfAll();
    }

    Set<String> waysOf(int peer, PeerMessage told) {
      hears(peer, peer, told);
      return waysOfAll();
    }

    private Set<String> waysOfAll() {
      ways.clear();
      for (Word next = underWay.poll(); next != null; next = underWay.poll()) {
        pass(next);
      }
      return new TreeSet<>(ways);
    }

    private void pass(Word word) {
      int one = Destinations.number(word.to());
      ways.add(one == 0 ? word.to().value() : "peer.N");
      if (one > 0) {
        hears(one, word.from(), word.message());
      } else if (word.to().equals(Destinations.ALL)) {
        peers.keySet().forEach(each -> hears(each, word.from(), word.message()));
      } else {
        reign.take(1, word.message());
        for (var step = reign.next(); step.isPresent(); step = reign.next()) {
          step.get().numbered().forEach(each -> underWay.add(new Word(0, Destinations.ALL, each)));
          PeerMessage.LastNumber last = step.get().last();
          if (last != null) {
            reign.take(0, last);
          }
        }
      }
    }

    private void hears(int peer, int from, PeerMessage message) {
      Peer core = peers.get(peer);
      assertThat(core).isNotNull();
      did(peer, core.on(Instant.EPOCH, new Event.Received<>(Destinations.peer(from), message)));
    }

    private void did(int peer, List<Effect<PeerMessage>> effects) {
      for (Effect<PeerMessage> effect : effects) {
        if (effect instanceof Effect.Send<PeerMessage> send) {
          underWay.add(new Word(peer, send.to(), send.message()));
        }
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(Order.class)
  void theTableOfTheDocumentsSaysWhereAMessageGoes(Order order) throws IOException {
    assertThat(new Group(order).waysOf(2, new PeerMessage.Say(false, "x")))
        .isEqualTo(PromisesTable.read().ways(order));
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(Order.class)
  void viewsGoThroughTheCoordinatorToAll(Order order) {
    assertThat(new Group(order).waysOf(1, new PeerMessage.Suspect(3)))
        .containsExactly("all", "sequence");
  }
}
