package dev.quiver.cli.dht;

import dev.quiver.cli.CommandContext;
import dev.quiver.cli.output.JsonLine;
import dev.quiver.cli.output.OutputClosedException;
import dev.quiver.cli.output.OutputFailedException;
import dev.quiver.dht.ChordMessage;
import dev.quiver.dht.NodeRef;
import dev.quiver.dht.Notice;
import dev.quiver.dht.jms.RingProcess;
import dev.quiver.messaging.connection.QuiverMessagingException;
import dev.quiver.messaging.connection.WaitListener;
import dev.quiver.messaging.protocol.NodeId;
import dev.quiver.messaging.text.Printable;
import java.time.Duration;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tells people, or programs, what happens to the nodes of this process. */
final class NodeTalk implements RingProcess.Listener, WaitListener {

  private final CommandContext context;
  private final boolean json;
  private final Runnable onEnd;
  private volatile boolean refused;
  private volatile boolean saidWaiting;
  private volatile @Nullable RuntimeException lost;

  NodeTalk(CommandContext context, boolean json, Runnable onEnd) {
    this.context = context;
    this.json = json;
    this.onEnd = onEnd;
  }

  /** Whether the ring did not take a node. */
  boolean refused() {
    return refused;
  }

  /**
   * A line to the output. If nobody reads that any more, or it cannot be written, the nodes are to
   * leave in good order: they say nothing more, and {@link #throwIfLost} says why.
   */
  void line(String text) {
    if (lost != null) {
      return;
    }
    try {
      context.out().line(text);
      context.out().flush();
    } catch (OutputClosedException | OutputFailedException e) {
      lost = e;
      onEnd.run();
    }
  }

  /** What has become of the output. */
  void throwIfLost() {
    RuntimeException why = lost;
    if (why != null) {
      throw why;
    }
  }

  /** Whether the broker is away. */
  boolean isWaiting() {
    return saidWaiting;
  }

  @Override
  public void on(NodeRef node, Notice notice) {
    if (notice instanceof Notice.Changed changed) {
      changed(node, changed);
    } else if (notice instanceof Notice.Joined) {
      event(node, "joined", context.text().format("dht.joined", DhtOptions.shown(node)));
    } else if (notice instanceof Notice.Isolated) {
      event(node, "isolated", context.text().format("dht.isolated", DhtOptions.shown(node)));
    } else if (notice instanceof Notice.Left) {
      event(node, "left", context.text().format("dht.nodeLeft", DhtOptions.shown(node)));
    } else if (notice instanceof Notice.InvariantBroken broken) {
      event(
          node,
          "invariantBroken",
          context
              .text()
              .format(
                  "dht.invariantBroken",
                  DhtOptions.shown(node),
                  broken.invariant(),
                  DhtOptions.shown(broken.by()),
                  Printable.harmless(broken.how())));
    } else if (notice instanceof Notice.JoinRefused no) {
      event(
          node,
          "refused",
          context.text().format("dht.refused", DhtOptions.shown(node), reason(no.why())));
      refused = true;
      onEnd.run();
    }
  }

  private String reason(Notice.Refusal why) {
    if (why instanceof Notice.Refusal.Taken taken) {
      return context.text().format("dht.refused.taken", DhtOptions.shown(taken.by()));
    } else if (why instanceof Notice.Refusal.Differs differs) {
      return context
          .text()
          .format("dht.refused." + differs.parameter().label(), differs.theirs(), differs.own());
    }
    return context.text().format("dht.refused.silence");
  }

  private void changed(NodeRef node, Notice.Changed changed) {
    NodeRef before = changed.predecessor();
    String successors =
        changed.successors().stream().map(DhtOptions::shown).collect(Collectors.joining(", "));
    if (json) {
      line(
          new JsonLine()
              .put("node", node.label())
              .put("event", "changed")
              .put("predecessor", before == null ? null : before.label())
              .put("successors", changed.successors().stream().map(each -> each.label()).toList())
              .put("after", before == null ? null : before.id().text())
              .put("upTo", node.id().text())
              .end());
    } else {
      context.say(
          "dht.changed",
          DhtOptions.shown(node),
          before == null ? "-" : DhtOptions.shown(before),
          successors,
          before == null ? "-" : before.id().brief(),
          node.id().brief());
    }
  }

  private void event(NodeRef node, String event, String words) {
    if (json) {
      line(new JsonLine().put("node", node.label()).put("event", event).end());
    }
    context.err().println(words);
    context.err().flush();
  }

  @Override
  public void traced(NodeRef node, boolean sent, NodeId other, ChordMessage message) {
    context
        .err()
        .println(
            DhtOptions.shown(node)
                + (sent ? " -> " : " <- ")
                + Printable.harmless(other.value())
                + " "
                + Printable.harmless(message.toString()));
  }

  @Override
  public void waiting(QuiverMessagingException why, int attempt, Duration pause) {
    if (!saidWaiting) {
      saidWaiting = true;
      context.say("dht.waiting", context.explain(why));
    }
  }

  @Override
  public void connected() {
    if (saidWaiting) {
      saidWaiting = false;
      context.say("dht.connected");
    }
  }
}
