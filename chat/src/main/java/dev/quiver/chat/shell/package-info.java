/**
 * Chat for people, {@code quiver chat}: {@link dev.quiver.chat.shell.Chat} runs it.
 *
 * <p>{@code ChatCommand} holds what a line may ask for, {@code CommandParser} reads it and {@code
 * ChatCompleter} offers it; {@code ChatSession} does it. {@code Rendering} turns what is heard into
 * lines for people, {@code JsonRendering} into lines for programs.
 */
@NullMarked
package dev.quiver.chat.shell;

import org.jspecify.annotations.NullMarked;
