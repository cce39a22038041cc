/** {@code quiver chat}. What it runs is in {@code dev.quiver.chat.shell}. */
@NullMarked
package dev.quiver.cli.chat;

import org.jspecify.annotations.NullMarked;
