package dev.quiver.multicast.core;

import dev.quiver.messaging.protocol.Effect;
import dev.quiver.multicast.Data;
import dev.quiver.multicast.MessageId;
import dev.quiver.multicast.MessageIds;
import dev.quiver.multicast.PeerMessage;
import dev.quiver.multicast.PeerMessage.State;
import dev.quiver.multicast.View;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What was delivered so far, for whoever joins; sent in parts that fit into a message. Without
 * joiners nothing is kept.
 */
final class History {

  private static final int PART = 4_000;

  private final boolean kept;
  private long[] log = new long[64];
  private int size;

  History(boolean kept) {
    this.kept = kept;
  }

  void add(Data data) {
    if (!data.stop()) {
      add(data.id());
    }
  }

  private void add(MessageId id) {
    if (!kept) {
      return;
    }
    if (size == log.length) {
      log = Arrays.copyOf(log, size + size / 2);
    }
    log[size++] = MessageIds.key(id);
  }

  void restore(List<MessageId> before) {
    before.forEach(this::add);
  }

  void send(
      int joiner,
      View view,
      Map<Integer, Integer> stops,
      Map<Integer, Long> positions,
      long nextNumber,
      long time,
      List<Effect<PeerMessage>> effects) {
    int parts = Math.max(1, (size + PART - 1) / PART);
    for (int part = 0; part < parts; part++) {
      List<MessageId> some =
          Arrays.stream(log, part * PART, Math.min(size, (part + 1) * PART))
              .mapToObj(MessageIds::id)
              .toList();
      effects.add(
          new Effect.Send<>(
              Destinations.peer(joiner),
              new State(view, part, parts, some, stops, positions, nextNumber, time)));
    }
  }
}
