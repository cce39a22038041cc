package dev.quiver.cli.menu;

import dev.quiver.cli.CommandContext;
import dev.quiver.cli.output.TaskPrinter;
import dev.quiver.messaging.connection.QuiverMessagingException;
import dev.quiver.messaging.text.Printable;
import dev.quiver.orchestrator.ask.NoLeaderException;
import dev.quiver.orchestrator.ask.TaskList;
import dev.quiver.orchestrator.ask.TaskView;
import dev.quiver.tasks.TaskId;
import dev.quiver.tasks.TaskType;
import java.io.IOException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Offers by number what can be done, until somebody leaves. What fails is said, and it goes on. */
final class TaskMenu {

  private final CommandContext context;
  private final Prompt prompt;
  private final Desk desk;
  private final TaskPrinter printer;

  TaskMenu(CommandContext context, Prompt prompt, Desk desk) {
    this.context = context;
    this.prompt = prompt;
    this.desk = desk;
    this.printer = new TaskPrinter(context, false);
  }

  /** Returns when somebody left, or nothing more can be read. */
  void run() throws IOException, InterruptedException {
    for (String choice = choose(); choice != null && !choice.equals("0"); choice = choose()) {
      try {
        carryOut(choice);
      } catch (QuiverMessagingException | IllegalArgumentException failure) {
        context.err().println(context.explain(failure));
      }
    }
    context.say("menu.bye");
  }

  private @Nullable String choose() throws IOException {
    context.say("menu.choices");
    return prompt.ask(text("menu.choose"));
  }

  private void carryOut(String choice) throws IOException, InterruptedException {
    switch (choice) {
      case "" -> {}
      case "1" -> submit();
      case "2" -> status();
      case "3" -> list();
      case "4" -> cancel();
      default -> context.say("menu.unknown", Printable.harmless(choice));
    }
  }

  private void submit() throws IOException, InterruptedException {
    String types = desk.types().stream().map(TaskType::name).collect(Collectors.joining(", "));
    context.say(types.isEmpty() ? "menu.noTypes" : "menu.types", types);
    String type = prompt.ask(text("menu.type"));
    if (type == null || type.isEmpty()) {
      return;
    }
    TaskType chosen = new TaskType(type);
    String input = prompt.ask(text("menu.input"));
    if (input != null) {
      TaskId id = desk.submit(chosen, input);
      context.out().line(context.text().format("menu.submitted", id));
    }
  }

  private void status() throws IOException, InterruptedException {
    TaskId task = askTask();
    if (task == null) {
      return;
    }
    TaskView view = desk.status(task);
    if (view.isKnown()) {
      printer.print(view);
    } else {
      String key = view.mayWait() ? "task.unseen" : "menu.notKnown";
      context.out().line(context.text().format(key, task));
    }
  }

  private void list() throws InterruptedException {
    TaskList list = desk.list();
    if (list.tasks().isEmpty()) {
      context.out().line(text("menu.none"));
    } else {
      printer.print(list.tasks());
      context
          .out()
          .line(context.text().format("task.list.total", list.tasks().size(), list.total()));
    }
  }

  private void cancel() throws IOException, InterruptedException {
    TaskId task = askTask();
    if (task == null) {
      return;
    }
    TaskView view = whatIsKnown(task);
    if (view != null && view.hasEnded()) {
      context.out().line(context.text().format("task.cancelEnded", task, printer.state(view)));
      return;
    }
    desk.cancel(task);
    boolean known = view == null || view.isKnown() || view.mayWait();
    context
        .out()
        .line(context.text().format(known ? "task.cancelling" : "task.cancelUnknown", task));
  }

  /** Null if nobody leads now, whom a cancel does not need. */
  private @Nullable TaskView whatIsKnown(TaskId task) throws InterruptedException {
    try {
      return desk.status(task);
    } catch (NoLeaderException none) {
      return null;
    }
  }

  private @Nullable TaskId askTask() throws IOException {
    String id = prompt.ask(text("menu.task"));
    return id == null || id.isEmpty() ? null : new TaskId(id);
  }

  private String text(String key) {
    return context.text().format(key);
  }
}
