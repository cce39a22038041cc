package dev.quiver.tasks.client;

import static dev.quiver.tasks.client.Platform.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.quiver.messaging.codec.TextBody;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.messaging.connection.NotAuthorisedException;
import dev.quiver.messaging.connection.Use;
import dev.quiver.tasks.Outcome;
import dev.quiver.tasks.Payload;
import dev.quiver.tasks.Task;
import dev.quiver.tasks.TaskId;
import dev.quiver.tasks.wire.DeadLetter;
import dev.quiver.tasks.wire.DeadTask;
import dev.quiver.tasks.wire.RejectedLetter;
import dev.quiver.tasks.wire.RejectedMessages;
import dev.quiver.tasks.wire.Spool;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class StreamedAndDeadIT {

  private Platform platform;

  @BeforeEach
  void start(@TempDir Path folder) {
    platform = new Platform(folder);
  }

  @AfterEach
  void stop() {
    platform.close();
  }

  /** Random bytes that nobody holds. */
  private static InputStream bytes(long seed, long count) {
    Random random = new Random(seed);
    return new InputStream() {
      private long left = count;

      @Override
      public int read() {
        return left-- > 0 ? random.nextInt(256) : -1;
      }

      @Override
      public int read(byte[] into, int from, int length) {
        int count = 0;
        for (int next = read(); count < length && next >= 0; next = read()) {
          into[from + count++] = (byte) next;
          if (count == length) {
            break;
          }
        }
        return count == 0 && length > 0 ? -1 : count;
      }
    };
  }

  private static String digest(InputStream in) throws Exception {
    MessageDigest sha = MessageDigest.getInstance("SHA-256");
    try (DigestInputStream digesting = new DigestInputStream(in, sha)) {
      digesting.transferTo(OutputStream.nullOutputStream());
    }
    return HexFormat.of().formatHex(sha.digest());
  }

  private static Task streamed(String id, long seed, long count) {
    return Task.of(
        new TaskId(id),
        Platform.UPPER,
        new Payload.Streamed(() -> bytes(seed, count), count),
        Instant.now());
  }

  @Test
  void thirtyMebibytesGoThereAndBack() throws Exception {
    platform.worker();
    TaskClient client = platform.client(TaskClientConfig.of("c1"));
    long count = 30L * 1024 * 1024;

    Outcome outcome =
        client.submit(streamed("big", 7, count), Destination.pool()).get(60, TimeUnit.SECONDS);

    Payload result = ((Outcome.Succeeded) outcome).result();
    assertThat(((Payload.Streamed) result).bytes()).isEqualTo(count);
    assertThat(digest(result.open())).isEqualTo(digest(bytes(7, count)));
    // As often as asked, from its beginning.
    assertThat(digest(result.open())).isEqualTo(digest(bytes(7, count)));
    Spool.release(result);
  }

  @Test
  void aPayloadThatChangesWhileItIsReadIsRefusedAndTheNextGoesThrough() throws Exception {
    platform.worker();
    TaskClient client = platform.client(TaskClientConfig.of("c1"));
    Task changed =
        Task.of(
            new TaskId("changed"),
            Platform.UPPER,
            new Payload.Streamed(() -> bytes(1, 500_000), 1_000_000),
            Instant.now());

    assertThatThrownBy(() -> client.submit(changed, Destination.pool()))
        .hasMessageContaining("changed while it was read");

    Outcome next =
        client.submit(streamed("next", 2, 400_000), Destination.pool()).get(30, TimeUnit.SECONDS);
    assertThat(digest(((Outcome.Succeeded) next).result().open()))
        .isEqualTo(digest(bytes(2, 400_000)));
  }

  @Test
  void aDeadTaskIsListedAndGetsAnotherLife() throws Exception {
    platform.worker();
    TaskClient client = platform.client(TaskClientConfig.of("c1").keeping());
    for (int i = 0; i < 3; i++) {
      Outcome outcome =
          client.submit(task("t-" + i, "fail " + i), Destination.pool()).get(30, TimeUnit.SECONDS);
      assertThat(outcome).isInstanceOf(Outcome.Dead.class);
    }
    DeadTasks dead = platform.open(DeadTasks.connect(platform.settings("admin"), Spool.defaults()));

    assertThat(dead.list(DeadSelection.all(), 10))
        .extracting(DeadLetter::reason)
        .containsExactly("it says so", "it says so", "it says so");
    assertThat(dead.discard(DeadSelection.of(new TaskId("t-0"))).done())
        .containsExactly(new TaskId("t-0"));
    assertThat(dead.requeue(DeadSelection.of(Platform.UPPER)).done())
        .containsExactly(new TaskId("t-1"), new TaskId("t-2"));

    assertThat(dead.list(DeadSelection.all(), 10)).isEmpty();
    await().until(() -> client.status(new TaskId("t-2")).state() == TaskStatus.State.SUCCEEDED);
    Outcome second = client.results().of(new TaskId("t-1")).orElseThrow();
    assertThat(second.facts().generation()).isEqualTo(1);
    assertThat(client.results().list(10)).hasSize(5);
  }

  @Test
  void whatIsNoTaskIsListedAndDiscardedAndNeverRequeued() throws Exception {
    platform.worker();
    TaskClient client = platform.client(TaskClientConfig.of("c1"));
    client.submit(task("t-0", "fail"), Destination.pool()).get(30, TimeUnit.SECONDS);
    bury("no json", null);
    bury("named", "t-1");
    bury("other", "t-2");
    DeadTasks dead = platform.open(DeadTasks.connect(platform.settings("admin"), Spool.defaults()));

    List<DeadLetter> all = dead.list(DeadSelection.all(), 10);
    assertThat(all).hasSize(4).first().isInstanceOf(DeadTask.class);
    assertThat(dead.list(DeadSelection.rejected(), 10))
        .isEqualTo(all.subList(1, 4))
        .first()
        .isInstanceOfSatisfying(
            RejectedLetter.class,
            letter -> {
              assertThat(letter.id()).isNull();
              assertThat(letter.reason()).isEqualTo("it is no task");
              assertThat(letter.description()).startsWith("from some.queue").contains("no json");
            });
    assertThat(dead.requeue(DeadSelection.rejected()))
        .isEqualTo(new DeadTasks.Report(List.of(), 0, 3));
    assertThat(dead.discard(DeadSelection.of(new TaskId("t-1"))))
        .isEqualTo(new DeadTasks.Report(List.of(), 1, 0));
    assertThat(dead.discard(DeadSelection.rejected()))
        .isEqualTo(new DeadTasks.Report(List.of(), 2, 0));
    assertThat(dead.list(DeadSelection.all(), 10)).isEqualTo(all.subList(0, 1));
  }

  /** As a worker buries what it cannot read. */
  private void bury(String body, @Nullable String id) throws Exception {
    try (Connections connections = Connections.to(platform.settings("worker"));
        ClientSession session = connections.connect(Use.CONSUME).autoCommitSession()) {
      ClientMessage refused = session.createMessage(Message.TEXT_TYPE, true);
      TextBody.write(refused, body);
      if (id != null) {
        refused.putStringProperty("taskId", id);
      }
      ClientMessage letter =
          RejectedMessages.describe(session::createMessage, refused, "some.queue", "it is no task");
      letter.setRoutingType(RoutingType.ANYCAST);
      session.createProducer().send("quiver.tasks.dead", letter);
    }
  }

  @Test
  void onlyAdminsTouchTheDead() {
    DeadTasks dead =
        platform.open(DeadTasks.connect(platform.settings("client"), Spool.defaults()));

    assertThatThrownBy(() -> dead.list(DeadSelection.all(), 10))
        .isInstanceOf(NotAuthorisedException.class);
    assertThatThrownBy(() -> dead.requeue(DeadSelection.all()))
        .isInstanceOf(NotAuthorisedException.class);
  }
}
