package dev.quiver.cli.demo;

import dev.quiver.cli.CommandContext;
import dev.quiver.messaging.connection.QuiverMessagingException;
import dev.quiver.tasks.Outcome;
import dev.quiver.tasks.Payload;
import dev.quiver.tasks.Progress;
import dev.quiver.tasks.Task;
import dev.quiver.tasks.TaskId;
import dev.quiver.tasks.TaskType;
import dev.quiver.tasks.WorkerId;
import dev.quiver.tasks.client.Destination;
import dev.quiver.tasks.client.TaskClient;
import dev.quiver.tasks.client.TaskListener;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A task that sleeps, and what its submitter hears of it, in the timeline. */
final class WatchedTask implements TaskListener {

  private static final String SOURCE = "client";

  private final Task task;
  private final Timeline timeline;
  private final CommandContext context;
  private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
  private @Nullable WorkerId runsOn;

  private WatchedTask(Task task, Timeline timeline, CommandContext context) {
    this.task = task;
    this.timeline = timeline;
    this.context = context;
  }

  /** Submits one to the orchestrator. */
  static WatchedTask submit(
      TaskClient client, String id, Duration sleep, Timeline timeline, CommandContext context)
      throws InterruptedException {
    Task task =
        Task.of(
            new TaskId(id),
            new TaskType("demo.sleep"),
            Payload.of(Long.toString(sleep.toMillis())),
            context.clock().instant());
    WatchedTask watched = new WatchedTask(task, timeline, context);
    timeline.tell(SOURCE, "submitted", "failover.submitted", id, sleep.toMillis());
    client.submit(task, Destination.orchestrator(), watched);
    return watched;
  }

  TaskId id() {
    return task.id();
  }

  /** How it ended; fails if it was refused. */
  CompletableFuture<Outcome> outcome() {
    return outcome;
  }

  @Override
  public void accepted(Task accepted, boolean knownBefore) {
    timeline.tell(SOURCE, "accepted", "failover.accepted", id());
  }

  @Override
  public void refused(Task refused, QuiverMessagingException why) {
    timeline.add(
        SOURCE,
        "refused",
        context.text().format("failover.refused", id(), context.explain(why)),
        String.valueOf(why.getMessage()));
    outcome.completeExceptionally(why);
  }

  @Override
  public void progressed(Progress progress) {
    if (!progress.worker().equals(runsOn)) {
      runsOn = progress.worker();
      timeline.tell(
          SOURCE, "running", "failover.running", id(), progress.worker(), progress.attempt());
    }
  }

  @Override
  public void ended(Outcome ended) {
    timeline.tell(
        SOURCE,
        "ended",
        "failover.ended",
        id(),
        new Timeline.Word("outcome." + ended.label()),
        String.valueOf(ended.facts().worker()));
    outcome.complete(ended);
  }
}
