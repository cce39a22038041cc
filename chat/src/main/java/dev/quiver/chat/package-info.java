/**
 * Chat: rooms whose last messages await whoever joins, direct messages that wait while their
 * receiver is away, and presence.
 */
@NullMarked
package dev.quiver.chat;

import org.jspecify.annotations.NullMarked;
