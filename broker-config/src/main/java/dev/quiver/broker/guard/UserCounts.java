package dev.quiver.broker.guard;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** How many of something each user has; what has no user does not count. */
final class UserCounts {

  private final Map<String, Integer> counts = new ConcurrentHashMap<>();

  /** Whether the user has that many, or more. */
  boolean reaches(String user, int most) {
    return counts.getOrDefault(user, 0) >= most;
  }

  void oneMore(@Nullable String user) {
    if (user != null) {
      counts.merge(user, 1, Integer::sum);
    }
  }

  void oneLess(@Nullable String user) {
    if (user != null) {
      counts.computeIfPresent(user, (name, count) -> count > 1 ? count - 1 : null);
    }
  }

  void clear() {
    counts.clear();
  }
}
