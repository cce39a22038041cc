package dev.quiver.dht.jms;

import dev.quiver.dht.NodeRef;
import dev.quiver.dht.Notice;
import dev.quiver.messaging.connection.ConnectionSettings;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.messaging.connection.Use;
import dev.quiver.messaging.connection.WaitListener;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * Nodes as a process of its own, to be ended from outside: {@code url password host count
 * create|join}.
 */
final class NodesMain {

  static final String RING = "processes";

  private NodesMain() {}

  public static void main(String[] args) throws InterruptedException {
    ConnectionSettings settings = ConnectionSettings.of(args[0], "node", args[1]);
    List<NodeRef> nodes = RingBench.nodes(args[2], Integer.parseInt(args[3]));
    try (Connections connections = Connections.to(settings)) {
      List<NodeRef> contacts = List.of();
      if (args[4].equals("join")) {
        try (var look = connections.connect(Use.CONSUME)) {
          contacts = new RingDirectory(look).nodesOf(RING).stream().map(RingMember::node).toList();
        }
      }
      RingProcess.Setup setup =
          new RingProcess.Setup(RING, args[2], RingBench.config(), nodes, contacts, false);
      RingProcess.Listener listener =
          (node, notice) -> {
            if (notice instanceof Notice.InvariantBroken) {
              System.err.println(node + " " + notice);
            }
          };
      RingProcess process =
          RingProcess.start(connections, setup, listener, WaitListener.silent(), Clock.systemUTC());
      new CountDownLatch(1).await(); // Until it is killed.
      process.close();
    }
  }
}
