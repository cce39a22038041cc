package dev.quiver.dht.core;

import dev.quiver.dht.ChordConfig;
import dev.quiver.dht.Id;
import dev.quiver.dht.Item;
import dev.quiver.dht.LookupResult;
import dev.quiver.dht.NodeRef;
import dev.quiver.dht.Range;
import dev.quiver.dht.StoreMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Keeps copies as many and as new as they should be. The holder compares its stretch with each node
 * that should have a copy, by a number and a sum first, key by key only if these differ. Whoever
 * has items for which no holder vouches any more offers them to the holder, and only when that has
 * them lets them go.
 */
final class Repair {

  static final String TIMER = "repair";

  private static final int MAX_STAMPS = 150;
  private static final int MAX_ORPHANS = 100;

  /** So many rounds nobody has vouched. */
  private static final int ORPHAN_ROUNDS = 3;

  private final ChordConfig config;
  private final Outbox out;
  private final Rpcs rpcs;
  private final Pointers pointers;
  private final Store store;
  private final Custody custody;
  private final Lookups lookups;
  private final Supplier<List<NodeRef>> targets;
  private final RandomGenerator random;
  private List<NodeRef> last = List.of();

  Repair(
      ChordConfig config,
      Outbox out,
      Rpcs rpcs,
      Pointers pointers,
      Store store,
      Custody custody,
      Lookups lookups,
      Supplier<List<NodeRef>> targets,
      RandomGenerator random) {
    this.config = config;
    this.out = out;
    this.rpcs = rpcs;
    this.pointers = pointers;
    this.store = store;
    this.custody = custody;
    this.lookups = lookups;
    this.targets = targets;
    this.random = random;
  }

  void begin() {
    if (!config.repair().isZero()) {
      long nanos = config.repair().toNanos();
      out.timer(TIMER, Duration.ofNanos(nanos / 2 + random.nextLong(nanos)));
    }
  }

  private void soon() {
    if (!config.repair().isZero()) {
      out.timer(TIMER, Duration.ofNanos(1 + random.nextLong(config.repair().toNanos() / 8)));
    }
  }

  /** Others may have to have copies now: they get them long before it is their turn. */
  void neighboursChanged() {
    List<NodeRef> now = targets.get();
    if (!now.equals(last)) {
      last = List.copyOf(now);
      soon();
    }
  }

  /** The timer is over. */
  void round() {
    begin();
    store.expire(out.now());
    if (!custody.isSettled() || custody.isLeaving()) {
      soon();
      return;
    }
    Range owned = pointers.owned();
    List<Item> items = store.in(owned);
    for (NodeRef target : targets.get()) {
      rpcs.ask(
          target.name(),
          rpc -> new StoreMessage.Summary(rpc, owned, items.size(), Store.sum(items)),
          answer -> {
            if (answer instanceof StoreMessage.Compared compared && !compared.same()) {
              compare(target, owned);
            }
          },
          () -> {});
    }
    offerOrphans(owned);
  }

  private void compare(NodeRef target, Range owned) {
    List<Item> items = store.in(owned);
    Id after = owned.after();
    int from = 0;
    while (from < items.size() || from == 0) {
      int to = Math.min(items.size(), from + MAX_STAMPS);
      // Keys of one place stay together: a stretch cannot part them.
      while (to < items.size() && idOf(items.get(to)).equals(idOf(items.get(to - 1)))) {
        to++;
      }
      Id upTo = to == items.size() ? owned.upTo() : idOf(items.get(to - 1));
      digest(target, new Range(after, upTo), items.subList(from, to));
      after = upTo;
      from = Math.max(to, 1);
    }
  }

  private void digest(NodeRef target, Range range, List<Item> items) {
    rpcs.ask(
        target.name(),
        rpc -> new StoreMessage.Digest(rpc, range, Store.stamps(items)),
        answer -> {
          if (answer instanceof StoreMessage.Wanted wanted) {
            custody.keep(wanted.newer());
            send(target, wanted.keys());
          }
        },
        () -> {});
  }

  private void send(NodeRef target, List<String> keys) {
    List<Item> items = new ArrayList<>();
    for (String key : keys) {
      Item item = store.get(key);
      if (item != null) {
        items.add(item);
      }
    }
    for (List<Item> page : Pages.of(items)) {
      rpcs.ask(target.name(), rpc -> new StoreMessage.Replicate(rpc, page), answer -> {}, () -> {});
    }
  }

  private void offerOrphans(Range owned) {
    Duration silence = config.repair().multipliedBy(ORPHAN_ROUNDS);
    for (Store.Spot spot : store.orphans(owned, out.now().minus(silence), MAX_ORPHANS)) {
      lookups.iterate(spot.id(), true, null, result -> offer(spot, result));
    }
  }

  private void offer(Store.Spot spot, LookupResult result) {
    NodeRef holder = result.holder();
    Item item = store.get(spot.key());
    if (holder == null || item == null || holder.equals(pointers.self())) {
      return;
    }
    rpcs.ask(
        holder.name(),
        rpc -> new StoreMessage.Replicate(rpc, List.of(item)),
        answer -> {
          if (answer instanceof StoreMessage.Replicated replicated
              && !replicated.keepYours()
              && !pointers.owned().contains(spot.id())) {
            store.remove(spot);
            custody.gaveAway(1);
          }
        },
        () -> {});
  }

  private Id idOf(Item item) {
    return config.space().hash(item.key());
  }
}
