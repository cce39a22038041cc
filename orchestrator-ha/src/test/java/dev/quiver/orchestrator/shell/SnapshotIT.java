package dev.quiver.orchestrator.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quiver.messaging.codec.JsonCodec;
import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.messaging.connection.Use;
import dev.quiver.messaging.connection.WaitListener;
import dev.quiver.messaging.reply.Responder;
import dev.quiver.orchestrator.Notice;
import dev.quiver.orchestrator.ask.OrchestratorClient;
import dev.quiver.orchestrator.ask.TaskQuery;
import dev.quiver.orchestrator.ask.TaskView;
import dev.quiver.orchestrator.ledger.Ledger;
import dev.quiver.orchestrator.ledger.LedgerChunk;
import dev.quiver.tasks.Outcome;
import dev.quiver.tasks.Task;
import dev.quiver.tasks.client.Destination;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An orchestrator that comes later than the tasks knows them all the same. */
class SnapshotIT {

  private static final int TASKS = 700;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path folder;

  @Test
  void aNewReplicaKnowsWhatHappenedBeforeItCame() throws Exception {
    try (OrchestratorPlatform platform = new OrchestratorPlatform(folder);
        OrchestratorClient admin = OrchestratorClient.connect(platform.broker.as("admin"))) {
      platform.orchestrator("A");
      platform.worker("w1", 2, new EchoHandler("test.echo"));
      List<Task> tasks = new ArrayList<>();
      for (int i = 0; i < TASKS; i++) {
        Task task = platform.task("test.echo", "n" + i);
        tasks.add(task);
        var outcome = platform.client().start(task, Destination.orchestrator()).outcome();
        if (i == TASKS - 1) {
          var unused = outcome.get(60, TimeUnit.SECONDS);
        }
      }
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> admin.list(all("succeeded")).total() == TASKS);
      TaskView before = admin.status(tasks.get(0).id());

      platform.orchestrator("B");
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> platform.said("A", Notice.BackupInStep.class));
      platform.roles.get("A").close();
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> platform.said("B", Notice.TakingOver.class));

      assertThat(admin.list(all(null)).total()).isEqualTo(TASKS);
      assertThat(admin.status(tasks.get(0).id())).isEqualTo(before);
    }
  }

  /** Cut off after its first part, or refused: then it is not in step, nor is it for ever. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aCopyThatIsNotWholeIsCompletedWithTheNextStart(boolean cutOff) throws Exception {
    try (OrchestratorPlatform platform = new OrchestratorPlatform(folder);
        OrchestratorClient admin = OrchestratorClient.connect(platform.broker.as("admin"))) {
      execute(platform);
      await().atMost(PATIENCE).until(() -> admin.list(all("succeeded")).total() == TASKS);
      platform.roles.get("A").close();
      try (Ledger known = Ledger.open(platform.config("A").ledger());
          PlayedLeader leader = new PlayedLeader(platform, cutOff ? known : null)) {
        OrchestratorRole copying = platform.orchestrator("B");
        await().atMost(PATIENCE).until(() -> leader.asked.get() > leader.answered);
        if (!cutOff) {
          // What it reads after it was refused, it can count.
          leader.publishGarbage();
          await().atMost(PATIENCE).until(() -> copying.rejections().total() > 0);
        }
        copying.close();
        assertThat(leader.said).noneMatch(Notice.BackupInStep.class::isInstance);
      }
      try (Ledger copied = Ledger.open(platform.config("B").ledger())) {
        assertThat(copied.isIncomplete()).isTrue();
        assertThat(copied.size()).isEqualTo(cutOff ? PlayedLeader.PART : 0);
      }

      platform.notices.clear();
      platform.orchestrator("A");
      await().atMost(PATIENCE).until(() -> platform.said("A", Notice.StartedAsPrimary.class));
      platform.orchestrator("B");
      await().atMost(PATIENCE).until(() -> platform.said("A", Notice.BackupInStep.class));
      platform.roles.get("A").close();
      await().atMost(PATIENCE).until(() -> platform.said("B", Notice.TakingOver.class));
      assertThat(admin.list(all("succeeded")).total()).isEqualTo(TASKS);
    }
  }

  /** Starts A and a worker, and has all tasks executed. */
  private static void execute(OrchestratorPlatform platform) throws Exception {
    platform.orchestrator("A");
    platform.worker("w1", 2, new EchoHandler("test.echo"));
    List<CompletableFuture<Outcome>> outcomes = new ArrayList<>();
    for (int i = 0; i < TASKS; i++) {
      Task task = platform.task("test.echo", "n" + i);
      outcomes.add(platform.client().start(task, Destination.orchestrator()).outcome());
    }
    for (CompletableFuture<Outcome> each : outcomes) {
      assertThat(each.get(60, TimeUnit.SECONDS)).isInstanceOf(Outcome.Succeeded.class);
    }
  }

  /** Leads, and gives the first part of a ledger and then nothing more; without one, refuses. */
  private static final class PlayedLeader implements AutoCloseable {

    static final int PART = 200;

    final List<Notice> said = new CopyOnWriteArrayList<>();
    final AtomicInteger asked = new AtomicInteger();

    /** How many questions are answered before the copy is held up, or over. */
    final int answered;

    private final Connections connections;
    private final BrokerConnection connection;
    private final Companions companions;
    private final Responder responder;

    PlayedLeader(OrchestratorPlatform platform, @Nullable Ledger ledger) throws Exception {
      this.answered = ledger == null ? 0 : 1;
      connections = platform.broker.connectionsAs("orchestrator");
      connection = connections.connect(Use.FENCED);
      Clock clock = Clock.systemUTC();
      long epoch = new TokenKeeper(connection, "X", clock).await().epoch();
      companions = Companions.start(connection, "X", "played", () -> true, said::add, clock);
      companions.leads(epoch);
      responder =
          Responder.start(
              connections,
              connection.settings().addresses().taskQuery(),
              queues -> {},
              request -> answer(ledger),
              WaitListener.silent(),
              clock);
    }

    private Responder.@Nullable Answer answer(@Nullable Ledger ledger) {
      int number = asked.incrementAndGet();
      if (ledger == null) {
        return new Responder.Answer("refused", "{\"reason\":\"not for you\"}");
      }
      if (number > 1) {
        return null;
      }
      LedgerChunk first = ledger.export(0, PART, 1_000_000);
      return new Responder.Answer(
          Snapshot.QUESTION, JsonCodec.standard().write(json -> ChunkCodec.write(first, json)));
    }

    void publishGarbage() throws Exception {
      String topic = connection.settings().addresses().taskEvents();
      try (ClientSession session = connection.autoCommitSession();
          var producer = session.createProducer(topic)) {
        ClientMessage garbage = session.createMessage(true);
        garbage.setRoutingType(RoutingType.MULTICAST);
        producer.send(garbage);
      }
    }

    @Override
    public void close() {
      responder.close();
      companions.close();
      connections.close();
    }
  }

  private static TaskQuery all(@Nullable String state) {
    return new TaskQuery(state, null, null, null, null, -1, 1);
  }
}
