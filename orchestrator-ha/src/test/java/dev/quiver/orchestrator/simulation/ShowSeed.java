package dev.quiver.orchestrator.simulation;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shows all that happened in one seed: its number, then the name of a control if wanted. */
final class ShowSeed {
  private static final Logger LOG = LoggerFactory.getLogger(ShowSeed.class);

  private ShowSeed() {}

  public static void main(String[] args) {
    Breakage breakage = args.length > 1 ? Breakage.valueOf(args[1]) : Breakage.NONE;
    var result = OrchestratorSimulation.run(Long.parseLong(args[0]), breakage, true);
    result.notes().forEach(LOG::info);
    LOG.info("{}", result);
  }
}
