package dev.quiver.messaging.presence;

import java.time.Instant;

/**
 * Somebody who is here.
 *
 * @param kind what it is, such as {@code worker}
 * @param id its name among those of its kind and user
 * @param user whom the broker knows it as
 * @param incarnation tells one process of that name from the next
 * @param since since when it is here, by its own clock
 * @param facts what its kind says of itself
 */
public record PresenceEntry<F>(
    String kind, String id, String user, String incarnation, Instant since, F facts) {}
