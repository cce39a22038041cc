/**
 * {@code quiver up}: a whole platform as child processes. {@link dev.quiver.cli.up.RoleProcess} is
 * one role, {@link dev.quiver.cli.up.Fleet} all of them, with what they are started with.
 */
@NullMarked
package dev.quiver.cli.up;

import org.jspecify.annotations.NullMarked;
