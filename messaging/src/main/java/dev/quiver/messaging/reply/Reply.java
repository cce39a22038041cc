package dev.quiver.messaging.reply;

import org.jspecify.annotations.Nullable;

/**
 * An answer.
 *
 * @param type its {@code JMSType}; empty if it has none
 * @param body its document, within the limit of documents and otherwise not looked at
 * @param user who answered, as the broker vouches; null if it does not
 */
public record Reply(String type, String body, @Nullable String user) {}
