package dev.quiver.orchestrator.simulation;

import dev.quiver.orchestrator.TaskHeader;
import java.util.List;

/** Runs one seed to its end and checks after every event. */
final class OrchestratorSimulation {

  /** By then every task must have ended; the last fault was long before. */
  private static final int LIMIT_MS = 120_000;

  /**
   * What came of a run.
   *
   * @param violation what was broken; empty if nothing was
   * @param broken a control did break its rule in this run
   */
  record Result(
      long seed,
      String violation,
      boolean broken,
      int tasks,
      long epochs,
      long endedMs,
      long traceHash,
      List<String> notes) {
    boolean isSound() {
      return violation.isEmpty();
    }

    @Override
    public String toString() {
      return "seed " + seed + ": " + (isSound() ? "sound" : violation);
    }
  }

  private OrchestratorSimulation() {}

  static Result run(long seed) {
    return run(seed, Breakage.NONE, false);
  }

  static Result run(long seed, Breakage breakage, boolean keepNotes) {
    World world = new World(seed, keepNotes);
    Scenario scenario = new Scenario(world, breakage);
    String violation = "";
    try {
      toTheEnd(world, scenario);
    } catch (Checker.Violation e) {
      violation = "at " + world.nowMs() + " ms " + e.getMessage();
    }
    return new Result(
        seed,
        violation,
        scenario.isBroken(),
        scenario.checker.accepted(),
        scenario.checker.epoch(),
        world.nowMs(),
        world.traceHash(),
        world.notes());
  }

  private static void toTheEnd(World world, Scenario scenario) {
    int events = 0;
    while (world.step()) {
      scenario.checker.afterEvent();
      if (++events % 256 == 0) {
        scenario.checker.recount(scenario.broker);
      }
      if (world.nowMs() > Scenario.FAULTS_END_MS && scenario.checker.unfinished() == 0) {
        break;
      }
      if (world.nowMs() > LIMIT_MS) {
        TaskHeader task = scenario.checker.anyUnfinished();
        throw new Checker.Violation(
            scenario.checker.unfinished()
                + " tasks never end, such as "
                + task
                + " in "
                + scenario.placeOf(task));
      }
    }
    scenario.checker.recount(scenario.broker);
  }
}
