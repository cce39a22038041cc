package dev.quiver.cli.process;

import dev.quiver.messaging.batch.ExplicitQueues;
import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.messaging.connection.ConnectionSettings;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.messaging.connection.QuiverMessagingException;
import dev.quiver.messaging.connection.Use;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;

/**
 * Sends a durable message after another to whichever broker accepts them there, and writes down a
 * line for each that was accepted: its id, when its send began, and when it returned. Runs until it
 * is killed.
 */
final class Witness {

  /** Where all of them send. */
  static final String QUEUE = "quiver.tasks.worker.witness";

  private Witness() {}

  /**
   * Its name, the URL, the file, and for how many seconds it waits for an answer; the password of
   * the admin is in the environment.
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    ConnectionSettings settings =
        ConnectionSettings.of(args[1], "admin", System.getenv("WITNESS_PASSWORD"));
    Duration call = Duration.ofSeconds(Long.parseLong(args[3]));
    settings = settings.withTimings(settings.timings().withCall(call).withTimeToLive(call));
    try (Writer file = Files.newBufferedWriter(Path.of(args[2]));
        Connections connections = Connections.to(settings)) {
      for (long next = 0; ; ) {
        try (BrokerConnection connection = connections.connect(Use.FENCED);
            ClientSession session = connection.autoCommitSession()) {
          new ExplicitQueues(session).durable(QUEUE);
          ClientProducer producer = session.createProducer(SimpleString.of(QUEUE));
          while (true) {
            String id = args[0] + "-" + next++;
            long begun = System.nanoTime();
            producer.send(message(session, id));
            file.write(id + " " + begun + " " + System.nanoTime() + "\n");
            file.flush();
            Thread.sleep(20);
          }
        } catch (ActiveMQException | QuiverMessagingException nobodyAccepts) {
          Thread.sleep(50);
        }
      }
    }
  }

  private static ClientMessage message(ClientSession session, String id) {
    ClientMessage message = session.createMessage(Message.TEXT_TYPE, true);
    message.setRoutingType(RoutingType.ANYCAST);
    message.getBodyBuffer().writeNullableSimpleString(SimpleString.of(id));
    return message;
  }
}
