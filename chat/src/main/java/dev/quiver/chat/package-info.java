/**
 * Chat: rooms whose last messages await whoever joins, direct messages that wait while their
 * receiver is away, files from one person to another, and presence.
 *
 * <p>This package is the vocabulary: {@link dev.quiver.chat.UserName} and {@link
 * dev.quiver.chat.RoomName}, {@link dev.quiver.chat.ChatMessage} (what people's clients send each
 * other), {@link dev.quiver.chat.ChatEvent} (what one client hears) and {@link
 * dev.quiver.chat.ChatLimits}. {@code core} holds the rules, which know no broker: doubles, floods,
 * who is here, safe file names. {@code wire} writes and reads messages. {@code client} speaks with
 * the broker: {@link dev.quiver.chat.client.ChatClient} is what programs use. {@code shell} is what
 * people use: commands, rendering, {@link dev.quiver.chat.shell.Chat}.
 *
 * <p>Who sent a message is what the broker vouches for, never what the message says.
 */
@NullMarked
package dev.quiver.chat;

import org.jspecify.annotations.NullMarked;
