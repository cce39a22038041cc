/**
 * Where people type and read: {@link dev.quiver.messaging.terminal.ShellTerminal} is a terminal
 * with line editing, history and completion, on which what arrives appears above the line being
 * typed, or plain lines where nobody types; {@link dev.quiver.messaging.terminal.Palette} has the
 * colours, {@link dev.quiver.messaging.terminal.TextTable} lays out rows.
 */
@NullMarked
package dev.quiver.messaging.terminal;

import org.jspecify.annotations.NullMarked;
