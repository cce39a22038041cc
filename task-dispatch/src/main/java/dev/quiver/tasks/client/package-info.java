/**
 * Whoever submits tasks: {@link dev.quiver.tasks.client.TaskClient}.
 *
 * <p>It has two connections. {@code SubmitThread} takes what was submitted from a short queue and
 * gets it onto the broker's disk in transactions that grow with the load ({@code Submitter} decides
 * what a failure means, {@code SubmitSession} sends). {@code Inbox} reads the results queue and
 * tells {@code InFlight}, which knows who waits for what. {@link dev.quiver.tasks.client.Results}
 * looks at results and leaves them there; {@link dev.quiver.tasks.client.DeadTasks} is for admins.
 */
@NullMarked
package dev.quiver.tasks.client;

import org.jspecify.annotations.NullMarked;
