package dev.quiver.messaging.protocol;

import java.util.List;

/** An invariant did not hold; the message is the recipe to see it again. */
public final class InvariantBrokenError extends AssertionError {

  private static final long serialVersionUID = 1L;
  private static final int SHOWN = 40;

  private final String invariant;
  private final long seed;

  InvariantBrokenError(String invariant, String how, long seed, List<String> trace) {
    super(
        "seed "
            + seed
            + ": \""
            + invariant
            + "\" does not hold after step "
            + trace.size()
            + ": "
            + how
            + "\n  "
            + String.join("\n  ", trace.subList(Math.max(0, trace.size() - SHOWN), trace.size())));
    this.invariant = invariant;
    this.seed = seed;
  }

  public String invariant() {
    return invariant;
  }

  public long seed() {
    return seed;
  }
}
