package dev.quiver.bench;

import dev.quiver.broker.BrokerConfig;
import dev.quiver.broker.HostPort;
import dev.quiver.broker.PairConfig;
import dev.quiver.broker.PartListener;
import dev.quiver.broker.Profile;
import dev.quiver.broker.QuiverBroker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * One of a pair of brokers on one folder, in a process of its own: {@code PairProcess FOLDER
 * PROFILE PORT PEER}. After {@code ready} it says {@code live} or {@code waiting} whenever it
 * changes its part. Ends with its standard input.
 */
final class PairProcess {

  static final String LIVE = "live";
  static final String WAITING = "waiting";
  private static final String HOST = "127.0.0.1";

  private PairProcess() {}

  /** Starts it; it serves or waits when it says so. */
  static ChildJvm start(Path folder, Profile profile, int port, int peer)
      throws IOException, InterruptedException {
    ChildJvm child =
        ChildJvm.start(
            PairProcess.class,
            List.of("-Xms128m", "-Xmx1g"),
            List.of(
                folder.toString(),
                profile.label(),
                Integer.toString(port),
                Integer.toString(peer)));
    String unused = child.awaitReady();
    return child;
  }

  public static void main(String[] arguments) throws Exception {
    BrokerConfig config =
        BrokerConfig.in(Path.of(arguments[0]))
            .withPort(Integer.parseInt(arguments[2]))
            .withPair(
                new PairConfig(
                    Profile.labelled(arguments[1]).orElseThrow(),
                    new HostPort(HOST, Integer.parseInt(arguments[3])),
                    null));
    System.out.println("ready");
    PartListener listener =
        new PartListener() {
          @Override
          public void waits() {
            System.out.println(WAITING);
          }

          @Override
          public void serves() {
            System.out.println(LIVE);
          }
        };
    try (QuiverBroker broker = QuiverBroker.start(config, null, listener)) {
      while (System.in.read() >= 0 && broker.failure().isEmpty()) {
        // Whoever started it holds the other end open for as long as it shall run.
      }
    }
  }
}
