package dev.quiver.orchestrator.core;

import dev.quiver.orchestrator.Effect;
import dev.quiver.orchestrator.Move;
import dev.quiver.orchestrator.Notice;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.LongFunction;

/** The effects of a step, and the moves whose transaction has not been heard of yet. */
final class Outbox {

  private record Open(long number, Runnable onCommit, Runnable onRollback) {}

  private final Deque<Open> open = new ArrayDeque<>();
  private List<Effect> effects = new ArrayList<>();
  private long last;
  private long committed;

  /** What a move changed in memory is undone if its transaction is rolled back. */
  long move(LongFunction<Move> make, Runnable onCommit, Runnable onRollback) {
    long number = ++last;
    effects.add(make.apply(number));
    open.addLast(new Open(number, onCommit, onRollback));
    return number;
  }

  long move(LongFunction<Move> make) {
    return move(make, () -> {}, () -> {});
  }

  void plain(Effect.Plain effect) {
    effects.add(effect);
  }

  void tell(Notice notice) {
    effects.add(new Effect.Tell(notice));
  }

  List<Effect> take() {
    List<Effect> taken = effects;
    effects = new ArrayList<>();
    return taken;
  }

  /** The number up to which moves are known to be committed. */
  long committed() {
    return committed;
  }

  void onCommitted(long upTo) {
    committed = Math.max(committed, upTo);
    while (!open.isEmpty() && open.getFirst().number() <= upTo) {
      open.removeFirst().onCommit().run();
    }
  }

  /** Undone from the last to the first, so that each finds the state that it left. */
  void onRolledBack() {
    while (!open.isEmpty()) {
      open.removeLast().onRollback().run();
    }
  }
}
