/** How the words of chat are written as messages, and read again from anybody's. */
@NullMarked
package dev.quiver.chat.wire;

import org.jspecify.annotations.NullMarked;
