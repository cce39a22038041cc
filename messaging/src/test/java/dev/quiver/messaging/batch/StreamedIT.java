package dev.quiver.messaging.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.quiver.messaging.BrokerFixture;
import dev.quiver.messaging.codec.RejectedMessageException;
import dev.quiver.messaging.codec.Rejection;
import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.messaging.connection.QuiverMessagingException;
import dev.quiver.messaging.connection.Use;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamedIT {

  private static final String QUEUE = "quiver.tasks.worker.w1";
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final int MIB = 1024 * 1024;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 40_000, 262_143, 262_144, 262_145, 30L * MIB})
  void aBodyOfAnySizeComesOutAsItWentIn(long bytes) throws Exception {
    try (BrokerFixture broker = BrokerFixture.in(folder);
        Connections connections = broker.connectionsAs("worker")) {
      BrokerConnection connection = connections.connect(Use.CONSUME);
      send(connection, new Pattern(bytes), bytes);
      Path spool = folder.resolve("spool");
      List<Object> received = receive(connection, 64L * MIB, spool, 1);
      assertThat(received).containsExactly(bytes);
      try (InputStream expected = new Pattern(bytes);
          InputStream actual = Files.newInputStream(spool)) {
        assertThat(actual).hasSameContentAs(expected);
      }
    }
  }

  @Test
  void whatIsAboveTheLimitIsRefusedUnreadAndTheNextMessageComes() throws Exception {
    try (BrokerFixture broker = BrokerFixture.in(folder);
        Connections connections = broker.connectionsAs("worker")) {
      BrokerConnection connection = connections.connect(Use.CONSUME);
      send(connection, new Pattern(3 * MIB), 3 * MIB);
      send(connection, new Pattern(10), 10);
      Path spool = folder.resolve("spool");
      List<Object> received = receive(connection, MIB, spool, 2);
      assertThat(received).containsExactly(Rejection.TOO_LARGE, 10L);
      assertThat(spool).hasSize(10);
    }
  }

  @Test
  void whoeverAnnouncesAnotherSizeIsRefused() throws Exception {
    try (BrokerFixture broker = BrokerFixture.in(folder);
        Connections connections = broker.connectionsAs("worker")) {
      BrokerConnection connection = connections.connect(Use.CONSUME);
      try (TransactedSession session = TransactedSession.on(connection)) {
        session.queues().durable(QUEUE);
        ClientMessage lying = Streamed.message(session.core(), new Pattern(500), 500);
        lying.putLongProperty(Streamed.PAYLOAD_BYTES, 400);
        session.send(QUEUE, lying);
        ClientMessage mistyped = Streamed.message(session.core(), new Pattern(500), 500);
        mistyped.putStringProperty(Streamed.PAYLOAD_BYTES, "500");
        session.send(QUEUE, mistyped);
        session.commit();
      }
      Path spool = folder.resolve("spool");
      assertThat(receive(connection, MIB, spool, 2))
          .containsExactly(Rejection.WRONG_VALUE, Rejection.WRONG_TYPE);
      assertThat(spool).doesNotExist();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {999, 1001})
  void aSourceThatChangedFailsTheSend(long given) {
    try (BrokerFixture broker = BrokerFixture.in(folder);
        Connections connections = broker.connectionsAs("worker");
        TransactedSession session = TransactedSession.on(connections.connect(Use.CONSUME))) {
      session.queues().durable(QUEUE);
      assertThatThrownBy(
              () -> session.send(QUEUE, Streamed.message(session.core(), new Pattern(given), 1000)))
          .isInstanceOf(QuiverMessagingException.class);
    }
  }

  @Test
  void aFullDiskIsToldAndNothingIsLeft() throws Exception {
    try (BrokerFixture broker = BrokerFixture.in(folder);
        Connections connections = broker.connectionsAs("worker")) {
      BrokerConnection connection = connections.connect(Use.CONSUME);
      send(connection, new Pattern(3 * MIB), 3 * MIB);
      Path nowhere = folder.resolve("no-such-folder").resolve("spool");
      assertThat(receive(connection, 64L * MIB, nowhere, 1).get(0))
          .isInstanceOf(java.io.UncheckedIOException.class);
    }
  }

  private static void send(BrokerConnection connection, InputStream body, long bytes) {
    try (TransactedSession session = TransactedSession.on(connection)) {
      session.queues().durable(QUEUE);
      session.send(QUEUE, Streamed.message(session.core(), body, bytes));
      session.commit();
    }
  }

  /** What came of each message: bytes received, the reason of its rejection, or the failure. */
  private static List<Object> receive(
      BrokerConnection connection, long limit, Path spool, int count) {
    List<Object> received = new CopyOnWriteArrayList<>();
    try (TransactedSession session = TransactedSession.on(connection)) {
      session.consume(
          QUEUE,
          64 * 1024,
          message -> {
            try {
              received.add(Streamed.receive(message, limit, spool));
            } catch (RejectedMessageException e) {
              received.add(e.reason());
            } catch (RuntimeException e) {
              received.add(e);
            }
          });
      session.start();
      await().atMost(LONG).until(() -> received.size() == count);
    }
    return received;
  }

  /** So many bytes that depend on their place. */
  private static final class Pattern extends InputStream {
    private final long bytes;
    private long at;

    Pattern(long bytes) {
      this.bytes = bytes;
    }

    @Override
    public int read() {
      return at == bytes ? -1 : (int) (((at++ * 31) >> 3) & 0xFF);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      if (at == bytes) {
        return -1;
      }
      int count = (int) Math.min(length, bytes - at);
      for (int i = 0; i < count; i++) {
        buffer[offset + i] = (byte) ((at++ * 31) >> 3);
      }
      return count;
    }
  }
}
