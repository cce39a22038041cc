package dev.quiver.tasks.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.quiver.messaging.Addresses;
import dev.quiver.messaging.codec.RejectedMessageException;
import dev.quiver.messaging.codec.Rejection;
import dev.quiver.tasks.Outcome;
import java.time.Duration;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.activemq.artemis.api.core.ActiveMQBuffer;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class HostileBodiesTest {

  private static final String GOOD =
      "{\"id\":\"t-1\",\"type\":\"exec\",\"payload\":\"x\",\"submittedAt\":\"2026-01-01T00:00:00Z\"";

  private final TaskCodec tasks = new TaskCodec(Addresses.defaults(), Spool.defaults());
  private final OutcomeCodec outcomes = new OutcomeCodec(Spool.defaults());

  private static ClientMessage task(String body) {
    ClientMessage message = RoundTripTest.message(Message.TEXT_TYPE, true);
    message.getBodyBuffer().writeNullableSimpleString(SimpleString.of(body));
    WireType.TASK.mark(message);
    message.putStringProperty(
        WireProperties.TASK_REPLY_TO, SimpleString.of("quiver.tasks.results.ana.c1"));
    message.setValidatedUserID("ana");
    return message;
  }

  private void rejects(ClientMessage message, Rejection reason) {
    RejectedMessageException rejected =
        catchThrowableOfType(RejectedMessageException.class, () -> tasks.read(message));
    assertThat(rejected).isNotNull();
    assertThat(rejected.reason()).isEqualTo(reason);
  }

  static Stream<Arguments> bodies() {
    return Stream.of(
        Arguments.of("", Rejection.INVALID_JSON),
        Arguments.of("null", Rejection.INVALID_JSON),
        Arguments.of("[]", Rejection.INVALID_JSON),
        Arguments.of("\ufeff" + GOOD + "}", Rejection.INVALID_JSON),
        Arguments.of(GOOD, Rejection.INVALID_JSON),
        Arguments.of(GOOD + "} {}", Rejection.INVALID_JSON),
        Arguments.of(GOOD + ",\"id\":\"t-2\"}", Rejection.INVALID_JSON),
        Arguments.of(GOOD + ",\"x\":{\"a\":1,\"a\":2}}", Rejection.INVALID_JSON),
        Arguments.of("[".repeat(200_000), Rejection.INVALID_JSON),
        Arguments.of(GOOD + ",\"x\":" + "[".repeat(100_000), Rejection.TOO_LARGE),
        Arguments.of(GOOD + ",\"x\":" + "1".repeat(10_000) + "}", Rejection.TOO_LARGE),
        Arguments.of(GOOD + ",\"" + "n".repeat(10_000) + "\":1}", Rejection.TOO_LARGE),
        Arguments.of(GOOD + ",\"x\":\"" + "a".repeat(70_000) + "\"}", Rejection.TOO_LARGE),
        Arguments.of(GOOD + ",\"x\":[" + "1,".repeat(30_000) + "1]}", Rejection.TOO_LARGE),
        Arguments.of(GOOD + ",\"x\":\"" + "a".repeat(300_000) + "\"}", Rejection.TOO_LARGE),
        Arguments.of(
            GOOD.replace("\"x\"", "\"" + "a".repeat(40_000) + "\"") + "}", Rejection.TOO_LARGE),
        Arguments.of(GOOD.replace("\"x\"", "\"\\ud800\"") + "}", Rejection.INVALID_TEXT),
        Arguments.of(GOOD.replace("\"x\"", "\"\ud800\"") + "}", Rejection.INVALID_TEXT),
        Arguments.of(GOOD.replace("\"x\"", "\"\udc00\ud800\"") + "}", Rejection.INVALID_TEXT),
        Arguments.of(GOOD.replace("\"x\"", "5") + "}", Rejection.WRONG_TYPE),
        Arguments.of(GOOD.replace("\"t-1\"", "null") + "}", Rejection.MISSING_FIELD),
        Arguments.of(GOOD.replace("\"t-1\"", "\"T 1\"") + "}", Rejection.WRONG_VALUE),
        Arguments.of(GOOD.replace("exec", "no/such") + "}", Rejection.WRONG_VALUE),
        Arguments.of(GOOD.replace("2026-01", "2026-13") + "}", Rejection.WRONG_VALUE),
        Arguments.of(GOOD.replace("2026-01-01", "2026-02-30") + "}", Rejection.WRONG_VALUE),
        Arguments.of(GOOD.replace("2026", "1969") + "}", Rejection.WRONG_VALUE),
        Arguments.of(GOOD + ",\"timeoutMs\":0}", Rejection.WRONG_VALUE),
        Arguments.of(GOOD + ",\"timeoutMs\":1e999999999}", Rejection.WRONG_TYPE),
        Arguments.of(GOOD + ",\"timeoutMs\":99999999999999999999}", Rejection.WRONG_VALUE),
        Arguments.of(GOOD + ",\"maxAttempts\":1001}", Rejection.WRONG_VALUE),
        Arguments.of(GOOD + ",\"class\":\"urgent\"}", Rejection.WRONG_VALUE),
        Arguments.of(GOOD + ",\"args\":\"a\"}", Rejection.WRONG_TYPE),
        Arguments.of(GOOD + ",\"args\":[1]}", Rejection.WRONG_TYPE),
        Arguments.of(
            GOOD + ",\"group\":\"g\",\"notBefore\":\"2026-01-01T00:00:00Z\"}",
            Rejection.WRONG_VALUE));
  }

  @ParameterizedTest(name = "{index}: {1}")
  @MethodSource("bodies")
  void aBodyThatIsNotATaskIsRejectedWithItsReason(String body, Rejection reason) {
    rejects(task(body), reason);
  }

  static Stream<Arguments> messages() {
    return Stream.of(
        change(m -> m.setValidatedUserID(null), Rejection.NOT_ENTITLED),
        change(m -> m.setValidatedUserID("bea"), Rejection.NOT_ENTITLED),
        change(m -> replyTo(m, "quiver.tasks.results.bea.c1"), Rejection.NOT_ENTITLED),
        change(m -> replyTo(m, "quiver.tasks.results.ana."), Rejection.NOT_ENTITLED),
        change(m -> replyTo(m, "quiver.tasks.results.ana.c1::other"), Rejection.NOT_ENTITLED),
        change(m -> replyTo(m, "quiver.tasks.pool.exec"), Rejection.NOT_ENTITLED),
        change(m -> m.removeProperty(WireProperties.TASK_REPLY_TO), Rejection.MISSING_FIELD),
        change(m -> m.putIntProperty(WireProperties.TASK_REPLY_TO, 1), Rejection.WRONG_TYPE),
        change(m -> m.putStringProperty("JMSType", "chat"), Rejection.UNKNOWN_MESSAGE_TYPE),
        change(m -> m.removeProperty("JMSType"), Rejection.UNKNOWN_MESSAGE_TYPE),
        change(m -> m.setType(Message.OBJECT_TYPE), Rejection.NOT_TEXT),
        change(m -> m.setType(Message.MAP_TYPE), Rejection.NOT_TEXT),
        change(m -> m.putStringProperty("taskId", "t-2"), Rejection.WRONG_VALUE),
        change(m -> m.putStringProperty("taskType", "hash"), Rejection.WRONG_VALUE),
        change(m -> m.putLongProperty("taskDeadline", 5), Rejection.WRONG_VALUE),
        change(m -> m.putStringProperty("taskAttempt", "2"), Rejection.WRONG_TYPE),
        change(m -> m.putIntProperty("taskAttempt", 0), Rejection.WRONG_VALUE),
        change(m -> m.putIntProperty("taskGeneration", -1), Rejection.WRONG_VALUE),
        change(m -> m.putStringProperty("taskAlone", "yes"), Rejection.WRONG_TYPE),
        change(
            m -> m.putStringProperty(Message.HDR_GROUP_ID, SimpleString.of("bea/exec/g")),
            Rejection.WRONG_VALUE));
  }

  private static void replyTo(ClientMessage message, String address) {
    message.putStringProperty(WireProperties.TASK_REPLY_TO, SimpleString.of(address));
  }

  private static Arguments change(Consumer<ClientMessage> change, Rejection reason) {
    return Arguments.of(change, reason);
  }

  @ParameterizedTest(name = "{index}: {1}")
  @MethodSource("messages")
  void aMessageThatClaimsTooMuchIsRejectedWithItsReason(
      Consumer<ClientMessage> change, Rejection reason) throws Exception {
    ClientMessage message = task(GOOD + "}");
    assertThat(tasks.read(message).task().id().value()).isEqualTo("t-1");

    change.accept(message);

    rejects(message, reason);
  }

  @Test
  void aLengthThatIsNotThatOfTheTextIsRejected() {
    for (int length : new int[] {-1, 3, 1000, Integer.MAX_VALUE}) {
      ClientMessage message = task(GOOD + "}");
      ActiveMQBuffer body = message.getBodyBuffer();
      body.setInt(body.readerIndex() + 1, length);

      rejects(message, Rejection.INVALID_TEXT);
    }
  }

  static LongStream seeds() {
    return LongStream.range(0, 100);
  }

  /** Whatever the bytes are, reading ends in a task or a rejection, and the next one is read. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aDamagedMessageIsReadOrRejectedAndTheNextIsRead(long seed) throws Exception {
    Random random = new Random(seed);
    Generated generated = new Generated(seed);
    for (int i = 0; i < 50; i++) {
      ClientMessage written =
          outcomes.write(RoundTripTest::message, generated.outcome(), Duration.ofHours(1));
      String text = written.getReadOnlyBodyBuffer().readNullableSimpleString().toString();
      StringBuilder damaged = new StringBuilder(text);
      for (int j = random.nextInt(3); j >= 0; j--) {
        damaged.setCharAt(random.nextInt(damaged.length()), (char) random.nextInt(0x10000));
      }
      ClientMessage message = RoundTripTest.message(Message.TEXT_TYPE, true);
      WireType.OUTCOME.mark(message);
      message.getBodyBuffer().writeNullableSimpleString(SimpleString.of(damaged.toString()));
      try {
        assertThat(outcomes.read(message)).isNotNull();
      } catch (RejectedMessageException e) {
        assertThat(e.getMessage()).isNotEmpty();
      }
      assertThat(outcomes.read(written)).isNotNull();
    }
  }

  @Test
  void halfACharacterIsNotWritten() {
    Generated generated = new Generated(1);
    var facts = generated.outcome().facts();
    assertThatThrownBy(
            () ->
                outcomes.write(
                    RoundTripTest::message,
                    new Outcome.Failed(facts, "a\ud800b"),
                    Duration.ofHours(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("lone surrogate");
  }

  static Stream<Arguments> sharedBodies() {
    String good =
        "{\"taskId\":\"t-1\",\"type\":\"exec\",\"outcome\":\"failed\","
            + "\"finishedAt\":\"2026-01-01T00:00:00Z\"}";
    return Stream.of(
        Arguments.of("{}", Rejection.MISSING_FIELD),
        Arguments.of("{\"outcomes\":[]}", Rejection.MISSING_FIELD),
        Arguments.of("{\"outcomes\":{}}", Rejection.WRONG_TYPE),
        Arguments.of("{\"outcomes\":[[" + good + "]]}", Rejection.WRONG_TYPE),
        Arguments.of("{\"outcomes\":[" + good + ",7]}", Rejection.WRONG_TYPE),
        Arguments.of("{\"outcomes\":[" + good + ",{}]}", Rejection.MISSING_FIELD),
        Arguments.of("{\"outcomes\":[" + good, Rejection.INVALID_JSON),
        Arguments.of(
            "{\"outcomes\":[" + (good + ",").repeat(3000) + good + "]}", Rejection.TOO_LARGE));
  }

  @ParameterizedTest
  @MethodSource("sharedBodies")
  void whatIsNoListOfOutcomesIsRejected(String body, Rejection reason) {
    ClientMessage message = RoundTripTest.message(Message.TEXT_TYPE, true);
    message.getBodyBuffer().writeNullableSimpleString(SimpleString.of(body));
    WireType.OUTCOMES.mark(message);

    RejectedMessageException rejected =
        catchThrowableOfType(RejectedMessageException.class, () -> outcomes.readAll(message));

    assertThat(rejected).isNotNull();
    assertThat(rejected.reason()).isEqualTo(reason);
  }
}
