package dev.quiver.multicast.jms;

import dev.quiver.messaging.connection.ConnectionSettings;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.multicast.Order;
import dev.quiver.multicast.PeerMessage;
import dev.quiver.multicast.View;
import dev.quiver.multicast.log.PeerLog.End;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/**
 * A peer as a process of its own, to be killed: {@code url password folder group order peers
 * messages delayMs self}. Writes {@code coordinator} when it is elected.
 */
final class PeerMain {

  private PeerMain() {}

  public static void main(String[] args) throws InterruptedException {
    RoundConfig round =
        new RoundConfig(
            args[3],
            View.first(Integer.parseInt(args[5])).members(),
            Order.labelled(args[4]),
            Integer.parseInt(args[6]),
            Duration.ZERO,
            Duration.ofMillis(Integer.parseInt(args[7])),
            1,
            16,
            Duration.ofSeconds(60));
    int self = Integer.parseInt(args[8]);
    RoundListener listener =
        new RoundListener() {
          @Override
          public void told(PeerMessage message) {
            // The log has it.
          }

          @Override
          public void coordinates() {
            System.out.println("coordinator");
          }
        };
    try (Connections connections = Connections.to(ConnectionSettings.of(args[0], "peer", args[1]));
        PeerRound peer =
            PeerRound.start(
                connections,
                round,
                self,
                "p" + self + "-" + ProcessHandle.current().pid(),
                Path.of(args[2]),
                listener,
                Clock.systemUTC())) {
      End end = peer.await().end();
      System.exit(end == End.COMPLETE ? 0 : 3);
    }
  }
}
