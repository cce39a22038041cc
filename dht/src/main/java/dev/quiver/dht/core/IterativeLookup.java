package dev.quiver.dht.core;

import dev.quiver.dht.ChordMessage;
import dev.quiver.dht.Id;
import dev.quiver.dht.LookupResult;
import dev.quiver.dht.NodeRef;
import dev.quiver.dht.RouteMessage;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One lookup that asks node after node. Who does not answer is asked for no more, and the last one
 * who did is asked for another way.
 */
final class IterativeLookup {

  /** How many nodes may send on to somebody else at the end. */
  private static final int MAX_REDIRECTS = 8;

  /**
   * How often at least the node is asked that should hold the key. On the way there another node
   * may stand in for one that is slow; here taking it for dead names the wrong holder.
   */
  private static final int CONFIRM_ATTEMPTS = 2;

  private final Lookups around;
  private final Id key;
  private final boolean confirm;
  private final NodeRef start;
  private final Consumer<LookupResult> done;
  private final Set<Id> avoid = new LinkedHashSet<>();
  private final Deque<NodeRef> trail = new ArrayDeque<>();
  private final List<LookupResult.Step> path = new ArrayList<>();
  private Instant began;
  private int hops;
  private int timeouts;
  private int redirects;

  IterativeLookup(
      Lookups around, Id key, boolean confirm, NodeRef start, Consumer<LookupResult> done) {
    this.around = around;
    this.key = key;
    this.confirm = confirm;
    this.start = start;
    this.done = done;
    this.began = around.now();
  }

  /** Goes on where a recursive one arrived. */
  IterativeLookup continuing(Instant since, int hopsSoFar, List<LookupResult.Step> pathSoFar) {
    began = since;
    hops = hopsSoFar;
    path.addAll(pathSoFar);
    return this;
  }

  void begin() {
    if (start.equals(around.pointers().self())) {
      askSelf();
    } else {
      ask(start);
    }
  }

  private void askSelf() {
    Pointers pointers = around.pointers();
    NodeRef self = pointers.self();
    if (confirm && pointers.owned().contains(key)) {
      end(self, self); // Nobody knows better.
      return;
    }
    Router.Way way = around.router().way(key, avoid);
    NodeRef next = way.next();
    if (next == null) {
      reached(self, way.holders());
    } else {
      ask(next);
    }
  }

  private void ask(NodeRef node) {
    if (hops + timeouts > Lookups.MAX_HOPS) {
      end(null, null);
      return;
    }
    Instant asked = around.now();
    around
        .rpcs()
        .ask(
            node.name(),
            rpc -> new RouteMessage.NextHop(rpc, key, List.copyOf(avoid)),
            answer -> answered(node, asked, answer),
            () -> silent(node, asked));
  }

  private void answered(NodeRef node, Instant asked, ChordMessage answer) {
    if (!node.equals(trail.peekLast())) {
      trail.addLast(node);
      hops += node.equals(start) ? 0 : 1;
      path.add(new LookupResult.Step(node, around.since(asked), true));
    }
    if (answer instanceof RouteMessage.Reached reached) {
      reached(node, reached.holders());
    } else if (answer instanceof RouteMessage.Hop hop && leadsOn(node, hop.next())) {
      ask(hop.next());
    } else {
      // It sends back, or talks nonsense: as good as dead.
      around.lie();
      giveUpOn(node);
    }
  }

  private boolean leadsOn(NodeRef from, NodeRef to) {
    return !to.isPadding() && !avoid.contains(to.id()) && Id.between(from.id(), to.id(), key);
  }

  private void silent(NodeRef node, Instant asked) {
    timeouts++;
    path.add(new LookupResult.Step(node, around.since(asked), false));
    around.dead(node);
    giveUpOn(node);
  }

  private void giveUpOn(NodeRef node) {
    avoid.add(node.id());
    trail.remove(node);
    if (node.equals(start)) {
      end(null, null);
      return;
    }
    NodeRef before = trail.peekLast();
    if (before != null) {
      ask(before);
    } else if (start.equals(around.pointers().self())) {
      askSelf();
    } else {
      end(null, null);
    }
  }

  /** The key's predecessor is found; one of these holds the key. */
  void reached(NodeRef before, List<NodeRef> holders) {
    if (!confirm) {
      end(holders.isEmpty() ? null : holders.get(0), before);
    } else {
      confirm(before, new ArrayDeque<>(holders));
    }
  }

  private void confirm(NodeRef before, Deque<NodeRef> holders) {
    NodeRef candidate = holders.poll();
    if (candidate == null) {
      end(null, before);
      return;
    }
    if (candidate.equals(around.pointers().self())) {
      confirmed(before, candidate, holders, ownView());
      return;
    }
    Instant asked = around.now();
    around
        .rpcs()
        .ask(
            candidate.name(),
            rpc -> new RouteMessage.Confirm(rpc, key),
            answer -> {
              path.add(new LookupResult.Step(candidate, around.since(asked), true));
              confirmed(before, candidate, holders, answer);
            },
            () -> {
              path.add(new LookupResult.Step(candidate, around.since(asked), false));
              around.dead(candidate);
              avoid.add(candidate.id());
              confirm(before, holders);
            },
            CONFIRM_ATTEMPTS);
  }

  private RouteMessage.Confirmed ownView() {
    Pointers pointers = around.pointers();
    return new RouteMessage.Confirmed(0, pointers.owned().contains(key), pointers.predecessor());
  }

  private void confirmed(
      NodeRef before, NodeRef candidate, Deque<NodeRef> holders, ChordMessage answer) {
    if (!(answer instanceof RouteMessage.Confirmed confirmed)) {
      around.lie();
      confirm(before, holders);
      return;
    }
    NodeRef closer = confirmed.predecessor();
    if (confirmed.holds()) {
      end(candidate, before);
    } else if (closer != null && redirects++ < MAX_REDIRECTS && !avoid.contains(closer.id())) {
      holders.addFirst(candidate); // If the one it names is dead, it holds the key after all.
      holders.addFirst(closer);
      avoid.add(closer.id());
      confirm(before, holders);
    } else if (closer != null && avoid.contains(closer.id())) {
      end(candidate, before);
    } else {
      confirm(before, holders);
    }
  }

  private void end(@Nullable NodeRef holder, @Nullable NodeRef before) {
    done.accept(new LookupResult(key, holder, before, hops, timeouts, path, around.since(began)));
  }
}
