package dev.quiver.multicast.jms;

import static org.awaitility.Awaitility.await;

import dev.quiver.messaging.batch.TransactedSession;
import dev.quiver.messaging.codec.TextBody;
import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.messaging.connection.WaitListener;
import dev.quiver.messaging.reply.Requester;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.activemq.artemis.api.core.client.ClientMessage;

/** Speaks to the manager of a group called lab as peers do, without any. */
final class Hand {

  private final Path folder;

  /**
   * @param folder where the logs that it hands in are written first
   */
  Hand(Path folder) {
    this.folder = folder;
  }

  void over(BrokerConnection connection, int peer, String text) throws IOException {
    over(connection, "lab-1", peer, text);
  }

  void over(BrokerConnection connection, String round, int peer, String text) throws IOException {
    Path file = Files.writeString(folder.resolve("handed-" + peer + ".log"), text);
    Reports.submit(
        connection,
        "lab",
        new Reports.Submission(round, peer, "p" + peer, file, Traffic.NONE, Map.of()));
  }

  /** A line a part, each so much later than the one before; the first is there when it returns. */
  Thread slowly(BrokerConnection connection, String text, Duration apart) {
    List<String> lines = text.lines().toList();
    handPart(connection, lines, 0);
    Thread others =
        new Thread(
            () -> {
              for (int part = 1; part < lines.size(); part++) {
                LockSupport.parkNanos(apart.toNanos());
                handPart(connection, lines, part);
              }
            },
            "slow hand");
    others.start();
    return others;
  }

  private void handPart(BrokerConnection connection, List<String> lines, int part) {
    Reports.Submission log =
        new Reports.Submission("lab-1", 4, "p4", folder, Traffic.NONE, Map.of());
    try (TransactedSession session = TransactedSession.on(connection)) {
      String queue = connection.settings().addresses().multicastReport("lab");
      session.queues().durable(queue);
      ClientMessage message = session.textMessage("log", true);
      TextBody.write(message, ReportPart.write(log, part, lines.size(), lines.get(part) + "\n"));
      session.send(queue, message);
      session.commit();
    }
  }

  static void register(Connections connections, String... ids) {
    String queue = connections.settings().addresses().multicastManager("lab");
    try (Requester requester =
        Requester.start(connections, "test", WaitListener.silent(), Clock.systemUTC())) {
      for (String id : ids) {
        String body = ManagerWords.question(new ManagerWords.Question(id, 0));
        await()
            .atMost(GroupServerIT.PATIENCE)
            .ignoreExceptions() // A question can come before the queue is there.
            .until(
                () ->
                    requester
                        .ask(queue, ManagerWords.REGISTER, body, Duration.ofSeconds(2))
                        .get()
                        .type()
                        .equals(ManagerWords.REGISTERED));
      }
    }
  }
}
