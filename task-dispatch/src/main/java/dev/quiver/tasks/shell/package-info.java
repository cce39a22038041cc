/**
 * The interactive shell of tasks, {@code quiver task shell}; {@link
 * dev.quiver.tasks.shell.TaskShell} starts it.
 *
 * <p>{@code ShellCommand} holds the words, {@code CommandParser} reads them from a line and {@code
 * ShellCompleter} offers them. {@code ShellSession} executes them on a {@code ShellBackend}: {@code
 * BrokerBackend} on the broker. {@code Rendering} makes text of what is known, {@link
 * dev.quiver.messaging.terminal.ShellTerminal} shows it: on a terminal above the line being typed,
 * else line by line.
 */
@NullMarked
package dev.quiver.tasks.shell;

import org.jspecify.annotations.NullMarked;
