package dev.quiver.multicast.core;

import dev.quiver.messaging.protocol.Effect;
import dev.quiver.multicast.Data;
import dev.quiver.multicast.MessageId;
import dev.quiver.multicast.PeerMessage;
import dev.quiver.multicast.PeerMessage.State;
import dev.quiver.multicast.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What was delivered so far, for whoever joins; sent in parts that fit into a message. */
final class History {

  private static final int PART = 4_000;

  private final List<MessageId> log = new ArrayList<>();

  void add(Data data) {
    if (!data.stop()) {
      log.add(data.id());
    }
  }

  void restore(List<MessageId> before) {
    log.addAll(before);
  }

  void send(
      int joiner,
      View view,
      Map<Integer, Integer> stops,
      Map<Integer, Long> positions,
      long nextNumber,
      long time,
      List<Effect<PeerMessage>> effects) {
    int parts = Math.max(1, (log.size() + PART - 1) / PART);
    for (int part = 0; part < parts; part++) {
      List<MessageId> some = log.subList(part * PART, Math.min(log.size(), (part + 1) * PART));
      effects.add(
          new Effect.Send<>(
              Destinations.peer(joiner),
              new State(view, part, parts, some, stops, positions, nextNumber, time)));
    }
  }
}
