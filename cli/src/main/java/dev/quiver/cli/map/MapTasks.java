package dev.quiver.cli.map;

import dev.quiver.tasks.BatchId;
import dev.quiver.tasks.Payload;
import dev.quiver.tasks.Task;
import dev.quiver.tasks.TaskClass;
import dev.quiver.tasks.TaskId;
import dev.quiver.tasks.TaskType;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;

/** Makes the tasks of one run, all of one batch, so that they can be cancelled together. */
final class MapTasks {

  private final SplittableRandom random = new SplittableRandom(new SecureRandom().nextLong());
  private final BatchId batch = new BatchId("map-" + TaskId.random(random).value());
  private final TaskType type;
  private final MapOptions options;
  private final List<String> args;

  MapTasks(TaskType type, MapOptions options) {
    this.type = type;
    this.options = options;
    this.args = options.taskArgs();
  }

  BatchId batch() {
    return batch;
  }

  /** The task of an input; which one it was is for the caller to remember. */
  Task of(MapInput input, Payload payload) {
    return new Task(
        TaskId.random(random),
        batch,
        type,
        args,
        payload,
        TaskClass.NORMAL,
        Instant.now(),
        null,
        null,
        options.timeout,
        options.retries + 1,
        null);
  }
}
