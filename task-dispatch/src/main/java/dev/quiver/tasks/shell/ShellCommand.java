package dev.quiver.tasks.shell;

import dev.quiver.tasks.TaskType;
import dev.quiver.tasks.WorkerId;

/** What a line asks for. */
sealed interface ShellCommand {

  /** An empty line. */
  record Nothing() implements ShellCommand {}

  /** Who is connected. */
  record ListMembers() implements ShellCommand {}

  /** The workers, and how busy they are. */
  record ListWorkers() implements ShellCommand {}

  /** What came out of tasks. */
  record ShowResults() implements ShellCommand {}

  record Help() implements ShellCommand {}

  record Quit() implements ShellCommand {}

  /** A task for somebody. */
  record Submit(Target target, TaskType type, String input) implements ShellCommand {}

  /** Who shall execute it. */
  sealed interface Target {

    /** Whichever worker is free. */
    record Any() implements Target {}

    /** Whom the orchestrator chooses. */
    record Auto() implements Target {}

    /** That worker alone. */
    record Named(WorkerId worker) implements Target {}
  }
}
