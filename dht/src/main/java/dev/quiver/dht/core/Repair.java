package dev.quiver.dht.core;

import dev.quiver.dht.ChordConfig;
import dev.quiver.dht.ChordMessage;
import dev.quiver.dht.Item;
import dev.quiver.dht.LookupResult;
import dev.quiver.dht.NodeRef;
import dev.quiver.dht.Range;
import dev.quiver.dht.StoreMessage;
import dev.quiver.messaging.protocol.NodeId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Keeps copies as many and as new as they should be. The holder compares its stretch with each node
 * that should have a copy, by a number and a sum first, key by key only if these differ. Whoever
 * has items for which no holder vouches any more offers them to the holder, and only when that has
 * them lets them go.
 */
final class Repair {

  static final String TIMER = "repair";

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

  /** Those with whom something is compared, a message at a time: more might be dropped. */
  private final Set<NodeId> comparing = new HashSet<>();

  private boolean offering;

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

  /** Begins as a member: whatever was under way is not any more. */
  void begin() {
    comparing.clear();
    offering = false;
    arm();
  }

  private void arm() {
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
    arm();
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
            if (answer instanceof StoreMessage.Compared compared
                && !compared.same()
                && comparing.add(target.name())) {
              new Comparison(target, owned).next();
            }
          },
          () -> {});
    }
    offerOrphans(owned);
  }

  /**
   * What one who should have copies has is compared with what is here, a message at a time, each
   * when the one before is answered. If one is not, the rest waits for the next round.
   */
  private final class Comparison {

    private final NodeRef target;
    private final Range range;
    private @Nullable String after;

    Comparison(NodeRef target, Range range) {
      this.target = target;
      this.range = range;
    }

    void next() {
      if (!pointers.owned().equals(range)) {
        end();
        return;
      }
      List<Item> rest = store.in(range, after);
      Pages page = new Pages();
      int size = 0;
      while (size < rest.size() && page.takes(rest.get(size).key())) {
        size++;
      }
      boolean isLast = size == rest.size();
      List<StoreMessage.Stamp> stamps = Store.stamps(rest.subList(0, size));
      String from = after;
      ask(
          rpc -> new StoreMessage.Digest(rpc, range, from, isLast, stamps),
          answer -> {
            after = isLast ? null : stamps.get(stamps.size() - 1).key();
            if (answer instanceof StoreMessage.Wanted wanted) {
              custody.keep(wanted.newer());
              send(pagesOf(wanted.keys()), 0, isLast);
            } else {
              end();
            }
          });
    }

    private List<List<Item>> pagesOf(List<String> keys) {
      List<Item> items = new ArrayList<>();
      for (String key : keys) {
        Item item = store.get(key);
        if (item != null) {
          items.add(item);
        }
      }
      return Pages.of(items);
    }

    private void send(List<List<Item>> pages, int at, boolean isLast) {
      if (at < pages.size()) {
        ask(
            rpc -> new StoreMessage.Replicate(rpc, pages.get(at)),
            answer -> {
              if (answer instanceof StoreMessage.Replicated) {
                send(pages, at + 1, isLast);
              } else {
                end(); // No room.
              }
            });
      } else if (isLast) {
        end();
      } else {
        next();
      }
    }

    private void ask(LongFunction<ChordMessage> question, Consumer<ChordMessage> onAnswer) {
      rpcs.ask(target.name(), question, onAnswer, this::end);
    }

    private void end() {
      comparing.remove(target.name());
    }
  }

  private void offerOrphans(Range owned) {
    Duration silence = config.repair().multipliedBy(ORPHAN_ROUNDS);
    if (!offering) {
      offering = true;
      offer(store.orphans(owned, out.now().minus(silence), MAX_ORPHANS), 0);
    }
  }

  /** One after the other. */
  private void offer(List<Store.Spot> orphans, int at) {
    if (at == orphans.size()) {
      offering = false;
      return;
    }
    Store.Spot spot = orphans.get(at);
    lookups.iterate(
        spot.id(), true, null, result -> offer(spot, result, () -> offer(orphans, at + 1)));
  }

  private void offer(Store.Spot spot, LookupResult result, Runnable then) {
    NodeRef holder = result.holder();
    Item item = store.get(spot.key());
    if (holder == null || item == null || holder.equals(pointers.self())) {
      then.run();
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
          then.run();
        },
        then);
  }
}
