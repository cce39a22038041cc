package dev.quiver.dht;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a key lies and how that was found out.
 *
 * @param holder who holds it; null if nobody was found
 * @param before the last node asked: the key's predecessor
 * @param hops to how many live nodes the question went on from where it began
 * @param timeouts how many nodes did not answer, each counted once
 * @param path the steps, in order; whoever was asked first is not one, whichever way was taken
 * @param took from the question to its answer
 */
public record LookupResult(
    Id key,
    @Nullable NodeRef holder,
    @Nullable NodeRef before,
    int hops,
    int timeouts,
    List<Step> path,
    Duration took) {

  /**
   * One node on the way.
   *
   * @param roundTrip until it answered; null if nobody measured, as on a recursive way
   * @param answered whether it did
   */
  public record Step(NodeRef node, @Nullable Duration roundTrip, boolean answered) {}

  public LookupResult {
    path = List.copyOf(path);
  }

  public boolean isFound() {
    return holder != null;
  }
}
