package dev.quiver.dht.jms;

import dev.quiver.dht.ClientMessage;
import dev.quiver.dht.Item;
import dev.quiver.dht.NodeRef;
import dev.quiver.dht.core.CircleWalk;
import dev.quiver.messaging.codec.RejectedMessageException;
import dev.quiver.messaging.connection.UnknownOutcomeException;
import dev.quiver.messaging.reply.ReplyTimeoutException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Sees every key of a ring once, also while nodes join, leave and die. */
final class RingWalk {

  /** How long whoever holds the next place may not be known, silent, or not sure what it has. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final Duration PAUSE = Duration.ofMillis(200);

  private final DhtClient client;
  private final DhtClient.Visitor visitor;
  private final CircleWalk walk;

  /** Who holds the next place, as far as is known. */
  private @Nullable NodeRef holder;

  RingWalk(DhtClient client, DhtClient.Visitor visitor) {
    this.client = client;
    this.visitor = visitor;
    this.walk = new CircleWalk(client.space());
  }

  void run() throws InterruptedException {
    NodeRef last = null;
    long seen = System.nanoTime();
    while (!walk.isOver()) {
      NodeRef asked = holder();
      ClientMessage.Items page = asked == null ? null : page(asked);
      if (asked != null && page != null) {
        holder = page.more() ? asked : null;
        for (Item item : page.items()) {
          visitor.item(asked, item);
        }
        seen = System.nanoTime();
        last = null;
        continue;
      }
      holder = null;
      last = asked == null ? last : asked;
      if (System.nanoTime() - seen < PATIENCE.toNanos()) {
        Thread.sleep(PAUSE.toMillis());
        continue;
      }
      visitor.unseen(last);
      if (last == null) {
        return; // Where the next stretch begins nobody knows.
      }
      walk.pass(last.id());
      seen = System.nanoTime();
      last = null;
    }
  }

  private @Nullable NodeRef holder() {
    try {
      NodeRef known = holder;
      return known == null ? client.lookup(walk.place(), false).holder() : known;
    } catch (ReplyTimeoutException | UnknownOutcomeException | RejectedMessageException e) {
      return null;
    }
  }

  /** A page that leads on; null if there is none. */
  private ClientMessage.@Nullable Items page(NodeRef asked) {
    try {
      ClientMessage.Items page = client.page(asked, walk.question(0));
      return walk.take(page) ? page : null;
    } catch (ReplyTimeoutException | UnknownOutcomeException | RejectedMessageException e) {
      return null;
    }
  }
}
