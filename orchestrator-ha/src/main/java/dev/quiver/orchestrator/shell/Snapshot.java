package dev.quiver.orchestrator.shell;

import dev.quiver.messaging.codec.JsonCodec;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.messaging.connection.QuiverMessagingException;
import dev.quiver.messaging.connection.WaitListener;
import dev.quiver.messaging.reply.Reply;
import dev.quiver.messaging.reply.Requester;
import dev.quiver.orchestrator.ledger.Ledger;
import dev.quiver.orchestrator.ledger.LedgerChunk;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies the leader's ledger into that of a replica that has just subscribed to events for the
 * first time: what happened before is in the copy, what happens meanwhile waits in the
 * subscription, and merging makes it harmless that some is in both. While nobody leads it waits;
 * whoever is to lead itself abandons it.
 */
final class Snapshot {

  /** The question's {@code JMSType}. */
  static final String QUESTION = "snapshot";

  private static final Logger LOG = LoggerFactory.getLogger(Snapshot.class);
  private static final Duration PATIENCE = Duration.ofSeconds(4);
  private static final long LOOK_MS = 100;

  /** In place of where to go on: the leader gives nothing. */
  private static final long REFUSED = Long.MIN_VALUE;

  private final String process;
  private final Connections connections;
  private final Supplier<String> leader;
  private final Ledger ledger;
  private final Clock clock;
  private final CountDownLatch abandoned = new CountDownLatch(1);

  /**
   * @param process names the reply queue; nobody else's may bear it
   * @param leader who leads, as far as is known; empty if nobody
   */
  Snapshot(
      String process,
      Connections connections,
      Supplier<String> leader,
      Ledger ledger,
      Clock clock) {
    this.process = process;
    this.connections = connections;
    this.leader = leader;
    this.ledger = ledger;
    this.clock = clock;
  }

  /**
   * Copies until all is there, or it is abandoned, or refused.
   *
   * @return whether all is there
   */
  boolean take() throws InterruptedException {
    while (leader.get().isEmpty()) {
      if (abandoned.await(LOOK_MS, TimeUnit.MILLISECONDS)) {
        return false;
      }
    }
    try (Requester requester =
        Requester.start(connections, process, WaitListener.silent(), clock)) {
      long from = 0;
      while (from != LedgerChunk.END) {
        if (abandoned.getCount() == 0 || from == REFUSED) {
          return false;
        }
        from = takeOne(requester, from);
      }
    }
    ledger.flush();
    LOG.info("{}: the ledger has {} tasks after a snapshot", process, ledger.size());
    return true;
  }

  private long takeOne(Requester requester, long from) throws InterruptedException {
    String question = JsonCodec.standard().write(json -> json.field("from", from));
    String queue = connections.settings().addresses().taskQuery();
    try {
      Reply reply = requester.ask(queue, QUESTION, question, PATIENCE).get();
      if (!reply.type().equals(QUESTION)) {
        LOG.warn(
            "{}: the leader gives no snapshot, so this replica will not be in step: {}",
            process,
            reply.body());
        return REFUSED;
      }
      LedgerChunk chunk = JsonCodec.standard().read(reply.body(), ChunkCodec::read);
      ledger.importChunk(chunk, clock.instant());
      return chunk.next();
    } catch (ExecutionException | QuiverMessagingException e) {
      LOG.debug("{}: a part of the snapshot is asked for again", process, e);
      boolean unused = abandoned.await(LOOK_MS, TimeUnit.MILLISECONDS);
      return from;
    }
  }

  /** Ends it soon; what was copied stays. May be called by any thread. */
  void abandon() {
    abandoned.countDown();
  }
}
