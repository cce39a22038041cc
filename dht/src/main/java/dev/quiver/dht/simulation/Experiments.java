package dev.quiver.dht.simulation;

import dev.quiver.messaging.text.Messages;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ObjIntConsumer;

/** The experiments with their tables and pictures: ours beside the paper's. */
public final class Experiments {

  /** What an experiment is about to do, with the number that goes with it. */
  public enum Stage {
    NODES,
    KEYS,
    VIRTUAL_NODES,
    HEALING,
    CHURN
  }

  private static final List<Double> FAILED = List.of(0.0, .1, .2, .3, .4, .5);
  private static final List<Integer> VIRTUAL_NODES = List.of(1, 2, 5, 10, 20);
  private static final int HEALING_NODES = 500;
  private static final int HEALING_SUCCESSORS = 20;
  private static final double HEALING_FAILED = .3;

  private final Messages text;
  private final long seed;
  private final ObjIntConsumer<Stage> progress;

  /**
   * @param locale of the pictures; tables are the same in every language
   * @param seed the same gives the same figures
   * @param progress hears what is done
   */
  public Experiments(Locale locale, long seed, ObjIntConsumer<Stage> progress) {
    this.text = Messages.of(Experiments.class, locale);
    this.seed = seed;
    this.progress = progress;
  }

  /** Figure 10 of the paper. */
  public Report pathLength(List<Integer> sizes) {
    List<PathLength.Result> results = new ArrayList<>();
    for (int size : sizes) {
      progress.accept(Stage.NODES, size);
      results.add(PathLength.run(size, seed));
    }
    return new PathLengthReport(text).of(results);
  }

  /** The balance of keys, and figure 9. */
  public Report load(int nodes) {
    progress.accept(Stage.KEYS, 50 * nodes);
    Load.Result plain = Load.run(nodes, 50 * nodes, 1, seed);
    List<Load.Result> results = new ArrayList<>();
    for (int virtual : VIRTUAL_NODES) {
      progress.accept(Stage.VIRTUAL_NODES, virtual);
      results.add(Load.run(nodes, 100 * nodes, virtual, seed));
    }
    return new LoadReport(text).of(plain, results);
  }

  /** Table II, and how such a ring becomes whole again. */
  public Report massFailure(int nodes, int lookups) {
    List<MassFailure.Result> results =
        FAILED.parallelStream()
            .map(failed -> MassFailure.run(nodes, failed, lookups, seed))
            .toList();
    int healing = Math.min(nodes, HEALING_NODES);
    progress.accept(Stage.HEALING, healing);
    return new MassFailureReport(text)
        .of(nodes, results, Healing.run(healing, HEALING_SUCCESSORS, HEALING_FAILED, seed));
  }

  /** Table III. */
  public Report churn(int nodes, int lookups) {
    progress.accept(Stage.CHURN, nodes);
    List<Churn.Result> results =
        Paper.CHURN.stream()
            .parallel()
            .map(paper -> Churn.run(nodes, paper.rate(), lookups, seed))
            .toList();
    return new ChurnReport(text).of(nodes, results);
  }
}
