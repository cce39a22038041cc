package dev.quiver.cli.process;

import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.messaging.connection.ConnectionSettings;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.messaging.connection.Use;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;

/** Takes all that the witnesses have sent, and writes their ids down. */
final class Collector {

  private static final SimpleString QUEUE = SimpleString.of(Witness.QUEUE);
  private static final long PATIENCE_MS = 10_000;

  private Collector() {}

  /** The URL, and the file; the password of the admin is in the environment. */
  public static void main(String[] args) throws Exception {
    ConnectionSettings settings =
        ConnectionSettings.of(args[0], "admin", System.getenv("WITNESS_PASSWORD"));
    try (Connections connections = Connections.to(settings);
        BrokerConnection connection = connections.connect(Use.FENCED);
        ClientSession session = connection.autoCommitSession();
        Writer file = Files.newBufferedWriter(Path.of(args[1]))) {
      session.start();
      ClientConsumer consumer = session.createConsumer(QUEUE);
      for (ClientMessage message = consumer.receive(PATIENCE_MS);
          message != null;
          message = consumer.receive(PATIENCE_MS)) {
        file.write(message.getBodyBuffer().readNullableSimpleString() + "\n");
        message.individualAcknowledge();
      }
    }
  }
}
