package dev.quiver.bench;

import dev.quiver.broker.Credentials;
import dev.quiver.dht.NodeRef;
import dev.quiver.dht.NodeStatus;
import dev.quiver.dht.jms.DhtClient;
import dev.quiver.dht.jms.NoRingException;
import dev.quiver.messaging.connection.ConnectionSettings;
import dev.quiver.messaging.connection.Connections;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/** A ring whose nodes are spread over processes, and a client of it. */
final class RingGroup implements AutoCloseable {

  private static final long LOOK_MS = 200;
  private static final long GIVE_UP_SECONDS = 240;

  private final List<ChildJvm> processes;
  private final Connections connections;
  private final DhtClient client;

  private RingGroup(List<ChildJvm> processes, Connections connections, DhtClient client) {
    this.processes = processes;
    this.connections = connections;
    this.client = client;
  }

  /**
   * Starts a ring and returns when it is ideal: each node knows its predecessor and all its
   * successors.
   *
   * @param each how many nodes a process has; the first process creates the ring, the others join
   */
  static RingGroup start(String url, Path folder, String ring, int count, int each)
      throws IOException, InterruptedException {
    String password = Credentials.read(folder).passwordOf("node").orElseThrow();
    Connections connections =
        Connections.to(ConnectionSettings.of(url, "node", password).withClientName("dht bench"));
    List<ChildJvm> processes = new ArrayList<>();
    try {
      processes.add(process(url, folder, ring, 1, each));
      DhtClient client = connect(connections, ring, each);
      for (int i = 2; i <= count; i++) {
        processes.add(process(url, folder, ring, i, each));
      }
      RingGroup group = new RingGroup(processes, connections, client);
      group.awaitIdeal(count * each);
      return group;
    } catch (IOException | InterruptedException | RuntimeException e) {
      end(processes, connections);
      throw e;
    }
  }

  private static ChildJvm process(String url, Path folder, String ring, int number, int each)
      throws IOException {
    return ChildJvm.start(
        RingNodesProcess.class,
        List.of("-Xmx256m", "-XX:+UseSerialGC"),
        List.of(
            url,
            folder.toString(),
            ring,
            "p" + number,
            Integer.toString(each),
            number == 1 ? "create" : "join"));
  }

  private static DhtClient connect(Connections connections, String ring, int members)
      throws InterruptedException {
    long until = System.nanoTime() + GIVE_UP_SECONDS * 1_000_000_000L;
    while (true) {
      try {
        DhtClient client =
            DhtClient.connect(
                connections, ring, "bench-" + ring, new SplittableRandom(1), Clock.systemUTC());
        if (client.members().size() >= members) {
          return client;
        }
        client.close();
      } catch (NoRingException e) {
        if (System.nanoTime() > until) {
          throw e;
        }
      }
      Thread.sleep(LOOK_MS);
    }
  }

  private void awaitIdeal(int members) throws InterruptedException {
    long until = System.nanoTime() + GIVE_UP_SECONDS * 1_000_000_000L;
    while (!isIdeal(members)) {
      if (System.nanoTime() > until) {
        throw new IllegalStateException(
            "the ring of " + members + " nodes is not ideal after " + GIVE_UP_SECONDS + " s");
      }
      Thread.sleep(LOOK_MS);
    }
  }

  private boolean isIdeal(int members) {
    List<NodeStatus> nodes =
        client.describe(client.members(), false).stream()
            .sorted(Comparator.comparing(node -> node.self().id()))
            .toList();
    if (nodes.size() != members) {
      return false;
    }
    for (int i = 0; i < members; i++) {
      NodeRef before = nodes.get((i + members - 1) % members).self();
      if (!before.equals(nodes.get(i).predecessor())) {
        return false;
      }
      List<NodeRef> successors = nodes.get(i).successors();
      for (int j = 0; j < successors.size(); j++) {
        if (!successors.get(j).equals(nodes.get((i + j + 1) % members).self())) {
          return false;
        }
      }
    }
    return true;
  }

  /** How many nodes it has. */
  int size() {
    return client.members().size();
  }

  DhtClient client() {
    return client;
  }

  @Override
  public void close() throws IOException {
    client.close();
    end(processes, connections);
  }

  private static void end(List<ChildJvm> processes, Connections connections) throws IOException {
    connections.close();
    for (ChildJvm process : processes) {
      process.close();
    }
  }
}
