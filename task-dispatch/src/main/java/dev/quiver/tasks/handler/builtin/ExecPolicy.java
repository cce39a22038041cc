package dev.quiver.tasks.handler.builtin;

import java.util.Collection;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What {@code exec} may do on this worker.
 *
 * @param commands the commands a task may name, compared letter by letter; each is a name that is
 *     looked up in the worker's PATH, or a path. A command that runs other commands (a shell,
 *     {@code env}, {@code find}, {@code xargs}) allows everything.
 * @param maxOutputBytes how much a command may write to its standard output
 */
public record ExecPolicy(SortedSet<String> commands, long maxOutputBytes) {

  /** How much a command may write unless the worker says otherwise: 64 MiB. */
  public static final long DEFAULT_MAX_OUTPUT_BYTES = 64L * 1024 * 1024;

  public ExecPolicy {
    commands = Collections.unmodifiableSortedSet(new TreeSet<>(commands));
    for (String command : commands) {
      if (command.isBlank() || command.indexOf('\0') >= 0) {
        throw new IllegalArgumentException(
            "an allowed command is empty or has a null character: give names such as wc, or paths");
      }
    }
    if (maxOutputBytes < 1) {
      throw new IllegalArgumentException(
          "maxOutputBytes is " + maxOutputBytes + ": a command needs at least 1 byte to answer");
    }
  }

  /** No command is allowed; a worker with this policy does not take {@code exec} tasks. */
  public static ExecPolicy none() {
    return new ExecPolicy(new TreeSet<>(), DEFAULT_MAX_OUTPUT_BYTES);
  }

  /** These commands are allowed, with the default limit of output. */
  public static ExecPolicy allowing(Collection<String> commands) {
    return new ExecPolicy(new TreeSet<>(commands), DEFAULT_MAX_OUTPUT_BYTES);
  }
}
