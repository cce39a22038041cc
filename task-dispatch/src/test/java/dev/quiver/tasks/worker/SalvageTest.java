package dev.quiver.tasks.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.tasks.Payload;
import dev.quiver.tasks.TaskType;
import dev.quiver.tasks.handler.Spool;
import dev.quiver.tasks.handler.TaskContext;
import dev.quiver.tasks.handler.TaskHandler;
import dev.quiver.tasks.handler.TaskInput;
import dev.quiver.tasks.wire.TaskMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Results that wait for their task; each keeps a file, so that it shows which are let go. */
class SalvageTest {

  @TempDir private Path folder;
  private final Salvage salvage = new Salvage();
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

  /** What it arrived in has no part in this. */
  @SuppressWarnings("NullAway")
  private Attempt finished() {
    Attempt attempt = new Attempt(null, message, 1, null, new LongAnswer(), new Folder());
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
