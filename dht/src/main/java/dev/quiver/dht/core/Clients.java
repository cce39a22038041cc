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
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Does for clients what it takes a node to do: any node serves any key. */
final class Clients {

  private static final int MAX_TRIES = 12;
  private static final Duration PAUSE = Duration.ofMillis(100);

  /** A holder waits for copies, each asked as often as the configuration says. */
  private static final int HOLDER_PATIENCE = 2;

  private final ChordConfig config;
  private final Outbox out;
  private final Rpcs rpcs;
  private final Later later;
  private final Lookups lookups;
  private final Pointers pointers;
  private final Holder holder;

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

  /** One operation: find the holder, have it done; again while the ring is changing. */
  private final class Acting {

    private final NodeId client;
    private final ClientMessage.Act question;
    private final Operation operation;
    private final Id id;
    private @Nullable LookupResult way;
    private int tries;

    Acting(NodeId client, ClientMessage.Act question) {
      this.client = client;
      this.question = question;
      this.operation = question.operation();
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
      rpcs.ask(
          node.name(),
          rpc -> new StoreMessage.Operate(rpc, operation),
          answer ->
              done(
                  node,
                  answer instanceof StoreMessage.Operated operated
                      ? operated.outcome()
                      : Outcome.unreachable()),
          () -> silent(),
          patience,
          1);
    }

    /** A conditional write must not be tried twice: the first may have made it untrue. */
    private void silent() {
      if (operation.ifVersion() != null) {
        answer(Outcome.unreachable());
      } else {
        again(Outcome.unreachable());
      }
    }

    private void done(NodeRef asked, Outcome outcome) {
      NodeRef other = outcome.holder();
      if (outcome.status() == Status.NOT_HOLDER && other != null && !other.equals(asked)) {
        if (++tries < MAX_TRIES) {
          if (tries % 4 == 0) {
            later.after(PAUSE, this::find); // Two who send to each other: the ring is changing.
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
      if (++tries < MAX_TRIES) {
        later.after(PAUSE.multipliedBy(tries), this::find);
      } else {
        answer(otherwise);
      }
    }

    private void answer(Outcome outcome) {
      out.send(client, new ClientMessage.Acted(question.rpc(), outcome, way));
    }
  }
}
