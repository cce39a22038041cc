/**
 * Recorded histories: what each process did to which task, one JSON line an event, so that a
 * program can say afterwards whether anything was lost or doubled ({@code check}).
 *
 * <p>{@link dev.quiver.tasks.history.HistoryEvent} is the vocabulary, {@link
 * dev.quiver.tasks.history.TaskHistory} where a process tells its events, {@link
 * dev.quiver.tasks.history.HistoryFile} the file they go to, {@link
 * dev.quiver.tasks.history.HistoryReader} what reads it back. {@link
 * dev.quiver.tasks.history.RecordedHandler} records executions.
 */
@NullMarked
package dev.quiver.tasks.history;

import org.jspecify.annotations.NullMarked;
