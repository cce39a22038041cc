package dev.quiver.orchestrator.schedule;

import dev.quiver.tasks.TaskId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/** Which firing of a schedule is due. */
public final class Firings {

  /** How many missed firings are counted before one says "that many or more". */
  public static final int MOST_COUNTED = 1000;

  private Firings() {}

  /**
   * One firing.
   *
   * @param due the time it stands for
   * @param missed how many firings before it were due and not made; they are not made up for
   *     singly, this one stands for them all
   */
  public record Due(Instant due, int missed) {}

  /**
   * What is due now: the latest due time after the last firing. If several have passed, nobody led
   * meanwhile, and the latest is the one catch-up.
   */
  public static Optional<Due> due(CronRule when, Instant lastFiring, Instant now) {
    Optional<Instant> first = when.next(lastFiring);
    if (first.isEmpty() || first.get().isAfter(now)) {
      return Optional.empty();
    }
    Instant latest = when.last(now).filter(time -> time.isAfter(lastFiring)).orElse(first.get());
    int missed = 0;
    Instant time = first.get();
    while (time.isBefore(latest) && missed < MOST_COUNTED) {
      missed++;
      Optional<Instant> next = when.next(time);
      if (next.isEmpty()) {
        break;
      }
      time = next.get();
    }
    return Optional.of(new Due(latest, missed));
  }

  /**
   * The task id, and duplicate id, of a firing: the same whoever computes it. Another rule under
   * the same name has other ids.
   */
  public static TaskId id(Schedule schedule, Instant due) {
    String what = schedule.name() + "\n" + schedule.owner() + "\n" + schedule.when();
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(what.getBytes(StandardCharsets.UTF_8));
      String hex = HexFormat.of().formatHex(digest, 0, 10);
      return new TaskId("s" + hex + "-" + Math.max(0, due.getEpochSecond()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
