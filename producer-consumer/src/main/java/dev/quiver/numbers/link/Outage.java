package dev.quiver.numbers.link;

import dev.quiver.messaging.connection.BrokerUnreachableException;
import dev.quiver.messaging.connection.ConnectionLostException;
import dev.quiver.messaging.connection.QueueMissingException;
import dev.quiver.messaging.connection.QuiverMessagingException;
import dev.quiver.messaging.connection.RolledBackException;
import dev.quiver.messaging.connection.UnknownOutcomeException;

/** Which failures a new connection mends. */
public final class Outage {

  private Outage() {}

  /**
   * Whether to connect again and go on, rather than give up.
   *
   * @param link on which it happened
   */
  public static boolean is(QuiverMessagingException failure, NumbersLink link) {
    return is(failure) || link.isBroken();
  }

  /** Whether to connect again, by what the failure says alone. */
  public static boolean is(QuiverMessagingException failure) {
    return failure instanceof ConnectionLostException
        || failure instanceof UnknownOutcomeException
        || failure instanceof RolledBackException
        || failure instanceof BrokerUnreachableException
        || failure instanceof QueueMissingException
        // How a JMS session says that its connection broke between two calls.
        || failure.getCause() instanceof jakarta.jms.IllegalStateException;
  }
}
