package dev.quiver.tasks.shell;

import dev.quiver.tasks.Outcome;
import dev.quiver.tasks.Task;
import dev.quiver.tasks.TaskType;
import dev.quiver.tasks.client.Destination;
import dev.quiver.tasks.client.TaskListener;
import java.util.List;

/** What the shell needs of the platform. */
interface ShellBackend {

  /** Who is connected, of all kinds. */
  List<Member> members();

  /** A new task of that type; nothing is sent yet. */
  Task newTask(TaskType type, String input);

  /** Sends it; when this returns it is on the broker's disk. */
  void submit(Task task, Destination to, TaskListener listener) throws InterruptedException;

  /** The outcomes that can still be read, oldest first. */
  List<Outcome> results();
}
