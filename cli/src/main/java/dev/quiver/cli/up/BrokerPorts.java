package dev.quiver.cli.up;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/**
 * Where the two brokers of a pair listen, which each must know of the other before it starts.
 *
 * @param first the primary's port
 * @param second the backup's
 */
record BrokerPorts(int first, int second) {

  /**
   * That port and the next one; for 0 two that are free now.
   *
   * @throws IOException if none is free
   */
  static BrokerPorts of(int port) throws IOException {
    if (port != 0) {
      return new BrokerPorts(port, port + 1);
    }
    InetAddress here = InetAddress.getLoopbackAddress();
    try (ServerSocket one = new ServerSocket(0, 1, here);
        ServerSocket two = new ServerSocket(0, 1, here)) {
      return new BrokerPorts(one.getLocalPort(), two.getLocalPort());
    }
  }
}
