/** The producer process: draws the numbers of one run and sends them, with its end marker. */
@NullMarked
package dev.quiver.numbers.producer;

import org.jspecify.annotations.NullMarked;
