package dev.quiver.orchestrator.simulation;

import java.util.ArrayList;
import java.util.List;

/** Kills, stops, broken networks and broker restarts; all of them end at one time. */
final class Faults {

  private Faults() {}

  static void plan(Scenario scenario) {
    World world = scenario.world;
    List<SimProcess> all = new ArrayList<>(scenario.orchestrators);
    all.addAll(scenario.workers.values());
    int many = world.chance(0.1) ? 0 : world.between(1, 8);
    for (int i = 0; i < many; i++) {
      int at = world.between(500, Scenario.FAULTS_END_MS - 1);
      world.after(at, () -> strike(scenario, all));
    }
    for (int at = 3000; at < 30_000; at += 3000) {
      world.after(at, scenario::expire);
    }
    // Whoever was killed, by a fault or by a task, is started again.
    for (int at = 1000; at < 240_000; at += at < Scenario.FAULTS_END_MS ? 1700 : 1000) {
      boolean certain = at >= Scenario.FAULTS_END_MS;
      world.after(
          at,
          () -> {
            for (SimProcess process : all) {
              if (certain || world.chance(0.4)) {
                process.start();
              }
            }
          });
    }
  }

  private static void strike(Scenario scenario, List<SimProcess> all) {
    World world = scenario.world;
    SimProcess victim = world.chance(0.5) ? leader(scenario, all) : any(world, all);
    switch (world.between(0, 5)) {
      case 0, 1 -> victim.kill();
      case 2, 3 -> victim.stop(world.between(500, 9000));
      case 4 -> victim.disconnect();
      default -> {
        world.note("broker", "restarts");
        scenario.broker.restart();
      }
    }
  }

  private static SimProcess leader(Scenario scenario, List<SimProcess> all) {
    for (SimOrchestrator each : scenario.orchestrators) {
      if (each.isLeading()) {
        return each;
      }
    }
    return any(scenario.world, all);
  }

  private static SimProcess any(World world, List<SimProcess> all) {
    return all.get(world.between(0, all.size() - 1));
  }
}
