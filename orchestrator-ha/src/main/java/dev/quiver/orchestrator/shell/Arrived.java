package dev.quiver.orchestrator.shell;

import dev.quiver.messaging.codec.RejectedMessageException;
import dev.quiver.tasks.wire.TaskMessage;
import java.util.Objects;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.jspecify.annotations.Nullable;

/**
 * A message that was received from a queue of tasks.
 *
 * @param consumer who received it; it is void once that one is closed
 * @param content the task in it; none if it is not acceptable
 * @param rejection why not
 */
record Arrived(
    TaskSource source,
    ClientConsumer consumer,
    ClientMessage message,
    @Nullable TaskMessage content,
    @Nullable RejectedMessageException rejection) {

  /** Why it is not acceptable; only of one that is not. */
  RejectedMessageException requiredRejection() {
    return Objects.requireNonNull(rejection, "what cannot be read says why");
  }

  boolean isStale() {
    return source.consumer() != consumer;
  }

  /** How often it had been delivered before. */
  int deliveries() {
    return Math.max(0, message.getDeliveryCount() - 1);
  }
}
