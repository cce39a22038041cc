package dev.quiver.messaging.reply;

import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.client.SessionFailureListener;

/** Runs something when a session's connection fails. */
record BrokenListener(Runnable action) implements SessionFailureListener {

  @Override
  public void connectionFailed(ActiveMQException exception, boolean failedOver) {
    action.run();
  }

  @Override
  public void connectionFailed(
      ActiveMQException exception, boolean failedOver, String scaleDownTargetNodeId) {
    action.run();
  }

  @Override
  public void beforeReconnect(ActiveMQException exception) {
    action.run();
  }
}
