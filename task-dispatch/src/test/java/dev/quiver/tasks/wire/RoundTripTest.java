package dev.quiver.tasks.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.messaging.Addresses;
import dev.quiver.tasks.Outcome;
import dev.quiver.tasks.Payload;
import dev.quiver.tasks.Progress;
import dev.quiver.tasks.Task;
import dev.quiver.tasks.TaskId;
import dev.quiver.tasks.TaskType;
import dev.quiver.tasks.WorkerId;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.core.client.impl.ClientMessageImpl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RoundTripTest {

  private final TaskCodec tasks = new TaskCodec(Addresses.defaults(), Spool.defaults());
  private final OutcomeCodec outcomes = new OutcomeCodec(Spool.defaults());
  private final EventsCodec events = new EventsCodec();

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  static ClientMessage message(byte type, boolean durable) {
    return new ClientMessageImpl(type, durable, 0, System.currentTimeMillis(), (byte) 4, 1500);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aSubmittedTaskIsReadAsItWasWritten(long seed) throws Exception {
    Task task = new Generated(seed).task();
    SimpleString replyTo = SimpleString.of("quiver.tasks.results.ana.shell");
    ClientMessage message = tasks.submit(RoundTripTest::message, task, "ana", replyTo);
    message.setValidatedUserID("ana");

    TaskMessage read = tasks.read(message);

    assertThat(read.task()).isEqualTo(task);
    assertThat(read.envelope()).isEqualTo(TaskEnvelope.submitted("ana", replyTo.toString(), true));
    assertThat(message.getDuplicateProperty().toString()).isEqualTo("ana/" + task.id());
    assertThat(message.containsProperty(WireProperties.TASK_SUBMITTER)).isFalse();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aHopIsReadAsItWasWritten(long seed) throws Exception {
    Generated generated = new Generated(seed);
    Task task = generated.task();
    TaskEnvelope envelope = generated.envelope("ana");
    ClientMessage hop = tasks.hop(RoundTripTest::message, task, envelope, null);
    hop.setValidatedUserID("worker");
    ClientMessage dead = tasks.dead(RoundTripTest::message, task, envelope, "it kept failing");

    assertThat(tasks.read(hop)).isEqualTo(new TaskMessage(task, envelope));
    assertThat(hop.getDuplicateProperty()).isNull();
    assertThat(tasks.readDead(dead))
        .isEqualTo(
            new DeadTask(
                task,
                envelope,
                "it kept failing",
                Instant.ofEpochMilli(dead.getTimestamp()),
                null));
    assertThat(dead.getExpiration()).isZero();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void anOutcomeIsReadAsItWasWritten(long seed) throws Exception {
    Outcome outcome = new Generated(seed).outcome();
    ClientMessage message = outcomes.write(RoundTripTest::message, outcome, Duration.ofHours(1));

    assertThat(outcomes.read(message)).isEqualTo(outcome);
    assertThat(message.getExpiration()).isEqualTo(message.getTimestamp() + 3_600_000);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void outcomesThatShareAMessageAreReadAsTheyWereWritten(long seed) throws Exception {
    Generated generated = new Generated(seed);
    List<Outcome> shared = new ArrayList<>();
    int chars = 0;
    for (Outcome next = generated.outcome();
        chars + OutcomeCodec.share(next) <= OutcomeCodec.MAX_SHARED_CHARS;
        next = generated.outcome()) {
      shared.add(next);
      chars += OutcomeCodec.share(next);
    }
    shared.add(new Outcome.Failed(Generated.longestFacts(), "it is never empty"));
    ClientMessage message =
        outcomes.writeTogether(RoundTripTest::message, shared, Duration.ofHours(1));

    assertThat(outcomes.readAll(message)).isEqualTo(shared);
    assertThat(outcomes.peekAll(message)).isEqualTo(shared);
    assertThat(message.getExpiration()).isEqualTo(message.getTimestamp() + 3_600_000);
  }

  @Test
  void theWorstOutcomesThatMayShareAMessageFitIntoIt() throws Exception {
    List<Outcome> shared = new ArrayList<>();
    // Each of these characters is written as six.
    Outcome worst = new Outcome.Failed(Generated.longestFacts(), "\u0001".repeat(1024));
    for (int chars = OutcomeCodec.share(worst);
        chars <= OutcomeCodec.MAX_SHARED_CHARS;
        chars += OutcomeCodec.share(worst)) {
      shared.add(worst);
    }

    assertThat(
            outcomes.readAll(
                outcomes.writeTogether(RoundTripTest::message, shared, Duration.ofHours(1))))
        .isEqualTo(shared)
        .hasSizeGreaterThan(20);
  }

  @Test
  void whatMightSpoilAMessageHasOneOfItsOwn() {
    Outcome.Facts facts = Generated.longestFacts();

    assertThat(OutcomeCodec.share(new Outcome.Failed(facts, "x\ud800")))
        .isEqualTo(OutcomeCodec.MAX_SHARED_CHARS);
    assertThat(OutcomeCodec.share(new Outcome.Succeeded(facts, new Payload.Text("x".repeat(1025)))))
        .isEqualTo(OutcomeCodec.MAX_SHARED_CHARS);
    Payload streamed = new Payload.Streamed(() -> new ByteArrayInputStream(new byte[1]), 1);
    assertThat(OutcomeCodec.share(new Outcome.Succeeded(facts, streamed)))
        .isEqualTo(OutcomeCodec.MAX_SHARED_CHARS);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void eventsAreReadAsTheyWereWritten(long seed) throws Exception {
    TaskEvents written = new Generated(seed).events();

    assertThat(events.read(events.write(RoundTripTest::message, written))).isEqualTo(written);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void timesAreWrittenAsTheJdkWritesThem(long seed) {
    Instant instant = new Generated(seed).instant();
    char[] into = new char[30];

    String text = new String(into, 0, IsoTimes.write(instant, into));

    assertThat(text).isEqualTo(instant.toString());
    assertThat(IsoTimes.read(text)).isEqualTo(instant);
  }

  @Test
  void progressIsReadAsItWasWritten() throws Exception {
    ProgressCodec codec = new ProgressCodec();
    Progress progress =
        new Progress(
            new TaskId("t-1"), new TaskType("demo.sleep"), null, new WorkerId("W"), 2, 0.25, "é");
    ClientMessage message = codec.write(RoundTripTest::message, progress);

    assertThat(codec.read(message)).isEqualTo(progress);
    assertThat(message.isDurable()).isFalse();
  }

  @Test
  void aCancelNamesItsUserAndWhetherTheBrokerSawAnAdmin() throws Exception {
    CancelCodec codec = new CancelCodec();
    ClientMessage message =
        codec.ofTask(RoundTripTest::message, "ana", new TaskId("t-1"), Duration.ofHours(1));
    message.setValidatedUserID("ana");

    assertThat(codec.read(message)).isEqualTo(new Cancel.OfTask("ana", false, new TaskId("t-1")));
    assertThat(message.getStringProperty(Message.HDR_LAST_VALUE_NAME)).isEqualTo("ana/task/t-1");

    message.putBooleanProperty(WireProperties.ADMIN, true);
    assertThat(codec.read(message).countsFor("bea")).isTrue();
  }

  @Test
  void aShortBinaryPayloadTravelsAsAPlainBytesMessage() throws Exception {
    byte[] bytes = {(byte) 0xff, 0, (byte) 0xc3, 10};
    Task task =
        Task.of(
            new TaskId("t-1"),
            new TaskType("hash.sha256"),
            new Payload.Streamed(() -> new ByteArrayInputStream(bytes), bytes.length),
            Instant.EPOCH);
    ClientMessage message =
        tasks.submit(
            RoundTripTest::message, task, "ana", SimpleString.of("quiver.tasks.results.ana.c"));
    message.setValidatedUserID("ana");

    Payload read = tasks.read(message).task().payload();

    assertThat(message.getType()).isEqualTo(Message.BYTES_TYPE);
    assertThat(read).isInstanceOf(Payload.Streamed.class);
    try (var in = read.open()) {
      assertThat(in.readAllBytes()).isEqualTo(bytes);
    }
  }
}
