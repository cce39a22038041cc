package dev.quiver.broker.guard;

import java.util.concurrent.ConcurrentHashMap;

/**
 * How many sessions each user has, so that a program of one user that opens them without end does
 * not take the memory of all.
 */
final class SessionCounts {

  private final ConcurrentHashMap<String, Integer> counts = new ConcurrentHashMap<>();

  void opened(String user) {
    counts.merge(user, 1, Integer::sum);
  }

  void closed(String user) {
    counts.computeIfPresent(user, (name, count) -> count > 1 ? count - 1 : null);
  }

  int of(String user) {
    return counts.getOrDefault(user, 0);
  }
}
