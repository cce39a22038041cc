package dev.quiver.dht.core;

import dev.quiver.dht.ChordConfig;
import dev.quiver.dht.ChordMessage;
import dev.quiver.dht.Id;
import dev.quiver.dht.NodeRef;
import dev.quiver.dht.Notice;
import dev.quiver.dht.RingMessage;
import dev.quiver.dht.Roster;
import dev.quiver.messaging.protocol.NodeId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The corrected protocol (Zave 2017): stabilize, rectify, leave; {@link Joining} has join. One
 * operation at a time, and between a question and its answer the node's own state is nobody's to
 * see: it answers Busy.
 */
final class Ring implements Custody.Neighbours {

  static final String TIMER = "stabilize";

  /** How many words of other nodes wait for the end of an operation. */
  private static final int MAX_DEFERRED = 16;

  /** Hears what changed. */
  interface Listener {

    /** What the node holds may have changed. */
    void predecessorChanged(@Nullable NodeRef before, @Nullable NodeRef after);

    /** A round of stabilisation is over. */
    void roundEnded();

    /** Whether the successor takes this node for its predecessor is not known from now on. */
    void unsure();

    /**
     * It is known now.
     *
     * @param me whether it does, and always did since the node has been a member
     */
    void sure(boolean me);

    /**
     * All successors are gone.
     *
     * @return whom else the node knows, the next on the circle first
     */
    List<NodeRef> isolated();

    /** One of those others lives. */
    void reached();

    /** None of them does: the node is a ring of one now. */
    void lost();
  }

  private final ChordConfig config;
  private final Rules rules;
  private final Outbox out;
  private final Rpcs rpcs;
  private final Pointers pointers;
  private final Listener listener;
  private final Rounds rounds;
  private final Standing standing;
  private final Rescue rescue;
  private final Deque<Runnable> deferred = new ArrayDeque<>();
  private boolean operating;

  /** It has said good-bye: whoever asks now must not take it for a successor. */
  private boolean departed;

  /** Who was the predecessor until the present one came between; null if nobody was. */
  private @Nullable NodeRef replaced;

  private @Nullable NodeRef asked;
  private long violations;

  Ring(
      ChordConfig config,
      Rules rules,
      Outbox out,
      Rpcs rpcs,
      Pointers pointers,
      Later later,
      RandomGenerator random,
      Listener listener) {
    this.config = config;
    this.rules = rules;
    this.out = out;
    this.rpcs = rpcs;
    this.pointers = pointers;
    this.listener = listener;
    rounds = new Rounds(config, out, random);
    standing = new Standing(rules, listener);
    rescue = new Rescue(config, rules, rpcs, pointers, later, this, listener);
  }

  /** Begins as one of those who found the ring. */
  void create(Roster members) {
    NodeRef self = pointers.self();
    pointers.set(members.predecessor(self), members.following(self, config.successors()));
    begin();
  }

  /** Begins with what the predecessor-to-be said of itself. */
  void joined(NodeRef predecessor, List<NodeRef> successors) {
    List<NodeRef> following =
        rules.keep(Rule.COPIES_ON_JOIN) ? successors.subList(1, successors.size()) : List.of();
    pointers.set(predecessor, pointers.listFrom(successors.get(0), following));
    begin();
    if (rules.keep(Rule.VERIFIES)) {
      verify();
    } else {
      soon();
    }
  }

  /**
   * Finds out, in a round brought forward, whether the successor takes this node for its
   * predecessor: until then somebody else may hold what this one believes to hold.
   */
  void verify() {
    standing.doubt();
    soon();
  }

  private void begin() {
    operating = false;
    departed = false;
    replaced = null;
    standing.begin();
    deferred.clear();
    tellNeighbours();
    rounds.next();
  }

  void stop() {
    operating = false;
    standing.stop();
    deferred.clear();
    rounds.stop();
  }

  /** When the next round is due; {@link Instant#MAX} while there is none. */
  Instant due() {
    return rounds.due();
  }

  // Stabilize.

  /** The timer is over. */
  void stabilize() {
    rounds.begin();
    if (operating) {
      return;
    }
    NodeRef head = pointers.head();
    if (head.equals(pointers.self())) {
      NodeRef before = pointers.predecessor();
      if (before != null && !before.equals(head)) {
        operating = true;
        queryNearer(before);
      } else {
        standing.alone();
        listener.roundEnded();
      }
    } else if (head.isPadding()) {
      rescue.dropHead();
    } else {
      operating = true;
      asked = head;
      long doubts = standing.doubts();
      rpcs.ask(
          head.name(),
          RingMessage.StateQuery::new,
          answer -> headAnswered(head, answer, doubts == standing.doubts()),
          () -> {
            if (pointers.head().equals(head)) {
              rescue.dropHead();
            } else {
              end();
            }
          });
    }
  }

  /**
   * @param recent whether it was asked since there was a reason to doubt whom it takes for its
   *     predecessor
   */
  private void headAnswered(NodeRef head, ChordMessage answer, boolean recent) {
    if (!pointers.head().equals(head)) {
      end(); // It left meanwhile, and said so.
      return;
    }
    if (!(answer instanceof RingMessage.State state)) {
      soon(); // Alive and busy.
      end();
      return;
    }
    if (!adopt(head, state)) {
      notifyHead();
      end();
      return;
    }
    NodeRef nearer = state.predecessor();
    if (nearer != null
        && !nearer.isPadding()
        && Id.between(pointers.self().id(), nearer.id(), head.id())) {
      queryNearer(nearer);
    } else if (nearer != null && standing.isUnsure() && isBetterPredecessor(nearer)) {
      makeWayFor(nearer, () -> settle(head, nearer, recent)); // The one before both may not know.
    } else {
      settle(head, nearer, recent);
    }
  }

  /** Somebody came at the same time as this node, and is its predecessor if it lives. */
  private void makeWayFor(NodeRef candidate, Runnable then) {
    rpcs.ask(
        candidate.name(),
        RingMessage.Ping::new,
        alive -> {
          if (isBetterPredecessor(candidate)) {
            changePredecessor(candidate);
          }
          then.run();
        },
        then);
  }

  private boolean isBetterPredecessor(NodeRef candidate) {
    NodeRef before = pointers.predecessor();
    return !candidate.isPadding()
        && (before == null || Id.between(before.id(), candidate.id(), pointers.self().id()));
  }

  /** Nobody is between this node and its head: whom does that take for its predecessor? */
  private void settle(NodeRef head, @Nullable NodeRef itsPredecessor, boolean recent) {
    if (standing.isUnsure() && !recent) {
      soon(); // Asked anew, before a word of this node could change the answer.
      end();
      return;
    }
    standing.heard(head, pointers.self().equals(itsPredecessor));
    notifyHead();
    end();
  }

  private void queryNearer(NodeRef nearer) {
    if (!rules.keep(Rule.ASKS_BEFORE_ADOPTING)) {
      adopt(nearer, new RingMessage.State(0, null, pointers.successors()));
      notifyHead();
      end();
      return;
    }
    asked = nearer;
    rpcs.ask(
        nearer.name(),
        RingMessage.StateQuery::new,
        answer -> {
          if (!(answer instanceof RingMessage.State state)
              || (adopt(nearer, state) && standing.isUnsure())) {
            soon();
          }
          notifyHead();
          end();
        },
        () -> {
          if (pointers.isAlone()) {
            changePredecessor(pointers.self());
          }
          if (standing.isUnsure()) {
            soon();
          }
          notifyHead();
          end();
        });
  }

  /** Takes {@code head : butLast(head.successors)}, unless that breaks an invariant. */
  boolean adopt(NodeRef head, RingMessage.State state) {
    List<NodeRef> list = pointers.listFrom(head, state.successors());
    var violation = Monitors.check(config.space(), pointers.self(), list);
    if (violation.isPresent() && rules.keep(Rule.MONITORS)) {
      violations++;
      out.tell(
          new Notice.InvariantBroken(violation.get().invariant(), head, violation.get().how()));
      return false;
    }
    change(list);
    return true;
  }

  /** It is a ring of one now. */
  void alone() {
    change(List.of(pointers.self()));
    changePredecessor(pointers.self());
    operating = false;
    deferred.clear();
  }

  void notifyHead() {
    NodeRef head = pointers.head();
    if (!head.isPadding() && !head.equals(pointers.self())) {
      standing.told();
      out.send(head.name(), new RingMessage.Notify(pointers.self()));
    }
  }

  // For its rescue.

  /** An operation begins. */
  void operate() {
    operating = true;
  }

  /** The answer of that node may become the successor list. */
  void asks(NodeRef node) {
    asked = node;
  }

  /** Has a round much earlier than in turn: something is known to be out of order. */
  void soon() {
    rounds.soon();
  }

  /** How long who is busy is left in peace. */
  Duration pause() {
    return rounds.pause();
  }

  /** The operation is over: now to what waited for that. */
  void end() {
    operating = false;
    asked = null;
    listener.roundEnded();
    while (!operating && !deferred.isEmpty()) {
      deferred.removeFirst().run();
    }
  }

  // What others say.

  /** A question or word of another node to a member. */
  void on(NodeId from, RingMessage message) {
    if (message instanceof RingMessage.Hello hello) {
      out.send(from, Admission.answer(config, hello));
    } else if (message instanceof RingMessage.StateQuery query) {
      out.send(
          from,
          (operating && rules.keep(Rule.BUSY)) || departed
              ? new RingMessage.Busy(query.rpc())
              : new RingMessage.State(query.rpc(), pointers.predecessor(), pointers.successors()));
    } else if (message instanceof RingMessage.Ping ping) {
      out.send(from, new RingMessage.Pong(ping.rpc()));
    } else if (message instanceof RingMessage.Notify notify) {
      if (isItself(from, notify.candidate())) {
        whenIdle(() -> rectify(notify.candidate()));
      }
    } else if (message instanceof RingMessage.Leaving leaving) {
      if (isItself(from, leaving.node())) {
        whenIdle(() -> left(leaving));
      }
    }
  }

  private boolean isItself(NodeId from, NodeRef said) {
    boolean itself =
        said.name().equals(from) && !said.isPadding() && config.space().contains(said.id());
    violations += itself ? 0 : 1;
    return itself && !said.equals(pointers.self());
  }

  private void whenIdle(Runnable action) {
    if (!operating) {
      action.run();
    } else if (deferred.size() < MAX_DEFERRED) {
      deferred.addLast(action);
    }
  }

  /** A node that lives says that it may be the predecessor. */
  private void rectify(NodeRef candidate) {
    NodeRef before = pointers.predecessor();
    if (candidate.equals(before)) {
      return;
    }
    if (before == null || Id.between(before.id(), candidate.id(), pointers.self().id())) {
      changePredecessor(candidate);
    } else if (!before.equals(pointers.self()) && rules.keep(Rule.ASKS_PREDECESSOR)) {
      operating = true;
      rpcs.ask(
          before.name(),
          RingMessage.Ping::new,
          alive -> end(),
          () -> {
            changePredecessor(candidate);
            end();
          });
    }
  }

  /** It lives, and may be nearer than the predecessor known. */
  @Override
  public @Nullable NodeRef heardOf(NodeRef holder) {
    if (isBetterPredecessor(holder)) {
      changePredecessor(holder);
    }
    NodeRef before = pointers.predecessor();
    return holder.equals(before) ? replaced : before;
  }

  @Override
  public void alsoCame(NodeRef other, Runnable then) {
    if (!other.isPadding() && Id.between(pointers.self().id(), other.id(), pointers.head().id())) {
      verify(); // What this node believes to hold that one does, and not the head.
      then.run();
    } else if (isBetterPredecessor(other)) {
      makeWayFor(other, then);
    } else {
      then.run();
    }
  }

  private void left(RingMessage.Leaving leaving) {
    NodeRef gone = leaving.node();
    NodeRef its = leaving.predecessor();
    if (gone.equals(pointers.predecessor()) && its != null && !its.isPadding()) {
      changePredecessor(its.equals(gone) ? pointers.self() : its);
    }
    if (gone.equals(pointers.head())) {
      rescue.follow(leaving);
    }
  }

  /** Says good-bye; whoever leaves has handed over before. */
  void leave() {
    departed = true;
    NodeRef before = pointers.predecessor();
    RingMessage.Leaving word =
        new RingMessage.Leaving(pointers.self(), before, pointers.successors());
    if (!pointers.isAlone() && !pointers.head().isPadding()) {
      out.send(pointers.head().name(), word);
    }
    if (before != null && !before.equals(pointers.head()) && !before.equals(pointers.self())) {
      out.send(before.name(), word);
    }
  }

  // Changes.

  void change(List<NodeRef> list) {
    if (!list.equals(pointers.successors())) {
      pointers.setSuccessors(list);
      tellNeighbours();
    }
  }

  private void changePredecessor(NodeRef node) {
    NodeRef before = pointers.predecessor();
    if (!node.equals(before)) {
      boolean cameBetween =
          before != null && Id.between(before.id(), node.id(), pointers.self().id());
      replaced = cameBetween ? before : null;
      pointers.setPredecessor(node);
      listener.predecessorChanged(before, node);
      tellNeighbours();
    }
  }

  private void tellNeighbours() {
    out.tell(new Notice.Changed(pointers.predecessor(), pointers.successors()));
  }

  /** Whose answer may become the successor list; null if no operation is under way. */
  @Nullable NodeRef asked() {
    return operating ? asked : null;
  }

  /** How often it was its turn, as {@link Rounds#count}. */
  long rounds() {
    return rounds.count();
  }

  long violations() {
    return violations;
  }
}
