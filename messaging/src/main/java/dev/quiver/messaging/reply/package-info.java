/**
 * Questions and answers over the broker: a {@link dev.quiver.messaging.reply.Requester} has one
 * long-lived reply queue and thousands of questions under way, told apart by correlation id; a
 * {@link dev.quiver.messaging.reply.Responder} answers, into the asker's own space alone.
 */
@NullMarked
package dev.quiver.messaging.reply;

import org.jspecify.annotations.NullMarked;
