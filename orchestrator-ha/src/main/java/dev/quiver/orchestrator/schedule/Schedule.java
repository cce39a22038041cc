package dev.quiver.orchestrator.schedule;

import dev.quiver.messaging.text.Names;
import dev.quiver.messaging.text.UnusableValueException;
import dev.quiver.messaging.text.ValueName;
import dev.quiver.tasks.Payload;
import dev.quiver.tasks.Task;
import dev.quiver.tasks.TaskClass;
import dev.quiver.tasks.TaskType;
import java.util.List;

/**
 * A periodic task: each firing submits one task. Whatever could keep a leader from making that task
 * is refused here: a schedule that cannot fire would end the reign of whoever leads.
 *
 * @param name names it in the whole installation: lower-case letters, digits and dashes, at most 64
 * @param owner whose tasks they are
 * @param args at most {@link Task#MAX_ARGS}, in all at most {@link Payload#MAX_INLINE_CHARS}
 *     characters
 * @param payload text, in the limits of an inline payload
 * @param client under which of the owner's client names the outcomes wait
 */
public record Schedule(
    String name,
    String owner,
    CronRule when,
    TaskType type,
    List<String> args,
    String payload,
    TaskClass taskClass,
    String client) {

  /** Where outcomes wait if no name is said. */
  public static final String USUAL_CLIENT = "schedules";

  public Schedule {
    args = List.copyOf(args);
    Names.requireLowerCase(ValueName.SCHEDULE, name);
    Names.requireWord(ValueName.CLIENT_ID, client);
    if (args.size() > Task.MAX_ARGS) {
      throw UnusableValueException.of("value.task.arguments", args.size(), Task.MAX_ARGS);
    }
    int argsChars = args.stream().mapToInt(String::length).sum();
    int longest = Math.max(payload.length(), argsChars);
    if (longest > Payload.MAX_INLINE_CHARS) {
      throw UnusableValueException.of("value.schedule.long", longest, Payload.MAX_INLINE_CHARS);
    }
  }

  /** One whose outcomes wait where they do if nothing else is said. */
  public Schedule(
      String name,
      String owner,
      CronRule when,
      TaskType type,
      List<String> args,
      String payload,
      TaskClass taskClass) {
    this(name, owner, when, type, args, payload, taskClass, USUAL_CLIENT);
  }
}
