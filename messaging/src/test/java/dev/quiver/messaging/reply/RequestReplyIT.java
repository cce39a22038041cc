package dev.quiver.messaging.reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.quiver.messaging.BrokerFixture;
import dev.quiver.messaging.codec.RejectedMessageException;
import dev.quiver.messaging.codec.Rejection;
import dev.quiver.messaging.connection.ConnectionLostException;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.messaging.connection.UnknownOutcomeException;
import dev.quiver.messaging.connection.Use;
import dev.quiver.messaging.connection.WaitListener;
import jakarta.jms.JMSContext;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RequestReplyIT {

  private static final String QUESTIONS = "quiver.tasks.query";
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir Path folder;

  @Test
  void thousandsOfQuestionsUnderWayEachGetTheirAnswer() {
    try (Setup setup = new Setup(folder)) {
      List<CompletableFuture<Reply>> answers = new ArrayList<>();
      for (int i = 0; i < 5000; i++) {
        answers.add(setup.requester.ask(QUESTIONS, "echo", "{\"n\":" + i + "}", LONG));
      }
      for (int i = 0; i < answers.size(); i++) {
        Reply reply = answers.get(i).join();
        assertThat(reply.body()).isEqualTo("client:{\"n\":" + i + "}");
        assertThat(reply.type()).isEqualTo("echoed");
        assertThat(reply.user()).isEqualTo("orchestrator");
      }
    }
  }

  @Test
  void anUnansweredQuestionTimesOutAndALateAnswerIsCounted() {
    try (Setup setup = new Setup(folder)) {
      CompletableFuture<Reply> silent =
          setup.requester.ask(QUESTIONS, "silence", "{}", Duration.ofMillis(200));
      assertThatThrownBy(silent::join)
          .hasCauseInstanceOf(ReplyTimeoutException.class)
          .hasMessageContaining(QUESTIONS);
      CompletableFuture<Reply> slow =
          setup.requester.ask(QUESTIONS, "slow", "{}", Duration.ofMillis(200));
      assertThatThrownBy(slow::join).hasCauseInstanceOf(ReplyTimeoutException.class);
      setup.letSlowAnswer.complete(null);
      await().atMost(LONG).until(() -> setup.requester.rejections().total() == 1);
      assertThat(setup.requester.ask(QUESTIONS, "echo", "x", LONG).join().body())
          .isEqualTo("client:x");
    }
  }

  @Test
  void theReplyQueueIsMadeAnewAfterARestartOfTheBroker() {
    try (Setup setup = new Setup(folder)) {
      setup.requester.ask(QUESTIONS, "echo", "before", LONG).join();
      CompletableFuture<Reply> underWay = setup.requester.ask(QUESTIONS, "silence", "{}", LONG);
      setup.broker.restart();
      assertThatThrownBy(underWay::join).hasCauseInstanceOf(UnknownOutcomeException.class);
      await()
          .atMost(LONG)
          .until(
              () -> {
                try {
                  Reply reply =
                      setup.requester.ask(QUESTIONS, "echo", "after", Duration.ofSeconds(1)).join();
                  return reply.body().equals("client:after");
                } catch (CompletionException e) {
                  return false;
                }
              });
    }
  }

  @Test
  void aQuestionAskedWhileTheBrokerIsAwayTimesOutInTime() {
    try (Setup setup = new Setup(folder)) {
      setup.requester.ask(QUESTIONS, "echo", "before", LONG).join();
      setup.broker.stop();
      CompletableFuture<Reply> answer =
          setup.requester.ask(QUESTIONS, "echo", "x", Duration.ofMillis(300));
      await().atMost(Duration.ofSeconds(10)).until(answer::isCompletedExceptionally);
      setup.broker.start();
    }
  }

  @Test
  void anAnswerIsNotSentIntoSomebodyElsesSpace() throws Exception {
    try (Setup setup = new Setup(folder)) {
      for (String foreign :
          List.of(
              "quiver.replies.admin.p1",
              "quiver.replies.client",
              "quiver.replies.client.a.b",
              "quiver.replies.client.#",
              "quiver.tasks.dead",
              "")) {
        long before = setup.responder.rejections().of(Rejection.NOT_ENTITLED);
        setup.sendRaw("echo", "1", foreign);
        await()
            .atMost(LONG)
            .until(() -> setup.responder.rejections().of(Rejection.NOT_ENTITLED) == before + 1);
      }
      setup.sendRaw("echo", null, "quiver.replies.client.p1");
      await().until(() -> setup.responder.rejections().of(Rejection.MISSING_FIELD) == 1);
      setup.sendRaw("unknown", "2", "quiver.replies.client.p1");
      await().until(() -> setup.responder.rejections().of(Rejection.UNKNOWN_MESSAGE_TYPE) == 1);
      assertThat(setup.broker.depth("quiver.tasks.dead")).isZero();
    }
  }

  @Test
  void aJmsClientCanAskToo() throws Exception {
    try (Setup setup = new Setup(folder)) {
      setup.requester.ask(QUESTIONS, "echo", "x", LONG).join();
      try (JMSContext jms = setup.clients.jms(Use.CONSUME).createContext()) {
        var replies = jms.createQueue(setup.requester.replyQueue());
        var question = jms.createTextMessage("by jms");
        question.setJMSType("echo");
        question.setJMSCorrelationID("not one of ours");
        question.setJMSReplyTo(replies);
        jms.createProducer().send(jms.createQueue(QUESTIONS), question);
        // The requester owns that queue and counts an answer that it did not ask for.
        await().atMost(LONG).until(() -> setup.requester.rejections().total() == 1);
      }
    }
  }

  @Test
  void closingFailsWhatIsUnderWayAndRemovesTheQueue() {
    try (Setup setup = new Setup(folder)) {
      setup.requester.ask(QUESTIONS, "echo", "x", LONG).join();
      CompletableFuture<Reply> silent = setup.requester.ask(QUESTIONS, "silence", "{}", LONG);
      await().until(() -> setup.silences.size() == 1);
      setup.requester.close();
      assertThatThrownBy(silent::join).hasCauseInstanceOf(ConnectionLostException.class);
      assertThat(setup.broker.depth(setup.requester.replyQueue())).isEqualTo(-1);
      assertThatThrownBy(() -> setup.requester.ask(QUESTIONS, "echo", "x", LONG).join())
          .hasCauseInstanceOf(ConnectionLostException.class);
    }
  }

  /** A client that asks and an orchestrator that answers. */
  private static final class Setup implements AutoCloseable {
    final BrokerFixture broker;
    final Connections clients;
    final Connections orchestrators;
    final Requester requester;
    final Responder responder;
    final CompletableFuture<Void> letSlowAnswer = new CompletableFuture<>();
    final List<Request> silences = new java.util.concurrent.CopyOnWriteArrayList<>();

    Setup(Path folder) {
      broker = BrokerFixture.in(folder);
      clients = broker.connectionsAs("client");
      orchestrators = broker.connectionsAs("orchestrator");
      requester = Requester.start(clients, "p1", WaitListener.silent(), Clock.systemUTC());
      responder =
          Responder.start(
              orchestrators,
              QUESTIONS,
              queues -> {},
              this::answer,
              WaitListener.silent(),
              Clock.systemUTC());
    }

    private Responder.@Nullable Answer answer(Request request) {
      return switch (request.type()) {
        case "echo" -> new Responder.Answer("echoed", request.user() + ":" + request.body());
        case "slow" -> {
          letSlowAnswer.join();
          yield new Responder.Answer("echoed", "late");
        }
        case "silence" -> {
          silences.add(request);
          yield null;
        }
        default ->
            throw new RejectedMessageException(Rejection.UNKNOWN_MESSAGE_TYPE, request.type());
      };
    }

    void sendRaw(String type, @Nullable String correlation, String replyTo) throws Exception {
      try (var connection = clients.connect(Use.CONSUME);
          var session = connection.autoCommitSession()) {
        ClientMessage message =
            Wire.message(session, type, correlation == null ? "" : correlation, "x");
        if (correlation == null) {
          message.removeProperty("JMSCorrelationID");
        }
        Wire.setReplyTo(message, replyTo);
        session.createProducer(QUESTIONS).send(message);
      }
    }

    @Override
    public void close() {
      letSlowAnswer.complete(null);
      responder.close();
      requester.close();
      clients.close();
      orchestrators.close();
      broker.close();
    }
  }
}
