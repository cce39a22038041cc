/**
 * One command line for all roles. Each command is one class; the one that starts them is {@code
 * Quiver}, which alone turns exceptions into a line for people and a documented exit code.
 */
@NullMarked
package dev.quiver.cli;

import org.jspecify.annotations.NullMarked;
