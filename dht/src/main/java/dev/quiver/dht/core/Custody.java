package dev.quiver.dht.core;

import dev.quiver.dht.ChordConfig;
import dev.quiver.dht.Id;
import dev.quiver.dht.Item;
import dev.quiver.dht.NodeRef;
import dev.quiver.dht.Notice;
import dev.quiver.dht.Range;
import dev.quiver.dht.StoreMessage;
import dev.quiver.messaging.protocol.NodeId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a node becomes and ceases to be responsible for. A stretch that is new to it is unsettled
 * until everybody who may have something of it was asked; until then it neither says that a key
 * does not exist nor takes writes. So is everything while it is not sure that its successor takes
 * it for its predecessor: if not, somebody else may hold what it believes to. Nothing is thrown
 * away here: who lost a stretch keeps it as a copy, until {@link Repair} finds that nobody wants
 * it.
 */
final class Custody {

  /** Who comes before a node, as far as it has to do with who holds what. */
  interface Neighbours {

    /**
     * A node asks for what it holds now.
     *
     * @return whom this one took for its predecessor before, or takes for it instead; null if
     *     nobody
     */
    @Nullable NodeRef heardOf(NodeRef holder);

    /**
     * The successor says that somebody else came at the same time, who may hold what this node
     * believes to hold.
     *
     * @param then goes on when it is known whether that one lives
     */
    void alsoCame(NodeRef other, Runnable then);
  }

  /** How often who is collecting itself is asked again for what it may not have yet. */
  private static final int MAX_WAITS = 10;

  private final ChordConfig config;
  private final Outbox out;
  private final Rpcs rpcs;
  private final Pointers pointers;
  private final Store store;
  private final Later later;
  private final Neighbours neighbours;
  private final List<Range> unsettled = new ArrayList<>();
  private boolean unsure;
  private boolean isNew;
  private boolean leaving;
  private boolean doubts;
  private @Nullable NodeRef heir;

  /** Somebody had no room for what it gave away, and will be given the same again. */
  private boolean refused;

  /** How many of its pages were taken at the most, of those it holds. */
  private int furthest;

  private long movedIn;
  private long movedOut;

  Custody(
      ChordConfig config,
      Outbox out,
      Rpcs rpcs,
      Pointers pointers,
      Store store,
      Later later,
      Neighbours neighbours) {
    this.config = config;
    this.out = out;
    this.rpcs = rpcs;
    this.pointers = pointers;
    this.store = store;
    this.later = later;
    this.neighbours = neighbours;
  }

  /** The predecessor is another: what it no longer holds this node does, or the other way round. */
  void predecessorChanged(@Nullable NodeRef before, @Nullable NodeRef after) {
    NodeRef self = pointers.self();
    if (before != null && after != null && !Id.between(before.id(), after.id(), self.id())) {
      collect(new Range(after.id(), before.id()));
    }
  }

  /** Begins as a member: what it holds now others held until now. */
  void joined() {
    isNew = true;
    unsure = true;
  }

  /**
   * Its successor may have taken it for dead meanwhile. What it is collecting may come from before
   * that, and its questions for it, asked again, tell the successor of it: so it collects anew.
   */
  void unsure() {
    unsure = true;
    isNew |= !unsettled.isEmpty();
  }

  /**
   * The successor has said whom it takes for its predecessor.
   *
   * @param me whether that is this node; if not, somebody else may have held its keys
   */
  void sure(boolean me) {
    if (unsure && (isNew || !me)) {
      collect(pointers.owned());
    }
    isNew = false;
    unsure = false;
  }

  boolean isSettled(Id id) {
    if (unsure) {
      return false;
    }
    for (Range range : unsettled) {
      if (range.contains(id)) {
        return false;
      }
    }
    return true;
  }

  boolean isSettled() {
    return !unsure && unsettled.isEmpty();
  }

  /** Whether it still lacks what others have of that stretch. */
  private boolean lacks(Range range) {
    return isNew || unsettled.stream().anyMatch(each -> overlap(each, range));
  }

  private static boolean overlap(Range one, Range other) {
    return one.contains(other.upTo()) || other.contains(one.upTo());
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
      collecting.ask(source, null, 0);
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

    void ask(NodeRef source, @Nullable String after, int waits) {
      rpcs.ask(
          source.name(),
          rpc -> new StoreMessage.Pull(rpc, pointers.self(), range, after),
          answer -> {
            if (answer instanceof StoreMessage.Pulled page) {
              pulled(source, page, waits);
            } else {
              close();
            }
          },
          () -> {
            if (pointers.successors().contains(source)) {
              // It may live and be slow, and have what nobody else has.
              ask(source, after, waits);
            } else {
              close();
            }
          });
    }

    private void pulled(NodeRef source, StoreMessage.Pulled page, int waits) {
      keep(page.items());
      if (page.more() && !page.items().isEmpty()) {
        ask(source, page.items().get(page.items().size() - 1).key(), waits);
      } else if (!page.settled() && waits < MAX_WAITS) {
        // Not for ever: two who collect from each other would wait for each other.
        later.after(config.stabilizeMin().dividedBy(4), () -> ask(source, null, waits + 1));
      } else if (page.before() != null && source.equals(pointers.head())) {
        neighbours.alsoCame(page.before(), this::close);
      } else {
        close();
      }
    }

    private void close() {
      if (--open == 0) {
        // One of them: another collection of an equal stretch may be under way.
        unsettled.remove(range);
      }
    }
  }

  /**
   * Takes items of somebody else, unless what is here is newer, as far as there is room for them.
   *
   * @return whether there was for all
   */
  boolean keep(List<Item> items) {
    boolean all = true;
    for (Item item : items) {
      if (!store.takesCopy(item)) {
        all = false;
      } else if (store.merge(item, out.now())
          && pointers.owned().contains(config.space().hash(item.key()))) {
        movedIn++;
      }
    }
    return all;
  }

  /** Somebody has become responsible for a stretch. */
  void pulled(NodeId from, StoreMessage.Pull question) {
    NodeRef holder = question.holder();
    boolean isItsOwn = holder.name().equals(from) && question.range().upTo().equals(holder.id());
    NodeRef before = isItsOwn ? neighbours.heardOf(holder) : null;
    List<Item> rest = store.in(question.range(), question.after());
    List<Item> page = Pages.first(rest);
    boolean settled = !lacks(question.range());
    boolean more = page.size() < rest.size();
    out.send(from, new StoreMessage.Pulled(question.rpc(), page, more, settled, before));
  }

  // Leaving.

  /**
   * Gives away all it has, then goes on: the copies that it keeps for others to those who come
   * next, as far as they answer, and copies of what it holds to all who are to have one without it;
   * then what it holds to its successor, or the next who answers.
   */
  void handOver(Runnable then) {
    leaving = true;
    List<NodeRef> heirs = heirs();
    Range owned = pointers.owned();
    List<Item> copies =
        config.replicas() == 1 || owned.after().equals(owned.upTo())
            ? List.of()
            : store.in(new Range(/* after= */ owned.upTo(), /* upTo= */ owned.after()));
    List<NodeRef> next = heirs.subList(0, Math.min(heirs.size(), config.replicas() - 1));
    List<NodeRef> keepers = heirs.subList(Math.min(1, heirs.size()), most(heirs));
    List<List<Item>> held = Pages.of(store.in(owned));
    giveCopies(
        next,
        Pages.of(copies),
        0,
        () -> giveCopies(keepers, held, 0, () -> giveHeld(heirs, false, then)));
  }

  /**
   * Copies came while it leaves: what it had went to others before, so they are given these too;
   * not if they came from one of them, who may be leaving as well.
   */
  void passOn(NodeId from, List<Item> items, Runnable then) {
    List<NodeRef> heirs = heirs();
    boolean needless =
        config.replicas() == 1 || heirs.stream().anyMatch(each -> each.name().equals(from));
    giveCopies(needless ? List.of() : heirs.subList(0, most(heirs)), Pages.of(items), 0, then);
  }

  /** Those who come next, the nearest first. */
  private List<NodeRef> heirs() {
    return pointers.successors().stream()
        .filter(each -> !each.isPadding() && !each.equals(pointers.self()))
        .toList();
  }

  /** How many of them are to have what this node has. */
  private int most(List<NodeRef> heirs) {
    return Math.min(heirs.size(), config.replicas());
  }

  private void giveCopies(List<NodeRef> to, List<List<Item>> pages, int at, Runnable then) {
    if (to.isEmpty()) {
      then.run();
    } else if (at == pages.size()) {
      giveCopies(to.subList(1, to.size()), pages, 0, then);
    } else {
      rpcs.ask(
          to.get(0).name(),
          rpc -> new StoreMessage.Replicate(rpc, pages.get(at)),
          answer -> {
            if (answer instanceof StoreMessage.Full) {
              giveCopies(to.subList(1, to.size()), pages, 0, then);
            } else {
              out.tell(new Notice.HandedOver(pages.get(at).size()));
              giveCopies(to, pages, at + 1, then);
            }
          },
          () -> giveCopies(to.subList(1, to.size()), pages, 0, then));
    }
  }

  /**
   * @param full whether one of those who were asked before has no room: then it is not given up
   */
  private void giveHeld(List<NodeRef> heirs, boolean full, Runnable then) {
    if (!heirs.isEmpty()) {
      giveHeld(heirs, Pages.of(store.in(pointers.owned())), 0, full, then);
    } else if (full) {
      later.after(config.stabilizeMin(), () -> giveHeld(heirs(), false, then));
    } else {
      then.run();
    }
  }

  private void giveHeld(
      List<NodeRef> heirs, List<List<Item>> pages, int at, boolean full, Runnable then) {
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
          if (answer instanceof StoreMessage.Full) {
            refused = true;
            giveHeld(heirs.subList(1, heirs.size()), true, then);
          } else {
            movedOut += pages.get(at).size();
            if (!refused || at >= furthest) {
              out.tell(new Notice.HandedOver(pages.get(at).size()));
            }
            furthest = Math.max(furthest, at + 1);
            giveHeld(heirs, pages, at + 1, full, then);
          }
        },
        () -> giveHeld(heirs.subList(1, heirs.size()), full, then));
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
    unsure = false;
    isNew = false;
    leaving = false;
    refused = false;
    furthest = 0;
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
