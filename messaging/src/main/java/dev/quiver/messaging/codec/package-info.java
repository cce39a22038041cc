/**
 * The words on the wire: JSON with limits, and a typed rejection for whatever is hostile or broken.
 *
 * <p>{@link dev.quiver.messaging.codec.JsonCodec} reads and writes documents through {@link
 * dev.quiver.messaging.codec.JsonReader} and {@link dev.quiver.messaging.codec.JsonWriter}, field
 * by field, without a tree, within {@link dev.quiver.messaging.codec.JsonLimits}. {@link
 * dev.quiver.messaging.codec.TextBody} is the body of a core text message. {@link
 * dev.quiver.messaging.codec.MessageFamily} maps a sealed hierarchy of messages to types and
 * documents. What cannot be read ends in a {@link
 * dev.quiver.messaging.codec.RejectedMessageException} with a {@link
 * dev.quiver.messaging.codec.Rejection}, counted by {@link dev.quiver.messaging.codec.Rejections}.
 */
@NullMarked
package dev.quiver.messaging.codec;

import org.jspecify.annotations.NullMarked;
