package dev.quiver.messaging.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.quiver.messaging.BrokerFixture;
import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.messaging.connection.Failures;
import dev.quiver.messaging.connection.NotAuthorisedException;
import dev.quiver.messaging.connection.QueueMissingException;
import dev.quiver.messaging.connection.Use;
import java.nio.file.Path;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProducersAndQueuesIT {

  @TempDir Path folder;

  @Test
  void aProducerADestinationAtMostSoMany() {
    try (BrokerFixture broker = BrokerFixture.in(folder);
        Connections connections = broker.connectionsAs("worker");
        TransactedSession session = TransactedSession.on(connections.connect(Use.CONSUME));
        ProducerCache producers = new ProducerCache(session.core(), 3)) {
      for (int queue = 0; queue < 5; queue++) {
        session.queues().durable("quiver.tasks.worker.w" + queue);
      }
      for (int i = 0; i < 50; i++) {
        producers.send("quiver.tasks.worker.w" + i % 5, session.textMessage("task", true));
        assertThat(producers.size()).isLessThanOrEqualTo(3);
      }
      assertThatCode(session.core()::commit).doesNotThrowAnyException();
      for (int queue = 0; queue < 5; queue++) {
        String name = "quiver.tasks.worker.w" + queue;
        // Committed they are; the queue takes them in on a thread of its own.
        await().until(() -> broker.depth(name) == 10);
      }
    }
  }

  /** Without the mark our broker's plugin refuses it; another broker loses it: docs/adr/0201. */
  @Test
  void aMessageForAMissingQueueIsRefusedByWhicheverWayItIsSent() throws Exception {
    try (BrokerFixture broker = BrokerFixture.in(folder);
        Connections connections = broker.connectionsAs("worker")) {
      BrokerConnection connection = connections.connect(Use.CONSUME);
      try (TransactedSession session = TransactedSession.on(connection)) {
        session.send("quiver.tasks.worker.nobody", session.textMessage("task", true));
        assertThatThrownBy(session::commit).isInstanceOf(QueueMissingException.class);
      }
      try (TransactedSession session = TransactedSession.on(connection)) {
        ClientSession core = session.core();
        core.createProducer("quiver.tasks.worker.nobody").send(session.textMessage("task", true));
        assertThatThrownBy(core::commit)
            .extracting(Failures::translate)
            .isInstanceOf(QueueMissingException.class);
      }
    }
  }

  @Test
  void makingAQueueTwiceKeepsWhatIsInIt() {
    try (BrokerFixture broker = BrokerFixture.in(folder);
        Connections connections = broker.connectionsAs("worker");
        TransactedSession session = TransactedSession.on(connections.connect(Use.CONSUME))) {
      session.queues().durable("quiver.tasks.worker.w1");
      session.send("quiver.tasks.worker.w1", session.textMessage("task", true));
      session.commit();
      session.queues().durable("quiver.tasks.worker.w1");
      assertThat(session.queues().depth("quiver.tasks.worker.w1")).isEqualTo(1);
      assertThat(session.queues().exists("quiver.tasks.worker.w1")).isTrue();
      assertThat(session.queues().exists("quiver.tasks.worker.w2")).isFalse();
    }
  }

  @Test
  void queuesGetTheKindThatTheBrokerSaysForTheirName() {
    try (BrokerFixture broker = BrokerFixture.in(folder);
        Connections connections = broker.connectionsAs("worker");
        TransactedSession session = TransactedSession.on(connections.connect(Use.CONSUME))) {
      session.queues().durable("quiver.tasks.submit.text.count_words.high");
      session.queues().nonDurable("quiver.replies.worker.p1");
      var server = broker.broker().server();
      assertThat(server.locateQueue("quiver.tasks.submit.text.count_words.high").isExclusive())
          .isTrue();
      assertThat(server.locateQueue("quiver.replies.worker.p1").isDurable()).isFalse();
      assertThat(server.locateQueue("quiver.replies.worker.p1").isAutoDelete()).isFalse();
    }
  }

  @Test
  void durableQueuesAreThereAfterARestartAndOthersAreMadeAnew() {
    try (BrokerFixture broker = BrokerFixture.in(folder);
        Connections connections = broker.connectionsAs("worker")) {
      try (TransactedSession session = TransactedSession.on(connections.connect(Use.CONSUME))) {
        session.queues().durable("quiver.tasks.worker.w1");
        session.queues().nonDurable("quiver.replies.worker.p1");
      }
      broker.restart();
      assertThat(broker.depth("quiver.tasks.worker.w1")).isZero();
      assertThat(broker.depth("quiver.replies.worker.p1")).isEqualTo(-1);
      try (TransactedSession session = TransactedSession.on(connections.connect(Use.CONSUME))) {
        session.queues().nonDurable("quiver.replies.worker.p1");
      }
      assertThat(broker.depth("quiver.replies.worker.p1")).isZero();
    }
  }

  @Test
  void whatIsNotAllowedIsTold() {
    try (BrokerFixture broker = BrokerFixture.in(folder);
        Connections connections = broker.connectionsAs("viewer");
        TransactedSession session = TransactedSession.on(connections.connect(Use.CONSUME))) {
      assertThatThrownBy(() -> session.queues().durable("quiver.tasks.worker.w1"))
          .isInstanceOf(NotAuthorisedException.class)
          .hasMessageContaining("CREATE_ADDRESS");
    }
  }
}
