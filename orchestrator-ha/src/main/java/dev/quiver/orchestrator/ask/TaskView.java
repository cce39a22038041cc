package dev.quiver.orchestrator.ask;

import dev.quiver.messaging.codec.JsonReader;
import dev.quiver.messaging.codec.JsonWriter;
import dev.quiver.orchestrator.ledger.LedgerEntry;
import dev.quiver.tasks.Task;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an orchestrator tells of a task.
 *
 * @param state {@code waiting}, {@code assigned}, {@code retrying} or an outcome; {@code unknown}
 *     if it is not known here, or belongs to somebody else
 * @param worker who has it, or ended it
 * @param attempt which attempt is meant, from 1; 0 if none is known
 * @param generation how often it was requeued from the dead
 * @param result what came out, if it is short
 * @param reason why it did not succeed
 * @param waitsFor while it waits: {@code worker} (no live worker has its type), {@code
 *     named-worker} (the one it is addressed to), {@code group} (its predecessor has not ended),
 *     {@code resume} (its type, its worker or everything is paused), {@code turn}; of one that is
 *     unknown {@code unseen} if it may be among tasks that wait and cannot be looked at, since they
 *     are delayed, too many, or in an orchestrator's hands
 * @param waitsSince since when that is so, if it is known
 */
public record TaskView(
    String taskId,
    String type,
    String submitter,
    @Nullable String batch,
    String state,
    @Nullable String worker,
    int attempt,
    int generation,
    @Nullable Instant submittedAt,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt,
    @Nullable String result,
    @Nullable String reason,
    @Nullable String waitsFor,
    @Nullable Instant waitsSince) {

  /** The state of a task of which nothing is known. */
  public static final String UNKNOWN = "unknown";

  /** The state of a task of which no event has told, and which lies in a queue. */
  public static final String WAITING = "waiting";

  private static final String UNSEEN = "unseen";

  /** Nothing is known of it. */
  public static TaskView unknown(String taskId) {
    return new TaskView(
        taskId, "", "", null, UNKNOWN, null, 0, 0, null, null, null, null, null, null, null);
  }

  /** It was not found, and may be among those that wait and cannot be looked at. */
  public static TaskView perhapsWaiting(String taskId) {
    return new TaskView(
        taskId, "", "", null, UNKNOWN, null, 0, 0, null, null, null, null, null, UNSEEN, null);
  }

  /** It waits in a queue. */
  public static TaskView waiting(
      Task task,
      String submitter,
      int generation,
      @Nullable String worker,
      String waitsFor,
      @Nullable Instant since) {
    return new TaskView(
        task.id().value(),
        task.type().name(),
        submitter,
        task.batch() == null ? null : task.batch().value(),
        WAITING,
        worker,
        0,
        generation,
        task.submittedAt(),
        null,
        null,
        null,
        null,
        waitsFor,
        since);
  }

  /** As the ledger has it. */
  public static TaskView of(LedgerEntry entry) {
    LedgerEntry.Latest latest = entry.latest();
    boolean ended = latest.state().isFinal();
    boolean succeeded = latest.state() == dev.quiver.orchestrator.TaskState.SUCCEEDED;
    String text = latest.text().isEmpty() ? null : latest.text();
    return new TaskView(
        entry.id(),
        entry.type(),
        entry.submitter(),
        entry.batch().isEmpty() ? null : entry.batch(),
        latest.state().label(),
        latest.worker().isEmpty() ? null : latest.worker(),
        latest.attempt(),
        latest.generation(),
        Instant.ofEpochMilli(entry.firstSeenMs()),
        latest.startedMs() == LedgerEntry.UNKNOWN ? null : Instant.ofEpochMilli(latest.startedMs()),
        ended ? Instant.ofEpochMilli(latest.atMs()) : null,
        succeeded ? text : null,
        succeeded ? null : text,
        null,
        null);
  }

  /** Whether something is known of it. */
  public boolean isKnown() {
    return !state.equals(UNKNOWN);
  }

  /** Whether it may wait for all that, where nobody can look. */
  public boolean mayWait() {
    return !isKnown() && UNSEEN.equals(waitsFor);
  }

  /** Whether it has ended. */
  public boolean hasEnded() {
    return finishedAt != null;
  }

  /** Writes its fields. */
  public void write(JsonWriter json) throws IOException {
    json.field("taskId", taskId)
        .field("type", type)
        .field("submitter", submitter)
        .field("batch", batch)
        .field("state", state)
        .field("worker", worker)
        .field("attempt", attempt)
        .field("generation", generation)
        .field("submittedAt", submittedAt)
        .field("startedAt", startedAt)
        .field("finishedAt", finishedAt)
        .field("result", result)
        .field("reason", reason)
        .field("waitsFor", waitsFor)
        .field("waitsSince", waitsSince);
  }

  /** Reads its fields. */
  public static TaskView read(JsonReader in) throws IOException {
    String taskId = null;
    String type = "";
    String submitter = "";
    String batch = null;
    String state = UNKNOWN;
    String worker = null;
    int attempt = 0;
    int generation = 0;
    Instant submittedAt = null;
    Instant startedAt = null;
    Instant finishedAt = null;
    String result = null;
    String reason = null;
    String waitsFor = null;
    Instant waitsSince = null;
    while (in.next()) {
      switch (in.name()) {
        case "taskId" -> taskId = in.string();
        case "type" -> type = in.string();
        case "submitter" -> submitter = in.string();
        case "batch" -> batch = in.string();
        case "state" -> state = in.string();
        case "worker" -> worker = in.string();
        case "attempt" -> attempt = in.integer();
        case "generation" -> generation = in.integer();
        case "submittedAt" -> submittedAt = in.instant();
        case "startedAt" -> startedAt = in.instant();
        case "finishedAt" -> finishedAt = in.instant();
        case "result" -> result = in.string();
        case "reason" -> reason = in.string();
        case "waitsFor" -> waitsFor = in.string();
        case "waitsSince" -> waitsSince = in.instant();
        default -> in.skip();
      }
    }
    return new TaskView(
        JsonReader.required("taskId", taskId),
        type,
        submitter,
        batch,
        state,
        worker,
        attempt,
        generation,
        submittedAt,
        startedAt,
        finishedAt,
        result,
        reason,
        waitsFor,
        waitsSince);
  }
}
