package dev.quiver.chat;

import java.time.Instant;

/**
 * A message as it arrived.
 *
 * @param sender whom the broker vouches for
 * @param place where it was said; for a direct message the person who got it
 * @param at when it was sent, by the sender's clock
 */
public record Heard(UserName sender, Place place, Instant at, ChatMessage message) {}
