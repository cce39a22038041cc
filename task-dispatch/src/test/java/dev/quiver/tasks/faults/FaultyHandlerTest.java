package dev.quiver.tasks.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.tasks.Payload;
import dev.quiver.tasks.TaskType;
import dev.quiver.tasks.faults.FaultyHandler.Culprit;
import dev.quiver.tasks.handler.RecordingContext;
import dev.quiver.tasks.handler.TaskCancelledException;
import dev.quiver.tasks.handler.TaskContext;
import dev.quiver.tasks.handler.TaskHandler;
import dev.quiver.tasks.handler.TaskInput;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FaultyHandlerTest {

  private static final TaskType TYPE = new TaskType("test.echo");
  private static final TaskInput INPUT = new TaskInput(TYPE, List.of(), Payload.of("x"));

  private final List<Duration> pauses = new ArrayList<>();
  private final List<String> deeds = new ArrayList<>();
  private RecordingContext context;

  private final TaskHandler echo =
      new TaskHandler() {
        @Override
        public Set<TaskType> types() {
          return Set.of(TYPE);
        }

        @Override
        public Payload handle(TaskInput input, TaskContext ignored) {
          deeds.add("worked");
          return input.payload();
        }
      };

  @BeforeEach
  void prepare(@TempDir Path folder) {
    context = new RecordingContext(folder);
  }

  private FaultyHandler handler(SimulatedFaults faults, long seed) {
    return new FaultyHandler(
        echo,
        new Culprit(
            faults,
            new SplittableRandom(seed),
            time -> {
              pauses.add(time);
              context.cancel();
            },
            () -> deeds.add("crashed")));
  }

  @Test
  void nothingGoesWrongUnasked() throws Exception {
    FaultyHandler handler = handler(SimulatedFaults.none(), 1);
    for (int i = 0; i < 100; i++) {
      assertThat(handler.handle(INPUT, context)).isEqualTo(INPUT.payload());
    }
    assertThat(deeds).hasSize(100).containsOnly("worked");
    assertThat(pauses).isEmpty();
    assertThat(SimulatedFaults.none().any()).isFalse();
    assertThat(handler.types()).containsExactly(TYPE);
  }

  @Test
  void itCrashesAfterTheWorkOfThatTask() throws Exception {
    FaultyHandler handler = handler(new SimulatedFaults(3, 0, 0, Duration.ZERO), 1);
    for (int i = 0; i < 3; i++) {
      handler.handle(INPUT, context);
    }
    assertThat(deeds).containsExactly("worked", "worked", "worked", "crashed");
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void itFailsAsOftenAsAskedAndSaysThatItWasOnPurpose(long seed) {
    FaultyHandler handler = handler(new SimulatedFaults(0, 0.1, 0, Duration.ZERO), seed);
    int failures = 0;
    for (int i = 0; i < 2000; i++) {
      try {
        handler.handle(INPUT, context);
      } catch (Exception e) {
        assertThat(e).hasMessageContaining("on purpose");
        failures++;
      }
    }
    assertThat(failures).isBetween(140, 260);
    assertThat(deeds).hasSize(2000 - failures);
  }

  @Test
  void itHangsUntilItIsTold() {
    FaultyHandler handler = handler(new SimulatedFaults(0, 0, 1, Duration.ZERO), 1);

    assertThatThrownBy(() -> handler.handle(INPUT, context))
        .isInstanceOf(TaskCancelledException.class);
    assertThat(pauses).hasSize(1);
    assertThat(deeds).isEmpty();
  }

  @Test
  void itIsSlowBeforeEachTask() throws Exception {
    handler(new SimulatedFaults(0, 0, 0, Duration.ofMillis(200)), 1).handle(INPUT, context);

    assertThat(pauses).containsExactly(Duration.ofMillis(200));
    assertThat(deeds).containsExactly("worked");
  }

  @ParameterizedTest
  @CsvSource({"-1,0,0,crash-after", "0,1.5,0,fail-rate", "0,0,NaN,hang-rate", "0,0.6,0.6,together"})
  void whatCannotBeIsRefused(int crashAfter, double fail, double hang, String word) {
    assertThatThrownBy(() -> new SimulatedFaults(crashAfter, fail, hang, Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(word);
  }
}
