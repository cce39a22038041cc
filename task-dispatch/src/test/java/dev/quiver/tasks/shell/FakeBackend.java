package dev.quiver.tasks.shell;

import dev.quiver.tasks.Outcome;
import dev.quiver.tasks.Payload;
import dev.quiver.tasks.Task;
import dev.quiver.tasks.TaskId;
import dev.quiver.tasks.TaskType;
import dev.quiver.tasks.WorkerId;
import dev.quiver.tasks.client.Destination;
import dev.quiver.tasks.client.SubmitUnknownException;
import dev.quiver.tasks.client.TaskListener;
import dev.quiver.tasks.client.UnknownWorkerException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A platform in memory: remembers what was sent, and ends it when the test says so. */
final class FakeBackend implements ShellBackend {

  static final Instant NOW = Instant.parse("2026-02-03T04:05:06Z");

  record Sent(Task task, Destination to, TaskListener listener) {}

  final List<Member> members = new CopyOnWriteArrayList<>();
  final List<Outcome> results = new CopyOnWriteArrayList<>();
  final List<Sent> sent = new CopyOnWriteArrayList<>();
  final List<String> missingWorkers = new ArrayList<>();
  private int made;

  /** Whether it confirms nothing. */
  boolean silent;

  static Member worker(String id, int concurrency, int running, String... types) {
    return new Member(
        "worker", id, "worker", NOW, new Member.WorkerFacts(List.of(types), concurrency, running));
  }

  @Override
  public List<Member> members() {
    return members;
  }

  @Override
  public Task newTask(TaskType type, String input) {
    return Task.of(new TaskId("task-" + ++made), type, Payload.of(input), NOW);
  }

  @Override
  public void submit(Task task, Destination to, TaskListener listener) {
    if (to instanceof Destination.ToWorker named
        && missingWorkers.contains(named.worker().value())) {
      throw new UnknownWorkerException(named.worker());
    }
    if (silent) {
      throw new SubmitUnknownException(task.id(), Duration.ofSeconds(8), null);
    }
    sent.add(new Sent(task, to, listener));
  }

  @Override
  public List<Outcome> results() {
    return results;
  }

  /** Ends the task that was sent as that one, from 0. */
  void succeed(int index, String result) {
    Sent one = sent.get(index);
    Outcome outcome = succeeded(one.task().id().value(), one.task().type().name(), result);
    results.add(outcome);
    one.listener().ended(outcome);
  }

  static Outcome succeeded(String id, String type, String result) {
    return new Outcome.Succeeded(facts(id, type), Payload.of(result));
  }

  static Outcome.Facts facts(String id, String type) {
    return new Outcome.Facts(
        new TaskId(id),
        new TaskType(type),
        null,
        new WorkerId("Worker-1234"),
        1,
        0,
        NOW.minusMillis(12),
        NOW);
  }
}
