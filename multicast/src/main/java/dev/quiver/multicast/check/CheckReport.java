package dev.quiver.multicast.check;

import dev.quiver.multicast.Property;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;

/**
 * What the logs of a run show.
 *
 * @param findings each property, in the order of {@link Property}
 * @param logs how many logs were judged
 * @param crashed whose logs end without an end, or by exclusion
 * @param unjudged who broadcast what no log here has as broadcast, since theirs is missing or was
 *     cut; it is taken as broadcast
 * @param deliveries of all logs
 * @param unorderedPositions positions at which the correct logs do not all have the same message
 * @param commonPrefix at how many positions all correct logs agree from the beginning
 * @param inversions pairs of messages in opposite orders, over all pairs of logs
 * @param pairs pairs of common messages, over all pairs of logs
 */
public record CheckReport(
    List<Finding> findings,
    int logs,
    SortedSet<Integer> crashed,
    SortedSet<Integer> unjudged,
    long deliveries,
    int unorderedPositions,
    int commonPrefix,
    long inversions,
    long pairs) {

  public CheckReport {
    findings = List.copyOf(findings);
  }

  public Finding of(Property property) {
    return findings.stream()
        .filter(finding -> finding.property() == property)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(property + " was not judged"));
  }

  /** How many logs come to their end: only those are compared position by position. */
  public int complete() {
    return logs - crashed.size();
  }

  /** Whether all of these held. */
  public boolean holds(Set<Property> properties) {
    return properties.stream().allMatch(property -> of(property).holds());
  }

  /** Kendall's tau over all pairs of logs: 1 if they agree, -1 if one is the reverse of another. */
  public double tau() {
    return pairs == 0 ? 1 : 1 - 2.0 * inversions / pairs;
  }
}
