/**
 * The worker: executes tasks and sends their outcomes, each in the transaction that takes the task
 * out of its queue.
 *
 * <p>The rules are pure and know no broker: {@link dev.quiver.tasks.worker.Intake} decides what is
 * done with a task that came, {@link dev.quiver.tasks.worker.Settler} what follows from how an
 * attempt ended, {@link dev.quiver.tasks.worker.Backoff} how long a retry waits, {@link
 * dev.quiver.tasks.worker.Pace} how much is taken ahead, {@link dev.quiver.tasks.worker.CancelBook}
 * knows what was cancelled.
 *
 * <p>The shell: a {@link dev.quiver.tasks.worker.Worker} keeps one {@link
 * dev.quiver.tasks.worker.Link} (a connection) at a time; a link has slots. Into a {@link
 * dev.quiver.tasks.worker.Slot}'s {@link dev.quiver.tasks.worker.Mailbox} comes what its {@link
 * dev.quiver.tasks.worker.Source}s receive; its {@link dev.quiver.tasks.worker.Desk} has a {@link
 * dev.quiver.tasks.worker.Judge} decide on it, lets {@link dev.quiver.tasks.worker.Running} execute
 * each {@link dev.quiver.tasks.worker.Attempt} on its {@link dev.quiver.tasks.worker.Hands}, and
 * commits a {@link dev.quiver.tasks.worker.Batch} of them; {@link dev.quiver.tasks.worker.Solo}
 * runs what may kill the worker with nothing beside it. What is promised stands in docs/tasks.md.
 */
@NullMarked
package dev.quiver.tasks.worker;

import org.jspecify.annotations.NullMarked;
