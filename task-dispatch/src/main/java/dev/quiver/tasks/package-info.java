/**
 * Background tasks on the broker: the task model, the handlers, the worker, the client and the
 * shell. All of it works without an orchestrator: whoever submits puts the task into the pool of
 * its type or into the queue of one worker.
 *
 * <p><b>A task is a message that is in exactly one queue.</b> Each step (submit, execute, retry,
 * bury) is one broker transaction that consumes it here and produces it there, so no crash of any
 * process at any instant loses or doubles one. The outcome is exactly once; execution is, like
 * everywhere, at least once.
 *
 * <p>This package is the vocabulary: {@link dev.quiver.tasks.Task}, {@link
 * dev.quiver.tasks.Payload}, {@link dev.quiver.tasks.Outcome} and their ids. {@code wire} writes
 * and reads them as messages, {@code handler} is what executes a type, {@code worker} the process
 * that does, {@code client} whoever submits, {@code shell} the interactive one.
 */
@NullMarked
package dev.quiver.tasks;

import org.jspecify.annotations.NullMarked;
