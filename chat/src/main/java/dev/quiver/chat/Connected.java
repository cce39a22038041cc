package dev.quiver.chat;

import java.time.Instant;

/**
 * Somebody who is connected to the broker, be it to the chat or not.
 *
 * @param kind such as {@code chat}, {@code client} or {@code worker}
 * @param name how it calls itself
 * @param where the room it speaks in, empty for others than chat users
 * @param since since when it is there
 */
public record Connected(String kind, String name, String where, Instant since) {}
