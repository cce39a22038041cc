package dev.quiver.orchestrator.schedule;

import dev.quiver.messaging.text.Names;
import dev.quiver.messaging.text.ValueName;
import dev.quiver.tasks.TaskClass;
import dev.quiver.tasks.TaskType;
import java.util.List;

/**
 * A periodic task: each firing submits one task.
 *
 * @param name names it in the whole installation: lower-case letters, digits and dashes, at most 64
 * @param owner whose tasks they are
 * @param payload text, in the limits of an inline payload
 */
public record Schedule(
    String name,
    String owner,
    CronRule when,
    TaskType type,
    List<String> args,
    String payload,
    TaskClass taskClass) {

  public Schedule {
    args = List.copyOf(args);
    Names.requireLowerCase(ValueName.SCHEDULE, name);
  }
}
