package dev.quiver.orchestrator.schedule;

import dev.quiver.tasks.TaskClass;
import dev.quiver.tasks.TaskType;
import java.util.List;
import java.util.regex.Pattern;

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

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");

  public Schedule {
    args = List.copyOf(args);
    if (!NAME.matcher(name).matches()) {
      throw new ScheduleRefusedException(
          "the schedule name \""
              + (name.length() > 80 ? name.substring(0, 80) + "..." : name)
              + "\" is not usable: begin with a lower-case letter or digit and use lower-case"
              + " letters, digits and dashes, at most 64");
    }
  }
}
