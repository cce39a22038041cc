/** How the words of this module are written as messages, and read again from anybody's. */
@NullMarked
package dev.quiver.numbers.wire;

import org.jspecify.annotations.NullMarked;
