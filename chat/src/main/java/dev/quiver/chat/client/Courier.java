package dev.quiver.chat.client;

import dev.quiver.chat.ChatMessage;
import dev.quiver.chat.FileFault;
import dev.quiver.chat.UserName;
import dev.quiver.chat.core.SafeName;
import dev.quiver.messaging.batch.ExplicitQueues;
import dev.quiver.messaging.batch.ProducerCache;
import dev.quiver.messaging.batch.Streamed;
import dev.quiver.messaging.codec.RejectedMessageException;
import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.messaging.connection.Failures;
import dev.quiver.messaging.connection.Use;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.jspecify.annotations.Nullable;

/**
 * Carries files, streamed, over connections of their own, so that a long file does not hold up
 * words, and a broken one does not break the chat.
 */
final class Courier {

  private static final String FILE = "file";
  private static final int WINDOW_BYTES = 256 * 1024;

  /** Slower than so many bytes a second nobody is waited for. */
  private static final long SLOWEST = 256L * 1024;

  private static final int MOST_NAMES = 10_000;

  private final Connections connections;
  private final Path downloads;
  private final UserName self;
  private final Duration patience;

  /**
   * @param patience how long a file of no length may take to come
   */
  Courier(Connections connections, Path downloads, UserName self, Duration patience) {
    this.connections = connections;
    this.downloads = downloads;
    this.self = self;
    this.patience = patience;
  }

  /** Says that the file may come now. */
  @FunctionalInterface
  interface Ready {
    void tell() throws InterruptedException;
  }

  /** Sends a file to somebody who waits for it; returns when the broker has all of it. */
  void send(UserName to, ChatMessage.Offered offer, Path path) throws IOException {
    try (BrokerConnection connection = connections.connect(Use.FENCED);
        InputStream in = Files.newInputStream(path)) {
      ClientSession session = connection.autoCommitSession();
      ClientMessage message = Streamed.message(session, in, offer.bytes());
      message.putStringProperty("JMSType", FILE);
      message.putStringProperty(FILE, offer.file());
      try (ProducerCache producers = new ProducerCache(session, 1)) {
        producers.send(connections.settings().addresses().chatFiles(to.value()), message);
      }
    }
  }

  /**
   * Receives a file that was offered.
   *
   * @param ready called when it may come
   * @return where it is
   * @throws IOException if it does not come, is not what was offered, or cannot be written
   * @throws dev.quiver.messaging.connection.QuiverMessagingException if the broker does not do it
   */
  Path receive(UserName from, ChatMessage.Offered offer, Ready ready)
      throws IOException, InterruptedException {
    Files.createDirectories(downloads);
    String queue = connections.settings().addresses().chatFiles(self.value());
    try (BrokerConnection connection = connections.connect(Use.FENCED)) {
      ClientSession session = connection.autoCommitSession();
      ExplicitQueues queues = new ExplicitQueues(session);
      queues.durable(queue);
      ready.tell();
      Path arrived;
      try (ClientConsumer consumer =
          session.createConsumer(SimpleString.of(queue), null, WINDOW_BYTES, -1, false)) {
        session.start();
        arrived = await(consumer, from, offer);
      }
      queues.delete(queue);
      return arrived;
    } catch (ActiveMQException e) {
      throw Failures.translate(e);
    }
  }

  private Path await(ClientConsumer consumer, UserName from, ChatMessage.Offered offer)
      throws IOException, ActiveMQException {
    // The broker hands it over when it has all of it; what nobody asked for gains no time.
    Duration time = patience.plusSeconds(offer.bytes() / SLOWEST);
    long end = System.nanoTime() + time.toNanos();
    ClientMessage message = next(consumer, end);
    while (message != null) {
      boolean wanted =
          from.value().equals(message.getValidatedUserID())
              && offer.file().equals(String.valueOf(message.getObjectProperty(FILE)))
              && Streamed.is(message);
      if (wanted) {
        Path path = take(message, offer);
        message.acknowledge();
        return path;
      }
      // Nobody asked for this one.
      Streamed.refuse(message);
      message.acknowledge();
      message = next(consumer, end);
    }
    throw new FileFault(FileFault.Kind.SILENT, Long.toString(time.toSeconds()));
  }

  private static @Nullable ClientMessage next(ClientConsumer consumer, long end)
      throws ActiveMQException {
    long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
    return left <= 0 ? null : consumer.receive(left);
  }

  private Path take(ClientMessage message, ChatMessage.Offered offer)
      throws IOException, ActiveMQException {
    String name = SafeName.of(offer.name());
    Path part = downloads.resolve(name + "." + offer.file() + ".part");
    Files.deleteIfExists(part);
    try {
      long bytes = Streamed.receive(message, offer.bytes(), part);
      if (bytes != offer.bytes() || !sha256(part).equals(offer.sha256())) {
        message.acknowledge();
        throw new FileFault(FileFault.Kind.CHANGED, "");
      }
      return moved(part, name);
    } catch (RejectedMessageException e) {
      message.acknowledge();
      FileFault changed = new FileFault(FileFault.Kind.CHANGED, "");
      changed.initCause(e);
      throw changed;
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /** Never over a file that is there. */
  private Path moved(Path part, String name) throws IOException {
    for (int i = 0; i < MOST_NAMES; i++) {
      Path path = downloads.resolve(i == 0 ? name : SafeName.numbered(name, i));
      try {
        return Files.move(part, path);
      } catch (FileAlreadyExistsException e) {
        // The next name may be free.
      }
    }
    throw new FileAlreadyExistsException(downloads.resolve(name).toString());
  }

  static String sha256(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[64 * 1024];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
