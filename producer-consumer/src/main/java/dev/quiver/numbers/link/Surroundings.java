package dev.quiver.numbers.link;

import dev.quiver.messaging.connection.Connections;
import java.time.Clock;

/**
 * What a producer or consumer has around it.
 *
 * @param queues through which it works
 * @param connections to the broker; closed by whoever made them, or to end a wait for the broker
 * @param narrator to whom it says what it does
 * @param clock what the time is
 */
public record Surroundings(
    Queues queues, Connections connections, Narrator narrator, Clock clock) {}
