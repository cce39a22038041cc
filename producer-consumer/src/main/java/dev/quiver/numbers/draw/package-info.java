/** Drawing the numbers of a run: pure, from a given source of randomness. */
@NullMarked
package dev.quiver.numbers.draw;

import org.jspecify.annotations.NullMarked;
