package dev.quiver.numbers;

import dev.quiver.messaging.text.Names;
import dev.quiver.messaging.text.ValueName;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How a run ended, over all consumers.
 *
 * @param how whether anything is missing
 * @param count how many numbers the run had; if it was abandoned, the greatest sequence that was
 *     logged
 * @param even how many even ones were logged
 * @param odd how many odd ones were logged
 * @param missing how many of {@code count} were logged by nobody
 * @param missed which, as ranges; cut with dots if they are many
 * @param by the id of the consumer that found out
 * @param at when it did, by its clock
 */
public record Verdict(
    Run run,
    How how,
    int count,
    int even,
    int odd,
    int missing,
    String missed,
    String by,
    Instant at) {

  /** How many ranges of missing numbers are named. */
  static final int MAX_RANGES = 50;

  public Verdict {
    Names.requireWord(ValueName.CONSUMER_ID, by);
    if (count < 0 || even < 0 || odd < 0 || missing < 0) {
      throw new IllegalArgumentException("a count is negative");
    }
  }

  /** What became of a run, from good to bad. */
  public enum How {
    /** The end marker came and every number is logged. */
    COMPLETE,
    /** The end marker came, and numbers are missing that cannot come any more. */
    INCOMPLETE,
    /** The producer is gone without having sent its end marker. */
    ABANDONED;

    /** The word on the wire and in JSON. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The one with that label, null if there is none. */
    public static @Nullable How labelled(String label) {
      for (How how : values()) {
        if (how.label().equals(label)) {
          return how;
        }
      }
      return null;
    }
  }

  /** The verdict over a run of which those were logged. */
  public static Verdict of(
      Run run, How how, int count, Sequences even, Sequences odd, String by, Instant at) {
    Sequences missed = Sequences.range(1, count).minus(even.plus(odd));
    return new Verdict(
        run,
        how,
        count,
        even.size(),
        odd.size(),
        missed.size(),
        missed.toString(MAX_RANGES),
        by,
        at);
  }

  /** How many were logged. */
  public int logged() {
    return even + odd;
  }
}
