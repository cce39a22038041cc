/**
 * Chat on the broker: {@link dev.quiver.chat.client.ChatClient} keeps one connection that it makes
 * anew when it breaks; {@code Outbox} holds what was said until the broker has it, {@code
 * Subscription} delivers, {@code Files} sends and receives what is too large for a message.
 */
@NullMarked
package dev.quiver.chat.client;

import org.jspecify.annotations.NullMarked;
