/**
 * The connection of a producer or consumer: its queues are there, its windows are set so that the
 * queue's bound is real, and when it breaks it is gone for good and another one is made.
 */
@NullMarked
package dev.quiver.numbers.link;

import org.jspecify.annotations.NullMarked;
