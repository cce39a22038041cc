package dev.quiver.dht.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Our figures against the papers'; what takes longer is left to the long tests. Alone, since it
 * measures what the process takes.
 */
@Isolated
class PaperSimulationTest {

  private static final long SEED = 1;
  private static final int LOOKUPS = 10_000;

  private static void assertPathLength(Paper.Path paper) {
    PathLength.Result ours = PathLength.run(paper.nodes(), SEED);
    assertThat(ours.lookups()).isGreaterThanOrEqualTo(100L * paper.nodes());
    assertThat(ours.lengths().mean()).isCloseTo(paper.mean(), Percentage.withPercentage(3));
    assertThat(Math.abs(ours.lengths().percentile(.99) - paper.percentile99()))
        .as("99th percentile %s, the paper's %s", ours.lengths().percentile(.99), paper)
        .isLessThanOrEqualTo(1);
  }

  private static Paper.Path paths(int nodes) {
    return Paper.PATHS.stream().filter(each -> each.nodes() == nodes).findFirst().orElseThrow();
  }

  static Stream<Paper.Path> quickPaths() {
    return Stream.of(paths(16), paths(128));
  }

  @ParameterizedTest
  @MethodSource("quickPaths")
  void pathsAreAsLongAsThePapers(Paper.Path paper) {
    assertPathLength(paper);
  }

  /** The paper drew one network of each size: that of 8 nodes may be off by more. */
  @Test
  void thePapersSmallestNetworkIsAmongOurs() {
    Paper.Path paper = paths(8);
    PathLength.Result ours = PathLength.run(paper.nodes(), SEED);
    assertThat(ours.lengths().mean()).isCloseTo(paper.mean(), Percentage.withPercentage(4));
    assertThat(paper.mean()).isBetween(ours.meanOfNetworks(.025), ours.meanOfNetworks(.975));
    assertThat(ours.lengths().percentile(.99)).isEqualTo(paper.percentile99());
  }

  /** A way leads to another node: none is shorter than the paper's shortest, of whatever size. */
  @Test
  @Tag("simulation")
  void noWayIsShorterThanOne() {
    assertThat(PathLength.run(8, SEED).lengths().part(0)).isZero();
    assertThat(PathLength.run(256, SEED).lengths().part(0)).isZero();
  }

  static Stream<Paper.Path> otherPaths() {
    return Paper.PATHS.stream()
        .filter(each -> each.nodes() >= 32 && each.nodes() != 128 && each.nodes() < 16_384);
  }

  @ParameterizedTest
  @MethodSource("otherPaths")
  @Tag("simulation")
  void pathsOfAllSizesAreAsLongAsThePapers(Paper.Path paper) {
    assertPathLength(paper);
  }

  /**
   * In the memory that the JVM may take at all; how long it takes {@code quiver bench dht} says.
   */
  @Test
  @Tag("simulation")
  void sixteenThousandNodesAndAMillionLookups() {
    assertThat(Runtime.getRuntime().maxMemory()).as("bytes").isLessThan(4L << 30);
    PathLength.Result ours = PathLength.run(16_384, SEED);
    assertThat(ours.lookups()).isEqualTo(1_638_400);
    assertThat(ours.lengths().mean()).isCloseTo(paths(16_384).mean(), Percentage.withPercentage(3));
    assertThat(ours.lengths().mean()).isCloseTo(ours.halfLog(), Percentage.withPercentage(3));
  }

  private static void assertMassFailure(Paper.Failure paper) {
    MassFailure.Result ours = MassFailure.run(1000, paper.failed(), LOOKUPS, SEED);
    assertThat(ours.succeeded()).as("all lookups succeed").isEqualTo(LOOKUPS);
    assertThat(ours.hops().mean()).isCloseTo(paper.pathMean(), Percentage.withPercentage(5));
    // Ours are fewer: a question names who is dead, so that nobody sends it there again.
    assertThat(ours.timeouts().mean()).isLessThanOrEqualTo(1.05 * paper.timeoutsMean());
    if (paper.failed() == 0.5) {
      assertThat(ours.timeouts().mean())
          .isCloseTo(paper.timeoutsMean(), Percentage.withPercentage(5));
    }
  }

  static Stream<Paper.Failure> failures() {
    return Paper.FAILURES.stream();
  }

  @ParameterizedTest
  @MethodSource("failures")
  void aMassFailureCostsWhatItCostThePaper(Paper.Failure paper) {
    assertMassFailure(paper);
  }

  /** All rates, two at a time: each is one course of events after the other. */
  @Test
  @Tag("simulation")
  void churnCostsWhatItCostThePaper() {
    List<Churn.Result> all =
        Paper.CHURN.stream()
            .parallel()
            .map(paper -> Churn.run(1000, paper.rate(), LOOKUPS, SEED))
            .toList();
    for (int i = 0; i < all.size(); i++) {
      Churn.Result ours = all.get(i);
      Paper.ChurnRow paper = Paper.CHURN.get(i);
      assertThat(ours.hops().mean())
          .as("%s", paper)
          .isCloseTo(paper.pathMean(), Percentage.withPercentage(5));
      assertThat(ours.failuresPerTenThousand())
          .as("%s, ours %s", paper, ours.failures())
          .isLessThanOrEqualTo(2 * paper.failuresPerTenThousand() + 5);
    }
  }

  @Test
  void aRingIsWholeAgainAFewRoundsAfterAThirdHasDied() {
    List<Healing.Point> points = Healing.run(200, 20, .3, SEED);
    Healing.Point last = points.get(points.size() - 1);
    assertThat(points.get(0).error()).isPositive();
    assertThat(last.error()).isZero();
    assertThat(last.at().toSeconds()).as("rounds").isLessThan(60);
  }

  @Test
  void theSameSeedGivesTheSameFigures() {
    MassFailure.Result first = MassFailure.run(200, .2, 500, 7);
    MassFailure.Result second = MassFailure.run(200, .2, 500, 7);
    assertThat(second.hops().mean()).isEqualTo(first.hops().mean());
    assertThat(second.timeouts().mean()).isEqualTo(first.timeouts().mean());
    assertThat(Healing.run(60, 4, .2, 7)).isEqualTo(Healing.run(60, 4, .2, 7));
    assertThat(MassFailure.run(200, .2, 500, 8).hops().mean()).isNotEqualTo(first.hops().mean());
  }
}
