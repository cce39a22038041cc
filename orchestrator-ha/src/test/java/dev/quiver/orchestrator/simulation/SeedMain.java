package dev.quiver.orchestrator.simulation;

/** Shows what happened in one seed: its number, then the name of a control if wanted. */
final class SeedMain {
  private SeedMain() {}

  public static void main(String[] args) {
    if (args.length == 3) {
      int bad = 0;
      long start = System.nanoTime();
      for (long seed = Long.parseLong(args[0]); seed <= Long.parseLong(args[1]); seed++) {
        var r = OrchestratorSimulation.run(seed, Breakage.valueOf(args[2]), false);
        if (!r.isSound()) {
          bad++;
          if (bad < 15) System.out.println(r);
        }
      }
      System.out.println(bad + " unsound in " + (System.nanoTime() - start) / 1_000_000 + " ms");
      return;
    }
    Breakage breakage = args.length > 1 ? Breakage.valueOf(args[1]) : Breakage.NONE;
    var result = OrchestratorSimulation.run(Long.parseLong(args[0]), breakage, true);
    result.notes().forEach(System.out::println);
    System.out.println(result);
  }
}
