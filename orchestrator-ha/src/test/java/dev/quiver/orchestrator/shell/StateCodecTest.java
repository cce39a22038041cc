package dev.quiver.orchestrator.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.messaging.codec.JsonCodec;
import dev.quiver.orchestrator.GroupKey;
import dev.quiver.orchestrator.StateEntry;
import dev.quiver.orchestrator.Target;
import dev.quiver.orchestrator.TaskKey;
import dev.quiver.orchestrator.schedule.CronRule;
import dev.quiver.orchestrator.schedule.Schedule;
import dev.quiver.tasks.TaskClass;
import dev.quiver.tasks.TaskId;
import dev.quiver.tasks.TaskType;
import dev.quiver.tasks.WorkerId;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class StateCodecTest {

  private static final GroupKey GROUP = new GroupKey("maria", new TaskType("text.upper"), "g1");
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  static List<StateEntry> entries() {
    return List.of(
        new StateEntry.Pause(new Target.Everything(), true, false),
        new StateEntry.Pause(new Target.OneWorker(new WorkerId("w1")), true, true),
        new StateEntry.Pause(new Target.OneType(new TaskType("exec")), false, false),
        StateEntry.Group.out(GROUP, new TaskKey(new TaskId("t1"), 2), new WorkerId("w1")),
        StateEntry.Group.waiting(GROUP, new TaskKey(new TaskId("t1"), 0)),
        StateEntry.Group.open(GROUP),
        StateEntry.Group.over(GROUP),
        new StateEntry.Periodic("nightly", null, NOW),
        new StateEntry.Periodic(
            "nightly",
            new Schedule(
                "nightly",
                "maria",
                CronRule.read("0 3 * * *", "Europe/Lisbon"),
                new TaskType("exec"),
                List.of("backup", "--all"),
                "some text",
                TaskClass.HIGH,
                "reports"),
            NOW));
  }

  @ParameterizedTest
  @MethodSource("entries")
  void whatIsLeftForTheNextLeaderIsReadAsItWasWritten(StateEntry entry) {
    assertThat(JsonCodec.standard().read(StateCodec.write(entry), StateCodec::read))
        .isEqualTo(entry);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "workers/w1", "worker/", "worker/no such", "type/Upper", "all"})
  void targetsThatAreNoneAreRefused(String target) {
    assertThatThrownBy(() -> Target.of(target)).isInstanceOf(IllegalArgumentException.class);
  }
}
