package dev.quiver.bench;

import dev.quiver.broker.Credentials;
import dev.quiver.dht.ChordConfig;
import dev.quiver.dht.NodeRef;
import dev.quiver.dht.jms.RingDirectory;
import dev.quiver.dht.jms.RingMember;
import dev.quiver.dht.jms.RingProcess;
import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.messaging.connection.ConnectionSettings;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.messaging.connection.Use;
import dev.quiver.messaging.connection.WaitListener;
import dev.quiver.messaging.protocol.NodeId;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/**
 * Nodes of a ring in a process of their own, as {@code quiver dht node --count} runs them: {@code
 * RingNodesProcess URL FOLDER RING HOST COUNT create|join}. Ends with its standard input.
 */
final class RingNodesProcess {

  private RingNodesProcess() {}

  public static void main(String[] arguments) throws Exception {
    String password = Credentials.read(Path.of(arguments[1])).passwordOf("node").orElseThrow();
    ConnectionSettings settings = ConnectionSettings.of(arguments[0], "node", password);
    String ring = arguments[2];
    ChordConfig config = ChordConfig.defaults();
    try (Connections connections = Connections.to(settings)) {
      List<NodeRef> contacts =
          arguments[5].equals("join") ? contacts(connections, ring) : List.of();
      RingProcess.Setup setup =
          new RingProcess.Setup(
              ring,
              arguments[3],
              config,
              nodes(config, arguments[3], Integer.parseInt(arguments[4])),
              contacts,
              false);
      try (RingProcess nodes =
          RingProcess.start(
              connections, setup, (node, notice) -> {}, WaitListener.silent(), Clock.systemUTC())) {
        System.out.println("ready " + nodes.memberCount());
        while (System.in.read() >= 0) {
          // Whoever started it holds the other end open for as long as it shall work.
        }
      }
    }
  }

  private static List<NodeRef> contacts(Connections connections, String ring) {
    try (BrokerConnection look = connections.connect(Use.CONSUME)) {
      return new RingDirectory(look).nodesOf(ring).stream().map(RingMember::node).toList();
    }
  }

  private static List<NodeRef> nodes(ChordConfig config, String host, int count) {
    List<NodeRef> nodes = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      String name = host + "-" + i;
      nodes.add(new NodeRef(config.space().hash(name), new NodeId(name), host));
    }
    return nodes;
  }
}
