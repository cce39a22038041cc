package dev.quiver.orchestrator.core;

import dev.quiver.orchestrator.OrchestratorConfig;

/** Who gets the next task among workers that all may have it. */
@FunctionalInterface
interface AssignmentPolicy {

  /** Whether {@code a} comes before {@code b}. */
  boolean prefers(Contender a, Contender b);

  /**
   * One who may have it.
   *
   * @param credit what it has
   * @param concurrency how many it runs at a time
   */
  record Contender(Credit credit, int concurrency) {}

  static AssignmentPolicy of(OrchestratorConfig.Policy policy) {
    return policy == OrchestratorConfig.Policy.LEAST_LOADED
        ? AssignmentPolicy::lessLoaded
        : AssignmentPolicy::longerWithout;
  }

  /** Round robin: over workers that always have room it is fair to within one task. */
  private static boolean longerWithout(Contender a, Contender b) {
    return a.credit().turn() < b.credit().turn();
  }

  /** Fewest tasks for its concurrency; among equals, round robin. */
  private static boolean lessLoaded(Contender a, Contender b) {
    long left = a.credit().outstanding() * b.concurrency();
    long right = b.credit().outstanding() * a.concurrency();
    return left != right ? left < right : longerWithout(a, b);
  }
}
