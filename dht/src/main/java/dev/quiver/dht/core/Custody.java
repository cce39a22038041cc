package dev.quiver.dht.core;

import dev.quiver.dht.ChordConfig;
import dev.quiver.dht.Id;
import dev.quiver.dht.Item;
import dev.quiver.dht.NodeRef;
import dev.quiver.dht.Range;
import dev.quiver.dht.StoreMessage;
import dev.quiver.messaging.protocol.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a node becomes and ceases to be responsible for. A stretch that is new to it is unsettled
 * until everybody who may have something of it was asked; until then it neither says that a key
 * does not exist nor takes writes. Nothing is thrown away here: who lost a stretch keeps it as a
 * copy, until {@link Repair} finds that nobody wants it.
 */
final class Custody {

  private final ChordConfig config;
  private final Outbox out;
  private final Rpcs rpcs;
  private final Pointers pointers;
  private final Store store;
  private final Consumer<NodeRef> heardOf;
  private final List<Range> unsettled = new ArrayList<>();
  private boolean leaving;
  private boolean doubts;
  private @Nullable NodeRef heir;
  private long movedIn;
  private long movedOut;

  /**
   * @param heardOf hears of a node that asks for what it holds now
   */
  Custody(
      ChordConfig config,
      Outbox out,
      Rpcs rpcs,
      Pointers pointers,
      Store store,
      Consumer<NodeRef> heardOf) {
    this.config = config;
    this.out = out;
    this.rpcs = rpcs;
    this.pointers = pointers;
    this.store = store;
    this.heardOf = heardOf;
  }

  /** The predecessor is another: what it no longer holds this node does, or the other way round. */
  void predecessorChanged(@Nullable NodeRef before, @Nullable NodeRef after) {
    NodeRef self = pointers.self();
    if (after == null) {
      return;
    }
    if (before == null) {
      collect(new Range(after.id(), self.id()));
    } else if (!Id.between(before.id(), after.id(), self.id())) {
      collect(new Range(after.id(), before.id()));
    }
  }

  boolean isSettled(Id id) {
    for (Range range : unsettled) {
      if (range.contains(id)) {
        return false;
      }
    }
    return true;
  }

  boolean isSettled() {
    return unsettled.isEmpty();
  }

  /** Whether the node is one of many that has lost the others: what it lacks they may have. */
  void doubt(boolean value) {
    doubts = value;
  }

  boolean doubts() {
    return doubts;
  }

  /** Asks everybody who may have something of a stretch for it. */
  private void collect(Range range) {
    List<NodeRef> sources = sources();
    if (sources.isEmpty()) {
      return;
    }
    unsettled.add(range);
    Collecting collecting = new Collecting(range, sources.size());
    for (NodeRef source : sources) {
      collecting.ask(source, null);
    }
  }

  /** Copies of a dead holder's keys lie with its successors, who are this node's as well. */
  private List<NodeRef> sources() {
    int limit = config.replicas() == 1 ? 1 : config.successors();
    List<NodeRef> sources = new ArrayList<>();
    for (NodeRef each : pointers.successors()) {
      if (sources.size() < limit && !each.isPadding() && !each.equals(pointers.self())) {
        sources.add(each);
      }
    }
    return sources;
  }

  /** The pages of one stretch, from several nodes. */
  private final class Collecting {

    private final Range range;
    private int open;

    Collecting(Range range, int sources) {
      this.range = range;
      this.open = sources;
    }

    void ask(NodeRef source, @Nullable String after) {
      rpcs.ask(
          source.name(),
          rpc -> new StoreMessage.Pull(rpc, pointers.self(), range, after),
          answer -> {
            if (answer instanceof StoreMessage.Pulled page) {
              keep(page.items());
              if (page.more() && !page.items().isEmpty()) {
                ask(source, page.items().get(page.items().size() - 1).key());
                return;
              }
            }
            close();
          },
          () -> {
            if (pointers.successors().contains(source)) {
              ask(source, after); // It may live and be slow, and have what nobody else has.
            } else {
              close();
            }
          });
    }

    private void close() {
      if (--open == 0) {
        // One of them: another collection of an equal stretch may be under way.
        unsettled.remove(range);
      }
    }
  }

  /** Takes items of somebody else, unless what is here is newer. */
  void keep(List<Item> items) {
    for (Item item : items) {
      if (store.merge(item, out.now())
          && pointers.owned().contains(config.space().hash(item.key()))) {
        movedIn++;
      }
    }
  }

  /** Somebody has become responsible for a stretch. */
  void pulled(NodeId from, StoreMessage.Pull question) {
    boolean itself = question.holder().name().equals(from);
    if (itself && question.range().upTo().equals(question.holder().id())) {
      heardOf.accept(question.holder());
    }
    List<Item> rest = store.in(question.range(), question.after());
    List<Item> page = Pages.first(rest);
    out.send(from, new StoreMessage.Pulled(question.rpc(), page, page.size() < rest.size()));
  }

  // Leaving.

  /** Gives all it holds to its successor, or the next who answers; then goes on. */
  void handOver(Runnable then) {
    leaving = true;
    List<NodeRef> heirs = new ArrayList<>();
    for (NodeRef each : pointers.successors()) {
      if (!each.isPadding() && !each.equals(pointers.self())) {
        heirs.add(each);
      }
    }
    handOver(heirs, then);
  }

  private void handOver(List<NodeRef> heirs, Runnable then) {
    if (heirs.isEmpty()) {
      then.run();
      return;
    }
    List<List<Item>> pages = Pages.of(store.in(pointers.owned()));
    handOver(heirs, pages, 0, then);
  }

  private void handOver(List<NodeRef> heirs, List<List<Item>> pages, int at, Runnable then) {
    NodeRef first = heirs.get(0);
    if (at == pages.size()) {
      heir = first;
      then.run();
      return;
    }
    rpcs.ask(
        first.name(),
        rpc -> new StoreMessage.Replicate(rpc, pages.get(at)),
        answer -> {
          movedOut += pages.get(at).size();
          handOver(heirs, pages, at + 1, then);
        },
        () -> handOver(heirs.subList(1, heirs.size()), then));
  }

  boolean isLeaving() {
    return leaving;
  }

  /** Who has everything now that this node has handed over; null before. */
  @Nullable NodeRef successorOfLeaver() {
    return heir;
  }

  void reset() {
    unsettled.clear();
    leaving = false;
    heir = null;
  }

  void gaveAway(int keys) {
    movedOut += keys;
  }

  long movedIn() {
    return movedIn;
  }

  long movedOut() {
    return movedOut;
  }
}
