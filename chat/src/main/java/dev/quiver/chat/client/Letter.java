package dev.quiver.chat.client;

import dev.quiver.chat.wire.Numbered;
import dev.quiver.messaging.connection.QuiverMessagingException;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A message on its way to the broker.
 *
 * @param topic whether the address is heard by many
 * @param written when it was said
 * @param settled told null when the broker has it, else why it does not take it
 */
record Letter(
    String address,
    boolean topic,
    Numbered content,
    Instant written,
    Consumer<@Nullable QuiverMessagingException> settled) {}
