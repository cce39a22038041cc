/**
 * Which broker a command goes to and as whom: {@link dev.quiver.cli.config.ConnectionFlags} is what
 * the command line says, {@link dev.quiver.cli.config.ConfigFile} what the user's file says, {@link
 * dev.quiver.cli.config.ConnectionResolver} has the order in which they count, {@link
 * dev.quiver.cli.config.ConnectionChoice} is the answer.
 */
@NullMarked
package dev.quiver.cli.config;

import org.jspecify.annotations.NullMarked;
