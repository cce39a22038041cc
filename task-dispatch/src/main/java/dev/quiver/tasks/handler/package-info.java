/**
 * What executes a task: the service interface that handlers implement, and the registry that finds
 * the handler of a type.
 *
 * <p>{@link dev.quiver.tasks.handler.TaskHandler} is the one interface to implement; it gets a
 * {@link dev.quiver.tasks.handler.TaskInput} and a {@link dev.quiver.tasks.handler.TaskContext} and
 * returns a payload. Long results are written to a {@link dev.quiver.tasks.handler.Spool}. {@link
 * dev.quiver.tasks.handler.InvalidInputException} says that trying again is of no use; every other
 * exception that it may be. {@link dev.quiver.tasks.handler.HandlerRegistry} holds the built-in
 * handlers (package {@code builtin}) and those of jars in a plugin folder.
 */
@NullMarked
package dev.quiver.tasks.handler;

import org.jspecify.annotations.NullMarked;
