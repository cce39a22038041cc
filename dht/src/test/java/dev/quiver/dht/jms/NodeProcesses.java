package dev.quiver.dht.jms;

import dev.quiver.messaging.BrokerFixture;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Processes with nodes in them, each with a log of its own. All are killed at the end. */
final class NodeProcesses implements AutoCloseable {

  private final BrokerFixture broker;
  private final Path folder;
  private final List<Process> children = new ArrayList<>();

  NodeProcesses(BrokerFixture broker, Path folder) {
    this.broker = broker;
    this.folder = folder;
  }

  /** One whose nodes create the ring. */
  Process create(String host, int nodes) throws IOException {
    return start(host, nodes, "create");
  }

  /** One whose nodes join it. */
  Process join(String host, int nodes) throws IOException {
    return start(host, nodes, "join");
  }

  private Process start(String host, int nodes, String how) throws IOException {
    File log = folder.resolve(host + ".log").toFile();
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx160m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                NodesMain.class.getName(),
                broker.broker().url(),
                broker.broker().credentials().passwordOf("node").orElseThrow(),
                host,
                Integer.toString(nodes),
                how)
            .redirectErrorStream(true)
            .redirectOutput(log)
            .start();
    children.add(child);
    return child;
  }

  @Override
  public void close() {
    children.forEach(Process::destroyForcibly);
    for (Process child : children) {
      child.onExit().join();
    }
  }
}
