package dev.quiver.cli.output;

import dev.quiver.cli.CommandContext;
import dev.quiver.messaging.text.Messages;
import dev.quiver.messaging.text.Printable;
import dev.quiver.orchestrator.ask.TaskView;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Shows what an orchestrator tells of tasks, to people or machines. */
public final class TaskPrinter {

  private static final int SHOWN_CHARS = 40;

  private final CommandContext context;
  private final boolean json;

  /**
   * @param json whether for machines
   */
  public TaskPrinter(CommandContext context, boolean json) {
    this.context = context;
    this.json = json;
  }

  /** One task, all there is to say. */
  public void print(TaskView task) {
    context.out().line(json ? line(task) : words(task));
  }

  private String words(TaskView task) {
    Messages text = context.text();
    StringBuilder words = new StringBuilder();
    words.append(
        text.format(
            "task.is",
            task.taskId(),
            Printable.harmless(task.type()),
            state(task),
            task.attempt() == 0 ? 1 : task.attempt()));
    if (task.waitsFor() != null) {
      words.append(": ").append(waits(task));
    } else if (task.worker() != null) {
      words.append(' ').append(text.format("task.at", task.worker()));
    }
    String said = said(task);
    if (said != null) {
      words.append(": ").append(Printable.harmless(said));
    }
    return words.toString();
  }

  private String waits(TaskView task) {
    return context
        .text()
        .format(
            "task.waits." + task.waitsFor(),
            Objects.requireNonNullElse(task.worker(), ""),
            Objects.toString(task.waitsSince(), ""));
  }

  /** Its state in the reader's language. */
  public String state(TaskView task) {
    String key = "outcome." + task.state();
    return context.text().has(key) ? context.text().format(key) : task.state();
  }

  /** A line a task. */
  public void print(List<TaskView> tasks) {
    if (json) {
      tasks.forEach(task -> context.out().line(line(task)));
      return;
    }
    Messages text = context.text();
    Table table =
        new Table(
            text.format("column.task"),
            text.format("column.type"),
            text.format("column.state"),
            text.format("column.worker"),
            text.format("column.attempt"),
            text.format("column.result"));
    for (TaskView task : tasks) {
      table.row(
          task.taskId(),
          Printable.harmless(task.type()),
          state(task),
          Objects.requireNonNullElse(task.worker(), ""),
          Integer.toString(task.attempt()),
          task.waitsFor() == null ? shortened(said(task)) : waits(task));
    }
    table.lines().forEach(context.out()::line);
  }

  private @Nullable String said(TaskView task) {
    String reason = task.reason();
    return task.result() != null || reason == null ? task.result() : context.told(reason);
  }

  private static String shortened(@Nullable String said) {
    String shown = said == null ? "" : Printable.harmless(said);
    return shown.length() <= SHOWN_CHARS ? shown : shown.substring(0, SHOWN_CHARS - 3) + "...";
  }

  private static String line(TaskView task) {
    JsonLine line =
        new JsonLine()
            .put("taskId", task.taskId())
            .put("type", task.type())
            .put("state", task.state())
            .put("submitter", task.submitter())
            .put("batch", task.batch())
            .put("worker", task.worker());
    if (task.attempt() > 0) {
      line.put("attempt", task.attempt());
    }
    return line.put("submittedAt", task.submittedAt())
        .put("startedAt", task.startedAt())
        .put("finishedAt", task.finishedAt())
        .put("result", task.result())
        .put("reason", task.reason())
        .put("waitsFor", task.waitsFor())
        .put("waitsSince", task.waitsSince())
        .end();
  }
}
