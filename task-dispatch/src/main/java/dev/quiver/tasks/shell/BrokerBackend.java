package dev.quiver.tasks.shell;

import dev.quiver.messaging.connection.Failures;
import dev.quiver.messaging.connection.QuiverMessagingException;
import dev.quiver.tasks.Outcome;
import dev.quiver.tasks.Payload;
import dev.quiver.tasks.Progress;
import dev.quiver.tasks.Task;
import dev.quiver.tasks.TaskId;
import dev.quiver.tasks.TaskType;
import dev.quiver.tasks.client.Destination;
import dev.quiver.tasks.client.TaskClient;
import dev.quiver.tasks.client.TaskListener;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** The platform behind a broker. */
final class BrokerBackend implements ShellBackend {

  /** So many outcomes are looked at; a shell is for people. */
  static final int MOST_RESULTS = 100_000;

  private final TaskClient client;
  private final Supplier<List<Member>> members;
  private final InstantSource clock;
  private final RandomGenerator random;

  BrokerBackend(
      TaskClient client,
      Supplier<List<Member>> members,
      InstantSource clock,
      RandomGenerator random) {
    this.client = client;
    this.members = members;
    this.clock = clock;
    this.random = random;
  }

  @Override
  public List<Member> members() {
    return members.get();
  }

  @Override
  public Task newTask(TaskType type, String input) {
    return Task.of(TaskId.random(random), type, Payload.of(input), clock.instant());
  }

  @Override
  public void submit(Task task, Destination to, TaskListener listener) throws InterruptedException {
    Accepting accepting = new Accepting(listener);
    client.submit(task, to, accepting);
    try {
      accepting.accepted.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof QuiverMessagingException refused
          ? refused
          : Failures.translate(e);
    }
  }

  @Override
  public List<Outcome> results() {
    return client.results().list(MOST_RESULTS);
  }

  /** Passes everything on, and tells whoever waits whether the task was accepted. */
  private static final class Accepting implements TaskListener {
    private final TaskListener listener;
    private final CompletableFuture<Boolean> accepted = new CompletableFuture<>();

    Accepting(TaskListener listener) {
      this.listener = listener;
    }

    @Override
    public void accepted(Task task, boolean knownBefore) {
      accepted.complete(true);
    }

    @Override
    public void refused(Task task, QuiverMessagingException why) {
      accepted.completeExceptionally(why);
    }

    @Override
    public void progressed(Progress progress) {
      listener.progressed(progress);
    }

    @Override
    public void ended(Outcome outcome) {
      accepted.complete(true);
      listener.ended(outcome);
    }
  }
}
