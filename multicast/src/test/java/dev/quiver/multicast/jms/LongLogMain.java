package dev.quiver.multicast.jms;

import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.messaging.connection.ConnectionSettings;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.messaging.connection.Use;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Hands a log in, or takes it, as a process with little memory: {@code url password submit file} or
 * {@code url password take}, which says how many entries it has and that it is judged.
 */
final class LongLogMain {

  private LongLogMain() {}

  public static void main(String[] args) throws IOException {
    try (Connections connections = Connections.to(ConnectionSettings.of(args[0], "peer", args[1]));
        BrokerConnection connection = connections.connect(Use.FENCED)) {
      if (args[2].equals("submit")) {
        Reports.submit(
            connection,
            "lab",
            new Reports.Submission("lab-1", 1, "p1", Path.of(args[3]), Traffic.NONE, Map.of()));
      } else {
        try (Reports reports = Reports.open(connection, "lab")) {
          Reports.Submitted log = reports.poll(Duration.ofSeconds(60)).orElseThrow();
          reports.judged(List.of(log));
          System.out.println(log.log() == null ? "damaged" : log.log().entries().size());
        }
      }
    }
  }
}
