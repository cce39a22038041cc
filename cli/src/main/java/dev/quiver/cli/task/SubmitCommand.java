package dev.quiver.cli.task;

import dev.quiver.cli.CommandContext;
import dev.quiver.cli.ExitCode;
import dev.quiver.cli.check.HistoryFlags;
import dev.quiver.cli.config.ClusterFlags;
import dev.quiver.cli.output.JsonLine;
import dev.quiver.messaging.connection.Router;
import dev.quiver.messaging.text.Printable;
import dev.quiver.tasks.BatchId;
import dev.quiver.tasks.Outcome;
import dev.quiver.tasks.Payload;
import dev.quiver.tasks.Task;
import dev.quiver.tasks.TaskClass;
import dev.quiver.tasks.TaskId;
import dev.quiver.tasks.TaskType;
import dev.quiver.tasks.WorkerId;
import dev.quiver.tasks.client.ClientListener;
import dev.quiver.tasks.client.Destination;
import dev.quiver.tasks.client.Submission;
import dev.quiver.tasks.client.TaskClient;
import dev.quiver.tasks.client.TaskClientConfig;
import dev.quiver.tasks.history.TaskHistory;
import dev.quiver.tasks.wire.Spool;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code quiver task submit TYPE [TEXT]}: submits one task and prints its id. */
@Command(name = "submit")
final class SubmitCommand implements Callable<Integer> {

  private final CommandContext context;

  @Mixin private TaskOptions options = new TaskOptions();

  @Mixin private Via via = new Via();

  @Mixin private ClusterFlags clusterFlags = new ClusterFlags();

  @Parameters(index = "0", paramLabel = "TYPE")
  private String type = "";

  @Parameters(index = "1", arity = "0..1", paramLabel = "TEXT")
  private @Nullable String input;

  @Option(names = "--file", paramLabel = "FILE")
  private @Nullable Path file;

  @Option(names = "--arg", paramLabel = "ARG")
  private List<String> args = new ArrayList<>();

  @Option(names = "--id", paramLabel = "ID")
  private @Nullable String id;

  @Option(names = "--batch", paramLabel = "ID")
  private @Nullable String batch;

  @Option(names = "--worker", paramLabel = "ID")
  private @Nullable String worker;

  @Option(names = "--class", paramLabel = "CLASS")
  private TaskClass taskClass = TaskClass.NORMAL;

  @Option(names = "--delay", paramLabel = "TIME")
  private @Nullable Duration delay;

  @Option(names = "--deadline", paramLabel = "TIME")
  private @Nullable Duration deadline;

  @Option(names = "--timeout", paramLabel = "TIME")
  private Duration timeout = Task.DEFAULT_TIMEOUT;

  @Option(names = "--retries", paramLabel = "N")
  private int retries = Task.DEFAULT_MAX_ATTEMPTS - 1;

  @Option(names = "--group", paramLabel = "NAME")
  private @Nullable String group;

  @Mixin private HistoryFlags history = new HistoryFlags();

  @Option(names = "--wait")
  private boolean wait;

  SubmitCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    Task task = task(context.clock().instant());
    Router router = options.router(context, clusterFlags);
    Destination to =
        worker == null
            ? via.choose(context, router.designated(), task.type())
            : via.toWorker(context, router.designated(), new WorkerId(worker));
    // Only pools are on the cluster.
    Router way = to.equals(Destination.pool()) ? router : Router.to(router.designated());
    try (HistoryFlags.Recording recording = history.open(context, "submit");
        TaskClient client =
            TaskClient.connect(way, config(recording.history()), ClientListener.NONE)) {
      // Whatever its type and way were then: an id whose outcome is here is not sent again.
      Optional<Outcome> known = id == null ? Optional.empty() : client.results().of(task.id());
      if (known.isPresent()) {
        return tellKnown(task, known.get());
      }
      Submission submission = client.start(task, to);
      boolean fresh = get(submission.accepted());
      if (!wait) {
        sayAccepted(task, fresh);
        return ExitCode.DONE;
      }
      return tell(get(submission.outcome()));
    }
  }

  private int tellKnown(Task task, Outcome outcome) throws IOException {
    if (wait) {
      context.say("task.known", task.id());
      return tell(outcome);
    }
    sayAccepted(task, false);
    return ExitCode.DONE;
  }

  private int tell(Outcome outcome) throws IOException {
    new OutcomePrinter(context, options.json).print(outcome);
    return outcome instanceof Outcome.Succeeded ? ExitCode.DONE : ExitCode.WORK_FAILED;
  }

  private TaskClientConfig config(TaskHistory recorded) {
    return TaskClientConfig.of(options.client).keeping().withHistory(recorded);
  }

  private Task task(Instant now) throws IOException {
    return new Task(
        id == null ? TaskId.random(new SecureRandom()) : new TaskId(id),
        batch == null ? null : new BatchId(batch),
        new TaskType(type),
        args,
        payload(),
        taskClass,
        now,
        deadline == null ? null : now.plus(deadline),
        delay == null ? null : now.plus(delay),
        timeout,
        retries + 1,
        group);
  }

  private Payload payload() throws IOException {
    if (file != null && input != null) {
      throw context.failure(ExitCode.USAGE, "task.textAndFile");
    }
    if (file != null) {
      Path path = file;
      if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
        throw context.failure(ExitCode.USAGE, "task.noFile", Printable.harmless(path.toString()));
      }
      return Files.size(path) <= Payload.MAX_INLINE_CHARS
          ? payload(Files.readAllBytes(path))
          : new Payload.Streamed(() -> Files.newInputStream(path), Files.size(path));
    }
    if (input == null || input.equals("-")) {
      // Nobody types an input without having been asked for it.
      boolean typed = input == null && context.terminal().in();
      return payload(typed ? new byte[0] : wholeInput());
    }
    return Payload.of(input);
  }

  /** It is in memory; so no more is read than a task may have. */
  private byte[] wholeInput() throws IOException {
    int most = Math.toIntExact(Spool.DEFAULT_MAX_BYTES);
    byte[] bytes = context.in().readNBytes(most + 1);
    if (bytes.length > most) {
      throw context.failure(ExitCode.WORK_FAILED, "task.inputTooLarge", most);
    }
    return bytes;
  }

  /** Short text goes within the message, which an orchestrator carries; the rest is streamed. */
  private static Payload payload(byte[] bytes) {
    if (bytes.length <= Payload.MAX_INLINE_CHARS) {
      try {
        return new Payload.Text(
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
      } catch (CharacterCodingException notText) {
        // Then it is sent as the bytes it is.
      }
    }
    return new Payload.Streamed(() -> new ByteArrayInputStream(bytes), bytes.length);
  }

  private void sayAccepted(Task task, boolean fresh) {
    context
        .out()
        .line(
            options.json
                ? new JsonLine().put("taskId", task.id().value()).put("fresh", fresh).end()
                : task.id().value());
    if (!fresh) {
      context.say("task.known", task.id());
    }
  }

  private static <T> T get(java.util.concurrent.CompletableFuture<T> future)
      throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException refused) {
        throw refused;
      }
      throw new IllegalStateException(e.getCause());
    }
  }
}
