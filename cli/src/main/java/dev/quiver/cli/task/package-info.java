/**
 * {@code quiver task} and {@code quiver user}: what a person does with tasks and accounts, one
 * class a command.
 */
@NullMarked
package dev.quiver.cli.task;

import org.jspecify.annotations.NullMarked;
