package dev.quiver.tasks.wire;

import org.apache.activemq.artemis.api.core.client.ClientMessage;

/** Makes an empty message; {@code session::createMessage} is one. */
@FunctionalInterface
public interface MessageFactory {

  /**
   * Makes one.
   *
   * @param type one of the types of {@code org.apache.activemq.artemis.api.core.Message}
   */
  ClientMessage create(byte type, boolean durable);
}
