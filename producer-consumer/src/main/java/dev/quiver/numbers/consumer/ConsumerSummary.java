package dev.quiver.numbers.consumer;

import dev.quiver.numbers.Verdict;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a consumer has done.
 *
 * @param id its id
 * @param even how many even numbers it has logged
 * @param odd how many odd ones
 * @param again how many it was given that were in the log already
 * @param rejected how many messages were none of ours
 * @param took from the first number to the last
 * @param runs the runs that ended meanwhile, whoever logged their numbers
 * @param stopped whether it was told to stop, rather than ending with the runs
 */
public record ConsumerSummary(
    String id,
    int even,
    int odd,
    int again,
    int rejected,
    Duration took,
    List<Verdict> runs,
    boolean stopped) {

  public ConsumerSummary {
    runs = List.copyOf(runs);
  }

  /** How many numbers this consumer has logged. */
  public int logged() {
    return even + odd;
  }

  /** How many numbers of the ended runs were logged by nobody. */
  public int missing() {
    return runs.stream().mapToInt(Verdict::missing).sum();
  }

  /** Numbers a second. */
  public double rate() {
    double seconds = took.toNanos() / 1e9;
    return seconds > 0 ? logged() / seconds : 0;
  }

  /** The gravest way in which a run ended; null if none has. */
  public Verdict.@Nullable How gravest() {
    return runs.stream().map(Verdict::how).max(Enum::compareTo).orElse(null);
  }
}
