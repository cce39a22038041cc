package dev.quiver.orchestrator.simulation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/** Simulated time and chance: everything that happens is an action at a time, in one order. */
final class World {

  private record Action(long atMs, long order, Runnable run) implements Comparable<Action> {
    @Override
    public int compareTo(Action other) {
      int byTime = Long.compare(atMs, other.atMs);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }

  private static final int KEPT = 400;

  private final PriorityQueue<Action> actions = new PriorityQueue<>();
  private final SplittableRandom random;
  private final List<String> trace = new ArrayList<>();
  private final boolean keepAll;
  private final long seed;
  private long nowMs;
  private long orders;
  private long hash;

  World(long seed, boolean keepAll) {
    this.random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + 1);
    this.seed = seed;
    this.keepAll = keepAll;
  }

  long seed() {
    return seed;
  }

  long nowMs() {
    return nowMs;
  }

  Instant now() {
    return Instant.ofEpochMilli(nowMs);
  }

  void after(long delayMs, Runnable run) {
    actions.add(new Action(nowMs + delayMs, orders++, run));
  }

  /** Does the next action; false if there is none. */
  boolean step() {
    Action next = actions.poll();
    if (next == null) {
      return false;
    }
    nowMs = next.atMs();
    hash = hash * 31 + nowMs;
    next.run().run();
    return true;
  }

  /** A number from {@code from} to {@code to}, both possible. */
  int between(int from, int to) {
    return from + random.nextInt(to - from + 1);
  }

  boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  /** Notes what happened; the last notes, or all, are shown if the run fails. */
  void note(String who, Object what) {
    hash = hash * 31 + what.hashCode();
    if (keepAll) {
      trace.add(nowMs + " " + who + " " + what);
    }
  }

  /** Stands for all that happened, in its order. */
  long traceHash() {
    return hash;
  }

  List<String> lastNotes() {
    return trace.subList(Math.max(0, trace.size() - KEPT), trace.size());
  }

  List<String> notes() {
    return trace;
  }
}
