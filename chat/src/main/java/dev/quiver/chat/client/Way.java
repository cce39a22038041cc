package dev.quiver.chat.client;

import dev.quiver.messaging.connection.BrokerConnection;

/** How a connection to one broker is made. */
interface Way {

  /** At once, or not. */
  BrokerConnection connect();

  /** When the broker is there. */
  BrokerConnection await() throws InterruptedException;
}
