package dev.quiver.cli.map;

import java.util.ArrayList;
import java.util.List;

/** What a run has done so far; written by one thread, read by any. */
final class Tally {

  /** More failures than a person will read. */
  private static final int SHOWN_FAILURES = 50;

  /**
   * One input that failed.
   *
   * @param input its name
   * @param error why
   */
  record Failure(String input, String error) {}

  private final List<Failure> failures = new ArrayList<>();
  private long succeeded;
  private long failed;
  private long cancelled;

  synchronized void add(MapResult result) {
    if (result.succeeded()) {
      succeeded++;
    } else if (result.outcome().equals(MapResult.CANCELLED)) {
      cancelled++;
    } else {
      failed++;
      if (failures.size() < SHOWN_FAILURES) {
        String error = result.error();
        failures.add(new Failure(result.input().name(), error == null ? result.outcome() : error));
      }
    }
  }

  synchronized long succeeded() {
    return succeeded;
  }

  synchronized long failed() {
    return failed;
  }

  synchronized long cancelled() {
    return cancelled;
  }

  synchronized long done() {
    return succeeded + failed + cancelled;
  }

  /** The first failures, as many as a person will read. */
  synchronized List<Failure> failures() {
    return List.copyOf(failures);
  }
}
