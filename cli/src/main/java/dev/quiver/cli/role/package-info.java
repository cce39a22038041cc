/** The commands that run one role in the foreground until they are told to stop. */
@NullMarked
package dev.quiver.cli.role;

import org.jspecify.annotations.NullMarked;
