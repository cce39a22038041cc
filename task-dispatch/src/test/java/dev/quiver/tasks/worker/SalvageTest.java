package dev.quiver.tasks.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.tasks.Payload;
import dev.quiver.tasks.Task;
import dev.quiver.tasks.TaskType;
import dev.quiver.tasks.handler.Spool;
import dev.quiver.tasks.handler.TaskContext;
import dev.quiver.tasks.handler.TaskHandler;
import dev.quiver.tasks.handler.TaskInput;
import dev.quiver.tasks.wire.TaskEnvelope;
import dev.quiver.tasks.wire.TaskMessage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Results that wait for their task; each keeps a file, so that it shows which are let go. */
class SalvageTest {

  @TempDir private Path folder;
  private final Salvage salvage = new Salvage(Salvage.MOST_BYTES);
  private final TaskMessage message = Sample.received(Sample.task("t", Sample.TYPE, "x"));

  @Test
  void aResultIsTakenOnceWithWhatItKeeps() throws IOException {
    Attempt attempt = finished();
    salvage.keep(attempt);

    assertThat(salvage.take(message)).isSameAs(attempt);
    assertThat(salvage.take(message)).isNull();
    assertThat(files()).isEqualTo(1);
    attempt.release();
    assertThat(files()).isZero();
  }

  @Test
  void aLaterResultOfTheSameAttemptLetsTheEarlierGo() throws IOException {
    salvage.keep(finished());
    Attempt later = finished();
    salvage.keep(later);

    assertThat(files()).isEqualTo(1);
    assertThat(salvage.take(message)).isSameAs(later);
  }

  @Test
  void theSameResultKeptTwiceIsNotLetGo() throws IOException {
    Attempt attempt = finished();
    salvage.keep(attempt);
    salvage.keep(attempt);

    assertThat(files()).isEqualTo(1);
  }

  @Test
  void anIdIsItsSubmittersAndItsTypesAndItsInputsAlone() {
    Attempt attempt = finished();
    salvage.keep(attempt);
    Task task = message.task();
    TaskEnvelope bobs = TaskEnvelope.submitted("bob", "quiver.tasks.results.bob.c1", true);
    assertThat(salvage.take(new TaskMessage(task, bobs))).isNull();
    for (Task other :
        List.of(
            like(task, TestHandler.COUNT, task.args(), task.payload()),
            like(task, task.type(), List.of("-v"), task.payload()),
            like(task, task.type(), task.args(), Payload.of("y")),
            like(
                task,
                task.type(),
                task.args(),
                new Payload.Streamed(InputStream::nullInputStream, 1)))) {
      assertThat(salvage.take(Sample.received(other))).as("%s", other).isNull();
    }
    Task again = like(task, task.type(), task.args(), Payload.of("x"));
    assertThat(salvage.take(new TaskMessage(again, Sample.envelope().suspected())))
        .isSameAs(attempt);
  }

  private static Task like(Task task, TaskType type, List<String> args, Payload payload) {
    return new Task(
        task.id(),
        task.batch(),
        type,
        args,
        payload,
        task.taskClass(),
        task.submittedAt(),
        task.deadline(),
        task.notBefore(),
        task.timeout(),
        task.maxAttempts(),
        task.group());
  }

  @Test
  void theOldestAreLetGoWhenTheResultsTakeTooMuch() throws IOException {
    Salvage small = new Salvage(3L * Spool.MEMORY_BYTES);
    List<TaskMessage> messages = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      messages.add(Sample.received(Sample.task("t-" + i, Sample.TYPE, "x")));
      small.keep(finished(messages.get(i)));
    }

    assertThat(files()).isEqualTo(2);
    assertThat(messages.stream().map(small::take).map(Objects::nonNull))
        .containsExactly(false, false, false, true, true);
  }

  @Test
  void oneLargeResultIsKept() throws IOException {
    Salvage small = new Salvage(1);
    small.keep(finished());

    assertThat(files()).isEqualTo(1);
  }

  private Attempt finished() {
    return finished(message);
  }

  /** What it arrived in has no part in this. */
  @SuppressWarnings("NullAway")
  private Attempt finished(TaskMessage of) {
    Attempt attempt = new Attempt(null, of, 1, null, new LongAnswer(), new Folder());
    attempt.run();
    assertThat(attempt.result()).isInstanceOf(AttemptResult.Finished.class);
    return attempt;
  }

  private long files() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.count();
    }
  }

  private static final class LongAnswer implements TaskHandler {
    @Override
    public Set<TaskType> types() {
      return Set.of(Sample.TYPE);
    }

    @Override
    public Payload handle(TaskInput input, TaskContext context) throws IOException {
      Spool spool = context.spool();
      spool.write(new byte[Spool.MEMORY_BYTES + 1]);
      return spool.payload();
    }
  }

  private final class Folder implements Attempt.Surroundings {
    @Override
    public InstantSource clock() {
      return Clock.systemUTC();
    }

    @Override
    public void progress(Attempt attempt, double fraction, String note) {}

    @Override
    public Spool newSpool() {
      return new Spool(folder, 1 << 20);
    }
  }
}
