package dev.quiver.dht.core;

import dev.quiver.dht.ChordConfig;
import dev.quiver.dht.ClientMessage;
import dev.quiver.dht.Id;
import dev.quiver.dht.LookupResult;
import dev.quiver.dht.NodeRef;
import dev.quiver.dht.Operation;
import dev.quiver.dht.Outcome;
import dev.quiver.dht.Outcome.Status;
import dev.quiver.dht.StoreMessage;
import dev.quiver.messaging.protocol.NodeId;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Does for clients what it takes a node to do: any node serves any key. */
final class Clients {

  private static final int MAX_TRIES = 12;
  private static final Duration PAUSE = Duration.ofMillis(100);

  /** So long a client waits; what is tried later would be done to what others wrote meanwhile. */
  private static final Duration PATIENCE = Duration.ofSeconds(12);

  /** A holder waits for copies, each asked as often as the configuration says. */
  private static final int HOLDER_PATIENCE = 2;

  private final ChordConfig config;
  private final Outbox out;
  private final Rpcs rpcs;
  private final Later later;
  private final Lookups lookups;
  private final Pointers pointers;
  private final Holder holder;
  private long writes;

  Clients(
      ChordConfig config,
      Outbox out,
      Rpcs rpcs,
      Later later,
      Lookups lookups,
      Pointers pointers,
      Holder holder) {
    this.config = config;
    this.out = out;
    this.rpcs = rpcs;
    this.later = later;
    this.lookups = lookups;
    this.pointers = pointers;
    this.holder = holder;
  }

  void on(NodeId from, ClientMessage message) {
    if (message instanceof ClientMessage.Lookup lookup) {
      Consumer<LookupResult> answer =
          result -> out.send(from, new ClientMessage.LookedUp(lookup.rpc(), result));
      if (lookup.recursive()) {
        lookups.forward(lookup.key(), true, true, answer);
      } else {
        lookups.iterate(lookup.key(), true, null, answer);
      }
    } else if (message instanceof ClientMessage.Find find) {
      lookups.forward(
          find.key(),
          false,
          false,
          result -> out.send(from, new ClientMessage.LookedUp(find.rpc(), result)));
    } else if (message instanceof ClientMessage.Act act) {
      new Acting(from, act).find();
    }
  }

  /** A write whose asker gave it no identifier gets one that no other has. */
  private Operation identified(Operation operation) {
    if (!operation.isWrite() || operation.id() != null) {
      return operation;
    }
    String time = Long.toHexString(out.now().toEpochMilli());
    return operation.withId(pointers.self().id().hex() + "-" + time + "-" + ++writes);
  }

  /** One operation: find the holder, have it done; again while the ring is changing. */
  private final class Acting {

    private final NodeId client;
    private final ClientMessage.Act question;
    private final Operation operation;
    private final Id id;
    private final Instant until;
    private @Nullable LookupResult way;
    private int tries;

    Acting(NodeId client, ClientMessage.Act question) {
      this.client = client;
      this.question = question;
      this.operation = identified(question.operation());
      this.until = out.now().plus(PATIENCE);
      this.id = config.space().hash(operation.key());
    }

    void find() {
      if (pointers.owned().contains(id)) {
        holder.operate(operation, outcome -> done(pointers.self(), outcome));
      } else {
        lookups.iterate(id, false, null, this::found);
      }
    }

    private void found(LookupResult result) {
      way = result;
      NodeRef found = result.holder();
      if (found == null) {
        again(Outcome.unreachable());
      } else {
        ask(found);
      }
    }

    private void ask(NodeRef node) {
      if (node.equals(pointers.self())) {
        holder.operate(operation, outcome -> done(node, outcome));
        return;
      }
      Duration patience =
          config.rpcTimeout().multipliedBy((long) HOLDER_PATIENCE * config.rpcAttempts());
      // As often as it takes: a write bears its identifier, and is made once.
      rpcs.ask(
          node.name(),
          rpc -> new StoreMessage.Operate(rpc, operation),
          answer ->
              done(
                  node,
                  answer instanceof StoreMessage.Operated operated
                      ? operated.outcome()
                      : Outcome.unreachable()),
          () -> again(Outcome.unreachable()),
          patience,
          1,
          until);
    }

    private void done(NodeRef asked, Outcome outcome) {
      NodeRef other = outcome.holder();
      if (outcome.status() == Status.NOT_HOLDER && other != null && !other.equals(asked)) {
        if (mayTry()) {
          if (tries % 4 == 0) {
            // Two who send to each other: the ring is changing.
            later.after(PAUSE, () -> findIfWanted(outcome));
          } else {
            ask(other);
          }
          return;
        }
        answer(outcome);
      } else if (outcome.status() == Status.NOT_YET || outcome.status() == Status.NOT_HOLDER) {
        again(outcome);
      } else {
        answer(outcome);
      }
    }

    private void again(Outcome otherwise) {
      if (mayTry()) {
        later.after(PAUSE.multipliedBy(tries), () -> findIfWanted(otherwise));
      } else {
        answer(otherwise);
      }
    }

    private boolean mayTry() {
      return ++tries < MAX_TRIES && isWanted();
    }

    private boolean isWanted() {
      return out.now().isBefore(until);
    }

    /** The pause may have been longer than planned: the node may have been held. */
    private void findIfWanted(Outcome otherwise) {
      if (isWanted()) {
        find();
      } else {
        answer(otherwise);
      }
    }

    private void answer(Outcome outcome) {
      out.send(client, new ClientMessage.Acted(question.rpc(), outcome, way));
    }
  }
}
