package dev.quiver.messaging.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.quiver.messaging.BrokerFixture;
import dev.quiver.messaging.CuttingProxy;
import dev.quiver.messaging.codec.TextBody;
import dev.quiver.messaging.connection.ConnectionLostException;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.messaging.connection.QuiverMessagingException;
import dev.quiver.messaging.connection.Use;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * What a session had acknowledged when its connection broke goes back to the queue, also if the
 * broker was still taking acknowledgements in at that moment.
 */
class CutSessionIT {

  private static final String IN = "quiver.tasks.worker.in";
  private static final int MESSAGES = 2000;
  private static final int CUTS = Integer.getInteger("quiver.test.cuts", 25);

  @TempDir Path folder;

  /** It tells of each acknowledgement that comes too late, with a trace: there are thousands. */
  private final Logger broker =
      (Logger) LoggerFactory.getLogger("org.apache.activemq.artemis.core.server");

  @BeforeEach
  void silence() {
    broker.setLevel(Level.OFF);
  }

  @AfterEach
  void speak() {
    broker.setLevel(null);
  }

  @Test
  void nothingStaysWithASessionThatIsGone() throws Exception {
    SplittableRandom random = new SplittableRandom(1);
    try (BrokerFixture broker = BrokerFixture.in(folder);
        Connections direct = broker.connectionsAs("worker");
        CuttingProxy proxy = CuttingProxy.before(broker.broker().url());
        Connections connections = Connections.to(broker.as("worker").withUrl(proxy.url()))) {
      fill(direct);
      var queue = broker.broker().server().locateQueue(IN);
      for (int cut = 0; cut < CUTS; cut++) {
        acknowledgeAndCut(connections, proxy, random.nextInt(20_000));
        await().atMost(Duration.ofSeconds(60)).until(() -> queue.getConsumerCount() == 0);
        await("cut " + cut)
            .atMost(Duration.ofSeconds(60))
            .untilAsserted(() -> assertThat(queue.getDeliveringCount()).isZero());
      }
      assertThat(queue.getMessageCount()).isEqualTo(MESSAGES);
    }
  }

  private static void acknowledgeAndCut(
      Connections connections, CuttingProxy proxy, int microseconds) throws Exception {
    try (var connection = connections.connect(Use.FENCED);
        TransactedSession session = TransactedSession.on(connection)) {
      LinkedBlockingQueue<ClientMessage> came = new LinkedBlockingQueue<>();
      session.consume(IN, 10 << 20, came::add);
      session.start();
      List<ClientMessage> messages = new ArrayList<>();
      while (messages.size() < MESSAGES) {
        ClientMessage message = came.poll(60, TimeUnit.SECONDS);
        assertThat(message).as("after %d of %d", messages.size(), MESSAGES).isNotNull();
        messages.add(message);
      }
      Thread cutter =
          new Thread(
              () -> {
                LockSupport.parkNanos(microseconds * 1_000L);
                proxy.cut();
              });
      cutter.start();
      messages.forEach(session::acknowledge);
      cutter.join();
    } catch (QuiverMessagingException e) {
      // The connection was cut before all were acknowledged, as it should be.
      assertThat(e).isInstanceOf(ConnectionLostException.class);
    }
  }

  private static void fill(Connections connections) {
    try (var connection = connections.connect(Use.CONSUME);
        TransactedSession session = TransactedSession.on(connection)) {
      session.queues().durable(IN);
      for (int i = 0; i < MESSAGES; i++) {
        ClientMessage message = session.textMessage("number", true);
        TextBody.write(message, "{}");
        session.send(IN, message);
      }
      session.commit();
    }
  }
}
