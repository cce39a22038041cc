package dev.quiver.numbers.consumer;

import dev.quiver.numbers.Run;
import dev.quiver.numbers.Verdict;
import dev.quiver.numbers.Verdict.How;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The verdicts that a consumer has seen, and which of them are new to it. */
final class Verdicts {

  private final Instant since;
  private final Map<Run, Verdict> all = new LinkedHashMap<>();
  private final Map<Run, Verdict> fresh = new LinkedHashMap<>();
  private boolean looked;

  /**
   * @param since of what lies there at the first look, only what was found out after it is new
   */
  Verdicts(Instant since) {
    this.since = since;
  }

  /** All that lie there at a look. */
  void onLook(List<Verdict> there) {
    for (Verdict verdict : there) {
      Verdict known = all.get(verdict.run());
      boolean more =
          known == null || (known.how() == How.ABANDONED && verdict.how() != known.how());
      if (more) {
        all.put(verdict.run(), verdict);
        if (looked || !verdict.at().isBefore(since)) {
          fresh.put(verdict.run(), verdict);
        }
      }
    }
    looked = true;
  }

  /** Whether these runs all have ended. */
  boolean haveEnded(Collection<Run> runs) {
    return all.keySet().containsAll(runs);
  }

  /** The new ones. */
  List<Verdict> fresh() {
    return new ArrayList<>(fresh.values());
  }
}
