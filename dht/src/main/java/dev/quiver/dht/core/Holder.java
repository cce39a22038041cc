package dev.quiver.dht.core;

import dev.quiver.dht.ChordConfig;
import dev.quiver.dht.ChordMessage;
import dev.quiver.dht.Id;
import dev.quiver.dht.Item;
import dev.quiver.dht.NodeRef;
import dev.quiver.dht.Operation;
import dev.quiver.dht.Outcome;
import dev.quiver.dht.Outcome.Status;
import dev.quiver.dht.Range;
import dev.quiver.dht.StoreMessage;
import dev.quiver.messaging.protocol.NodeId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Does what is to be done with the keys that the node holds. A write is answered when every node
 * that should have a copy has one or has not answered; a key that is not here is looked for among
 * the copies before it is said not to exist.
 */
final class Holder {

  private final ChordConfig config;
  private final Outbox out;
  private final Rpcs rpcs;
  private final Pointers pointers;
  private final Store store;
  private final Custody custody;
  private final Fullness fullness;

  Holder(
      ChordConfig config, Outbox out, Rpcs rpcs, Pointers pointers, Store store, Custody custody) {
    this.config = config;
    this.out = out;
    this.rpcs = rpcs;
    this.pointers = pointers;
    this.store = store;
    this.custody = custody;
    fullness = new Fullness(store, config.repair());
  }

  /** Does it, if the key is this node's. */
  void operate(Operation operation, Consumer<Outcome> done) {
    if (!isInCharge(operation, done)) {
      return;
    }
    if (store.live(operation.key(), out.now()) != null) {
      perform(operation, store.get(operation.key()), true, done);
      return;
    }
    readRepair(
        operation.key(),
        (found, everybodyAnswered) -> {
          // While the others were asked the key may have become somebody else's.
          if (isInCharge(operation, done)) {
            perform(operation, found, everybodyAnswered, done);
          }
        });
  }

  /** Whether the key is this node's to read or write now; else says who may know, or to wait. */
  private boolean isInCharge(Operation operation, Consumer<Outcome> done) {
    NodeRef self = pointers.self();
    Id id = config.space().hash(operation.key());
    NodeRef successor = custody.successorOfLeaver();
    if (successor != null) {
      done.accept(Outcome.of(Status.NOT_HOLDER, successor));
    } else if (!pointers.owned().contains(id)) {
      NodeRef before = pointers.predecessor();
      done.accept(Outcome.of(Status.NOT_HOLDER, before == null ? self : before));
    } else if (!custody.isSettled(id) || (custody.isLeaving() && operation.isWrite())) {
      done.accept(Outcome.of(Status.NOT_YET, self));
    } else {
      return true;
    }
    return false;
  }

  /**
   * @param last what there is of the key, here or elsewhere
   * @param everybodyAnswered false if one of those with copies is silent, and may have the key
   */
  private void perform(
      Operation operation, @Nullable Item last, boolean everybodyAnswered, Consumer<Outcome> done) {
    NodeRef self = pointers.self();
    Item present = last == null || last.isTombstone() || last.isExpired(out.now()) ? null : last;
    Long made = last == null ? null : last.madeBy(operation.id());
    Long expected = operation.ifVersion();
    long version = present == null ? 0 : present.version();
    boolean isPlainPut = operation.kind() == Operation.Kind.PUT && expected == null;
    boolean hangsOnOthers = expected != null || (present == null && !isPlainPut);
    if (last != null && made != null) {
      copy(last, last.version() == made ? last : first(operation, made), done);
    } else if (hangsOnOthers && (custody.doubts() || !everybodyAnswered)) {
      done.accept(Outcome.of(Status.NOT_YET, self));
    } else if (operation.kind() == Operation.Kind.GET) {
      done.accept(
          present == null
              ? Outcome.of(Status.NOT_FOUND, self)
              : new Outcome(Status.DONE, present, 1, self));
    } else if (expected != null && expected != version) {
      done.accept(new Outcome(Status.CONFLICT, present, 0, self));
    } else if (operation.kind() == Operation.Kind.DELETE && present == null) {
      done.accept(Outcome.of(Status.NOT_FOUND, self));
    } else {
      write(operation, last, done);
    }
  }

  private void write(Operation operation, @Nullable Item last, Consumer<Outcome> done) {
    Item next = next(operation, last);
    NodeRef full =
        next.isTombstone() ? null : fullness.refuses(next, pointers.self(), targets(), out.now());
    if (full != null) {
      fullness.count();
      done.accept(Outcome.of(Status.FULL, full));
    } else {
      store.merge(next, out.now());
      copy(next, next, done);
    }
  }

  /** How many writes it refused since there was no room. */
  long refused() {
    return fullness.refused();
  }

  /** What a write made that was made before, and that others have replaced since. */
  private static Item first(Operation operation, long version) {
    return new Item(operation.key(), operation.value(), version, null);
  }

  /**
   * The item that is written. Its version is the time, in milliseconds, or one more than the last:
   * so it grows even where the last one is not known any more.
   */
  private Item next(Operation operation, @Nullable Item last) {
    Instant now = out.now();
    long version = Math.max(now.toEpochMilli(), last == null ? 1 : last.version() + 1);
    Instant expires = null;
    if (operation.kind() == Operation.Kind.DELETE) {
      expires = now.plus(config.tombstoneLife());
    } else if (operation.timeToLive() != null) {
      expires = now.plus(operation.timeToLive());
    }
    String id = operation.id();
    List<Item.Write> made = id == null ? List.of() : List.of(new Item.Write(id, version));
    return new Item(operation.key(), operation.value(), version, expires, made);
  }

  /**
   * Sends an item to those who should have copies, then answers.
   *
   * @param made what the write made that is answered
   */
  private void copy(Item item, Item made, Consumer<Outcome> done) {
    List<NodeRef> targets = targets();
    List<NodeRef> full = new ArrayList<>();
    Gather copies =
        new Gather(
            targets.size(),
            stored -> {
              if (full.isEmpty()) {
                done.accept(new Outcome(Status.DONE, made, stored + 1, pointers.self()));
              } else {
                fullness.count();
                done.accept(Outcome.of(Status.FULL, full.get(0)));
              }
            });
    for (NodeRef target : targets) {
      rpcs.ask(
          target.name(),
          rpc -> new StoreMessage.Replicate(rpc, List.of(item)),
          answer -> {
            if (answer instanceof StoreMessage.Full) {
              full.add(target);
              fullness.said(target, out.now());
            }
            copies.one(answer instanceof StoreMessage.Replicated);
          },
          () -> copies.one(false));
    }
  }

  /**
   * Asks those with copies whether they have the key; then goes on. One that is silent counts as
   * silent as long as the ring has not agreed that it is dead: it may be slow, and have the key.
   *
   * @param then hears what is known of the key then, whether there was room to keep it or not, and
   *     whether everybody has answered
   */
  private void readRepair(String key, BiConsumer<@Nullable Item, Boolean> then) {
    List<NodeRef> targets = targets();
    List<Item> found = new ArrayList<>();
    List<NodeRef> silent = new ArrayList<>();
    Gather answers =
        new Gather(
            targets.size(),
            unused ->
                then.accept(
                    newest(key, found),
                    silent.stream().noneMatch(pointers.successors()::contains)));
    for (NodeRef target : targets) {
      rpcs.ask(
          target.name(),
          rpc ->
              new StoreMessage.Digest(
                  rpc, null, null, true, List.of(new StoreMessage.Stamp(key, versionOf(key)))),
          answer -> {
            if (answer instanceof StoreMessage.Wanted wanted) {
              wanted.newer().stream().filter(item -> item.key().equals(key)).forEach(found::add);
              custody.keep(found);
            }
            answers.one(true);
          },
          () -> {
            silent.add(target);
            answers.one(false);
          });
    }
  }

  private @Nullable Item newest(String key, List<Item> found) {
    Item newest = store.get(key);
    for (Item item : found) {
      newest = item.beats(newest) ? item : newest;
    }
    return newest;
  }

  private long versionOf(String key) {
    Item item = store.get(key);
    return item == null ? 0 : item.version();
  }

  /**
   * Who should have copies of what this node holds: its next successors, one of each process as
   * long as there are others, since processes die whole.
   */
  List<NodeRef> targets() {
    int wanted = config.replicas() - 1;
    List<NodeRef> targets = new ArrayList<>(wanted);
    if (wanted == 0) {
      return targets;
    }
    List<NodeRef> others = new ArrayList<>();
    Set<String> hosts = new HashSet<>();
    hosts.add(pointers.self().host());
    for (NodeRef each : pointers.successors()) {
      if (!each.isPadding() && !each.equals(pointers.self())) {
        (hosts.add(each.host()) ? targets : others).add(each);
      }
    }
    targets.addAll(others);
    return targets.size() <= wanted ? targets : targets.subList(0, wanted);
  }

  /** What other nodes ask of this one's store. */
  void on(NodeId from, StoreMessage message) {
    if (message instanceof StoreMessage.Operate question) {
      operate(
          question.operation(),
          outcome -> out.send(from, new StoreMessage.Operated(question.rpc(), outcome)));
    } else if (message instanceof StoreMessage.Replicate copies) {
      if (!custody.keep(copies.items())) {
        out.send(from, new StoreMessage.Full(copies.rpc()));
      } else if (custody.isLeaving()) {
        // It handed over before these came; they must not be let go for it either.
        custody.passOn(
            from,
            copies.items(),
            () -> out.send(from, new StoreMessage.Replicated(copies.rpc(), true)));
      } else {
        boolean keepYours = targets().stream().anyMatch(each -> each.name().equals(from));
        out.send(from, new StoreMessage.Replicated(copies.rpc(), keepYours));
      }
    } else if (message instanceof StoreMessage.Summary summary) {
      List<Item> mine = store.in(summary.range());
      store.vouch(summary.range(), out.now());
      boolean same = mine.size() == summary.count() && Store.sum(mine) == summary.sum();
      out.send(from, new StoreMessage.Compared(summary.rpc(), same));
    } else if (message instanceof StoreMessage.Digest digest) {
      out.send(from, compare(digest));
    }
  }

  private ChordMessage compare(StoreMessage.Digest digest) {
    List<String> wanted = new ArrayList<>();
    List<Item> offered = new ArrayList<>();
    Set<String> said = new HashSet<>();
    for (StoreMessage.Stamp stamp : digest.stamps()) {
      said.add(stamp.key());
      Item mine = store.get(stamp.key());
      if (mine == null || mine.version() < stamp.version()) {
        if (stamp.version() > 0 && (mine != null || store.hasRoom())) {
          wanted.add(stamp.key());
        }
      } else if (mine.version() > stamp.version()) {
        offered.add(mine);
      }
    }
    Range range = digest.range();
    if (range != null) {
      List<StoreMessage.Stamp> stamps = digest.stamps();
      boolean whole = digest.last() || stamps.isEmpty();
      String upTo = whole ? null : stamps.get(stamps.size() - 1).key();
      for (Item mine : store.in(range, digest.after(), upTo)) {
        if (!said.contains(mine.key())) {
          offered.add(mine);
        }
      }
    }
    Pages page = new Pages();
    wanted.forEach(page::takes);
    List<Item> newer = offered.stream().filter(page::takes).toList();
    return new StoreMessage.Wanted(digest.rpc(), wanted, newer);
  }

  /** Waits for so many answers. */
  private static final class Gather {

    private final Consumer<Integer> done;
    private int open;
    private int good;

    Gather(int count, Consumer<Integer> done) {
      this.done = done;
      this.open = count;
      if (count == 0) {
        done.accept(0);
      }
    }

    void one(boolean isGood) {
      good += isGood ? 1 : 0;
      if (--open == 0) {
        done.accept(good);
      }
    }
  }

  /** For tests: what the key is here. */
  @Nullable Item peek(String key) {
    return store.get(key);
  }
}
