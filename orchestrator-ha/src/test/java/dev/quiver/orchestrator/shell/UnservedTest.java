package dev.quiver.orchestrator.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.orchestrator.Notice;
import dev.quiver.tasks.TaskType;
import dev.quiver.tasks.WorkerId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class UnservedTest {

  private static final TaskType ECHO = new TaskType("test.echo");

  private final List<Notice> told = new ArrayList<>();
  private final Unserved unserved = new Unserved(told::add);

  @Test
  void aTypeWithoutWorkersOfWhichNothingWaitsIsNotTold() {
    unserved.accept(new Notice.TypeWithoutWorker(ECHO));
    unserved.onCounted(new TreeMap<>(Map.of("test.echo", 0L, "test.other", 5L)));
    unserved.accept(new Notice.TypeServed(ECHO));

    assertThat(told).isEmpty();
  }

  @Test
  void onceSomethingWaitsItIsToldOnceAndSoIsItsEnd() {
    unserved.accept(new Notice.TypeWithoutWorker(ECHO));
    unserved.onCounted(new TreeMap<>(Map.of("test.echo", 1L)));
    unserved.onCounted(new TreeMap<>(Map.of("test.echo", 2L)));
    unserved.accept(new Notice.TypeServed(ECHO));

    assertThat(told)
        .containsExactly(new Notice.TypeWithoutWorker(ECHO), new Notice.TypeServed(ECHO));
  }

  @Test
  void allElseIsToldAtOnce() {
    Notice left = new Notice.WorkerLeft(new WorkerId("w1"));
    unserved.accept(left);

    assertThat(told).containsExactly(left);
  }
}
