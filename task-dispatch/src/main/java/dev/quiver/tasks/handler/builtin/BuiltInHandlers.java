package dev.quiver.tasks.handler.builtin;

import dev.quiver.tasks.handler.TaskHandler;
import java.util.ArrayList;
import java.util.List;

/** The handlers every worker brings along. */
public final class BuiltInHandlers {

  private BuiltInHandlers() {}

  /**
   * All of them; {@code exec} is among them only if that policy allows a command, so that a worker
   * without an allow-list does not take such tasks from one that has it.
   */
  public static List<TaskHandler> of(ExecPolicy exec) {
    List<TaskHandler> handlers =
        new ArrayList<>(
            List.of(
                new CalculateHandler(),
                new CountHandler(),
                new CaseHandler(),
                new Sha256Handler(),
                new SleepHandler()));
    if (!exec.commands().isEmpty()) {
      handlers.add(new ExecHandler(exec));
    }
    return List.copyOf(handlers);
  }
}
