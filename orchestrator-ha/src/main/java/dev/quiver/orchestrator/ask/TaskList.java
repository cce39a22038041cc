package dev.quiver.orchestrator.ask;

import dev.quiver.messaging.codec.JsonReader;
import dev.quiver.messaging.codec.JsonWriter;
import java.io.IOException;
import java.util.List;

/**
 * A page of tasks: first those that wait, as far as the front of each queue shows them, then those
 * that were assigned at least once, the newest first.
 *
 * @param total how many fit the query and are known: of those that wait, the ones at the front of
 *     their queues
 * @param next where the next page begins; negative if this is the last
 */
public record TaskList(List<TaskView> tasks, long total, long next) {

  /** A page that begins with a task that waits has this and how many were before it as its from. */
  public static final long WAITING = 1L << 62;

  public TaskList {
    tasks = List.copyOf(tasks);
  }

  /** Writes its fields. */
  public void write(JsonWriter json) throws IOException {
    json.field("total", total)
        .field("next", next)
        .objects("tasks", tasks, (task, fields) -> task.write(fields));
  }

  /** Reads its fields. */
  public static TaskList read(JsonReader in) throws IOException {
    List<TaskView> tasks = List.of();
    long total = 0;
    long next = -1;
    while (in.next()) {
      switch (in.name()) {
        case "total" -> total = in.longInteger();
        case "next" -> next = in.longInteger();
        case "tasks" -> tasks = in.list(each -> each.object(TaskView::read));
        default -> in.skip();
      }
    }
    return new TaskList(tasks, total, next);
  }
}
