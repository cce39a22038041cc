package dev.quiver.tasks.worker;

import dev.quiver.tasks.wire.TaskMessage;
import dev.quiver.tasks.wire.WireProperties;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.jspecify.annotations.Nullable;

/**
 * How a slot runs suspicious tasks alone. The one it met has gone back to its queue; once all slots
 * hold nothing, those that are suspicious are received one by one, none ahead, until there is no
 * more. Belongs to the slot's thread.
 */
final class Solo {

  /**
   * So long the other slots are waited for; then the tasks are left to other workers for a while.
   */
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

  private static final long AVOID_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Slot slot;
  private final AloneGate gate;
  private final ClientSession session;
  private final Sources sources;
  private @Nullable Source source;
  private @Nullable String group;
  private @Nullable ClientConsumer consumer;
  private long askedNanos;

  Solo(Slot slot, AloneGate gate, ClientSession session, Sources sources) {
    this.slot = slot;
    this.gate = gate;
    this.session = session;
    this.sources = sources;
  }

  /** Whether nothing else may be received by this slot, because it runs or wants to run alone. */
  boolean isWanted() {
    return source != null;
  }

  /** Whether it runs alone now. */
  boolean isOn() {
    return consumer != null;
  }

  /** A suspicious task was met in that queue. */
  void want(Source where, TaskMessage message, long now) {
    if (source == null) {
      source = where;
      SimpleString id = null;
      if (!message.envelope().alone()) {
        id =
            SimpleString.of(
                message.envelope().submitter()
                    + "/"
                    + message.task().type()
                    + "/"
                    + message.task().group());
      }
      group = id == null ? null : id.toString();
      askedNanos = now;
    }
  }

  /**
   * Gets on: asks to be alone, receives, or gives up. Call it when this slot holds nothing.
   *
   * @return a message to run now; null if there is none
   */
  @Nullable Arrival next(long now) throws ActiveMQException {
    Source where = source;
    if (where == null) {
      return null;
    }
    if (consumer == null) {
      if (!gate.request(slot)) {
        end();
        return null;
      }
      if (!gate.isAlone(slot)) {
        if (now - askedNanos > PATIENCE_NANOS) {
          where.avoid(group == null ? unmarked() : notOf(group), now + AVOID_NANOS);
          end();
        }
        return null;
      }
      String filter =
          group == null
              ? WireProperties.TASK_ALONE + " = TRUE"
              : Message.HDR_GROUP_ID + " = '" + group + "'";
      consumer =
          session.createConsumer(
              SimpleString.of(where.queue()), SimpleString.of(filter), 0, -1, false);
      sources.start();
    }
    ClientMessage message = consumer.receiveImmediate();
    if (message == null || (group != null && message.getDeliveryCount() <= 1)) {
      end();
      return null;
    }
    return new Arrival(where, consumer, message);
  }

  /** Is alone no longer; what was received and not acknowledged goes back. */
  void end() throws ActiveMQException {
    source = null;
    group = null;
    ClientConsumer open = consumer;
    consumer = null;
    try {
      if (open != null) {
        open.close();
      }
    } finally {
      gate.release(slot);
    }
  }

  private static String unmarked() {
    return WireProperties.TASK_ALONE + " IS NULL";
  }

  private static String notOf(String group) {
    return Message.HDR_GROUP_ID + " IS NULL OR " + Message.HDR_GROUP_ID + " <> '" + group + "'";
  }
}
