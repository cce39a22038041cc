/**
 * Judges recorded histories: {@link dev.quiver.tasks.check.TaskChecker} takes the events of all
 * processes and gives a {@link dev.quiver.tasks.check.Verdict} a property, as Jepsen's checker of
 * queues does. Pure: no file, clock or broker in it.
 */
@NullMarked
package dev.quiver.tasks.check;

import org.jspecify.annotations.NullMarked;
