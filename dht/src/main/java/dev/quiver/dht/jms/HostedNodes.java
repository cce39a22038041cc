package dev.quiver.dht.jms;

import dev.quiver.dht.ChordMessage;
import dev.quiver.dht.LocalMessage;
import dev.quiver.dht.Notice;
import dev.quiver.dht.core.ChordNode;
import dev.quiver.messaging.protocol.Effect;
import dev.quiver.messaging.protocol.Event;
import dev.quiver.messaging.protocol.NodeId;
import dev.quiver.messaging.protocol.Protocol;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The nodes of one process as one protocol: one thread steps all of them. They do not know of each
 * other and talk over the broker like any others. They leave one after the other, since one would
 * hand over to another that is about to go.
 */
final class HostedNodes implements Protocol<Hosted> {

  private static final char BAR = '|';

  private final Map<NodeId, ChordNode> nodes = new LinkedHashMap<>();
  private final Deque<NodeId> toLeave = new ArrayDeque<>();

  HostedNodes(List<ChordNode> hosted) {
    hosted.forEach(each -> nodes.put(each.self().name(), each));
  }

  @Override
  public List<Effect<Hosted>> on(Instant now, Event<Hosted> event) {
    List<Effect<Hosted>> effects = new ArrayList<>();
    if (event instanceof Event.Received<Hosted> received) {
      Hosted hosted = received.message();
      if (hosted.message() instanceof LocalMessage.Leave) {
        toLeave.add(hosted.local());
        if (toLeave.size() > 1) {
          return effects;
        }
      }
      step(hosted.local(), now, new Event.Received<>(received.from(), hosted.message()), effects);
    } else if (event instanceof Event.TimerFired<Hosted> fired) {
      String timer = fired.timer();
      int bar = timer.indexOf(BAR);
      NodeId local = new NodeId(timer.substring(0, bar));
      step(local, now, new Event.TimerFired<>(timer.substring(bar + 1)), effects);
    } else {
      nodes.keySet().forEach(each -> step(each, now, new Event.Started<>(), effects));
    }
    return effects;
  }

  private void step(
      NodeId local, Instant now, Event<ChordMessage> event, List<Effect<Hosted>> effects) {
    ChordNode node = nodes.get(local);
    if (node == null) {
      return;
    }
    boolean gone = false;
    for (Effect<ChordMessage> effect : node.on(now, event)) {
      if (effect instanceof Effect.Send<ChordMessage> send) {
        effects.add(new Effect.Send<>(send.to(), new Hosted(local, send.message())));
      } else if (effect instanceof Effect.Deliver<ChordMessage> deliver) {
        effects.add(new Effect.Deliver<>(new Hosted(local, deliver.message())));
        gone |= deliver.message() instanceof Notice.Left;
      } else if (effect instanceof Effect.StartTimer<ChordMessage> start) {
        effects.add(new Effect.StartTimer<>(local.value() + BAR + start.timer(), start.after()));
      } else if (effect instanceof Effect.CancelTimer<ChordMessage> cancel) {
        effects.add(new Effect.CancelTimer<>(local.value() + BAR + cancel.timer()));
      }
    }
    if (gone && local.equals(toLeave.peek())) {
      toLeave.remove();
      NodeId next = toLeave.peek();
      if (next != null) {
        step(next, now, new Event.Received<>(next, new LocalMessage.Leave()), effects);
      }
    }
  }
}
