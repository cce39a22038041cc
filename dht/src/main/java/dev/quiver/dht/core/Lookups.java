package dev.quiver.dht.core;

import dev.quiver.dht.ChordConfig;
import dev.quiver.dht.Id;
import dev.quiver.dht.LookupResult;
import dev.quiver.dht.NodeRef;
import dev.quiver.dht.RouteMessage;
import dev.quiver.messaging.protocol.NodeId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Finds holders for whoever asks here, and answers what other nodes' lookups ask. */
final class Lookups {

  /** No ring is so large: a way that is longer goes round in circles. */
  static final int MAX_HOPS = 250;

  private static final int RECURSIVE_PATIENCE = 4;

  private final ChordConfig config;
  private final Outbox out;
  private final Rpcs rpcs;
  private final Router router;
  private final Pointers pointers;
  private final Consumer<NodeRef> onDead;
  private long ended;
  private long hops;
  private long timeouts;
  private long failures;
  private long lies;

  Lookups(
      ChordConfig config,
      Outbox out,
      Rpcs rpcs,
      Router router,
      Pointers pointers,
      Consumer<NodeRef> onDead) {
    this.config = config;
    this.out = out;
    this.rpcs = rpcs;
    this.router = router;
    this.pointers = pointers;
    this.onDead = onDead;
  }

  /**
   * Asks node after node.
   *
   * @param confirm whether the holder itself has to say that it is one, and is alive
   * @param via whom to ask first; null for this node itself
   */
  void iterate(Id key, boolean confirm, @Nullable NodeRef via, Consumer<LookupResult> done) {
    NodeRef start = via == null ? pointers.self() : via;
    new IterativeLookup(this, key, confirm, start, result -> end(result, done)).begin();
  }

  /** Lets each node pass the question on; if no answer comes, asks node after node. */
  void forward(Id key, boolean confirm, boolean traced, Consumer<LookupResult> done) {
    Router.Way way = router.way(key, Set.of());
    Instant began = out.now();
    NodeRef self = pointers.self();
    NodeRef next = way.next();
    if (next == null) {
      arrived(key, confirm, began, new RouteMessage.Arrived(0, way.holders(), 0, List.of()), done);
      return;
    }
    rpcs.ask(
        next.name(),
        rpc -> new RouteMessage.Forward(rpc, key, self, 1, traced, List.of()),
        answer -> {
          if (answer instanceof RouteMessage.Arrived arrived) {
            arrived(key, confirm, began, arrived, done);
          } else {
            lie();
            iterate(key, confirm, null, done);
          }
        },
        () -> iterate(key, confirm, null, done),
        config.rpcTimeout().multipliedBy(RECURSIVE_PATIENCE),
        1);
  }

  private void arrived(
      Id key,
      boolean confirm,
      Instant began,
      RouteMessage.Arrived answer,
      Consumer<LookupResult> done) {
    List<LookupResult.Step> path = new ArrayList<>();
    answer.path().forEach(node -> path.add(new LookupResult.Step(node, null, true)));
    Consumer<LookupResult> end = result -> end(result, done);
    IterativeLookup rest =
        new IterativeLookup(this, key, confirm, pointers.self(), end)
            .continuing(began, answer.hops(), path);
    rest.reached(pointers.self(), answer.holders());
  }

  private void end(LookupResult result, Consumer<LookupResult> done) {
    ended++;
    hops += result.hops();
    timeouts += result.timeouts();
    failures += result.isFound() ? 0 : 1;
    done.accept(result);
  }

  /** What another node's lookup asks. */
  void on(NodeId from, RouteMessage message) {
    if (message instanceof RouteMessage.NextHop question) {
      Router.Way way = router.way(question.key(), Set.copyOf(question.avoid()));
      NodeRef next = way.next();
      out.send(
          from,
          next == null
              ? new RouteMessage.Reached(question.rpc(), way.holders())
              : new RouteMessage.Hop(question.rpc(), next));
    } else if (message instanceof RouteMessage.Confirm question) {
      out.send(
          from,
          new RouteMessage.Confirmed(
              question.rpc(), pointers.owned().contains(question.key()), pointers.predecessor()));
    } else if (message instanceof RouteMessage.Forward question) {
      pass(question);
    }
  }

  private void pass(RouteMessage.Forward question) {
    if (question.hops() > MAX_HOPS) {
      return; // Whoever asked will ask in the other way.
    }
    List<NodeRef> path = question.path();
    if (question.traced()) {
      path = new ArrayList<>(path);
      path.add(pointers.self());
    }
    Router.Way way = router.way(question.key(), Set.of());
    NodeRef next = way.next();
    if (next == null) {
      out.send(
          question.origin().name(),
          new RouteMessage.Arrived(question.rpc(), way.holders(), question.hops(), path));
    } else {
      out.send(
          next.name(),
          new RouteMessage.Forward(
              question.rpc(),
              question.key(),
              question.origin(),
              question.hops() + 1,
              question.traced(),
              path));
    }
  }

  // For one lookup.

  Instant now() {
    return out.now();
  }

  Duration since(Instant began) {
    return Duration.between(began, out.now());
  }

  Rpcs rpcs() {
    return rpcs;
  }

  Router router() {
    return router;
  }

  Pointers pointers() {
    return pointers;
  }

  void dead(NodeRef node) {
    onDead.accept(node);
  }

  void lie() {
    lies++;
  }

  // For statistics.

  long ended() {
    return ended;
  }

  long hops() {
    return hops;
  }

  long timeouts() {
    return timeouts;
  }

  long failures() {
    return failures;
  }

  long lies() {
    return lies;
  }
}
