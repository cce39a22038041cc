package dev.quiver.bench;

import dev.quiver.messaging.connection.ConnectionSettings;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.multicast.Order;
import dev.quiver.multicast.View;
import dev.quiver.multicast.jms.PeerRound;
import dev.quiver.multicast.jms.RoundConfig;
import dev.quiver.multicast.jms.RoundListener;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/**
 * A multicast peer in a process of its own: {@code MulticastPeerProcess URL PASSWORD FOLDER SELF
 * PEERS}. A line {@code GROUP ORDER MESSAGES SIZE PAUSE_MS} is a round, answered with the file of
 * its log when it has ended.
 */
final class MulticastPeerProcess {

  private MulticastPeerProcess() {}

  public static void main(String[] arguments) throws Exception {
    ConnectionSettings settings = ConnectionSettings.of(arguments[0], "peer", arguments[1]);
    try (Connections connections = Connections.to(settings);
        BufferedReader questions =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      System.out.println("ready");
      for (String line = questions.readLine(); line != null; line = questions.readLine()) {
        String[] words = line.split(" ", -1);
        Duration pause = Duration.ofMillis(Integer.parseInt(words[4]));
        RoundConfig round =
            new RoundConfig(
                words[0],
                View.first(Integer.parseInt(arguments[4])).members(),
                Order.labelled(words[1]),
                Integer.parseInt(words[2]),
                pause,
                pause,
                1,
                Integer.parseInt(words[3]),
                Duration.ofSeconds(60));
        try (PeerRound peer =
            PeerRound.start(
                connections,
                round,
                Integer.parseInt(arguments[3]),
                "bench" + arguments[3],
                Path.of(arguments[2]),
                RoundListener.silent(),
                Clock.systemUTC())) {
          System.out.println(peer.await().log());
        }
      }
    }
  }
}
