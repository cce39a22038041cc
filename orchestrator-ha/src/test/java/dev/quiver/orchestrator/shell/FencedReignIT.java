package dev.quiver.orchestrator.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quiver.messaging.batch.ExplicitQueues;
import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.messaging.connection.Use;
import dev.quiver.messaging.connection.WaitListener;
import dev.quiver.orchestrator.Notice;
import dev.quiver.orchestrator.ledger.Ledger;
import dev.quiver.tasks.Outcome;
import dev.quiver.tasks.client.Destination;
import dev.quiver.tasks.wire.EventsCodec;
import dev.quiver.tasks.wire.TaskEvents;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A leader that is stopped for longer than its time-to-live and wakes commits nothing more. */
class FencedReignIT {

  /** Nothing more comes if nothing came for so long. */
  private static final long QUIET_MS = 3_000;

  private static final Duration TIME_TO_LIVE = Duration.ofSeconds(2);

  @TempDir Path folder;

  @Test
  void aLeaderThatWakesWhileAnotherLeadsCommitsNothingOfItsOldEpoch() throws Exception {
    try (OrchestratorPlatform platform = new OrchestratorPlatform(folder);
        StallingProxy proxy =
            new StallingProxy(URI.create(platform.broker.broker().url()).getPort());
        Connections admin = platform.broker.connectionsAs("admin")) {
      BrokerConnection connection = admin.connect(Use.CONSUME);
      ClientSession watching = connection.autoCommitSession();
      new ExplicitQueues(watching).durableSubscription("quiver.tasks.events", "admin.watch");
      platform.worker("w1", 2, new EchoHandler("test.echo"));
      List<Notice> saidByA = java.util.Collections.synchronizedList(new ArrayList<>());
      RoleConfig config = platform.config("A").withTimeToLive(TIME_TO_LIVE);
      try (OrchestratorRole stopped =
          OrchestratorRole.start(
              config,
              platform.broker.as("orchestrator").withUrl(proxy.url()),
              Ledger.open(config.ledger()),
              saidByA::add,
              WaitListener.silent())) {
        await().until(() -> saidByA.stream().anyMatch(Notice.StartedAsPrimary.class::isInstance));
        platform.orchestrator("B");
        await().until(() -> platform.said("B", Notice.StartedAsBackup.class));
        List<CompletableFuture<Outcome>> outcomes = new ArrayList<>();
        submit(platform, outcomes, 100);
        for (CompletableFuture<Outcome> each : outcomes) {
          assertThat(each.get(60, TimeUnit.SECONDS)).isInstanceOf(Outcome.Succeeded.class);
        }
        // In the middle of its work: what it has in hand must not be committed later.
        submit(platform, outcomes, 200);
        proxy.stall();
        submit(platform, outcomes, 200);
        await()
            .atMost(Duration.ofSeconds(60))
            .until(() -> platform.said("B", Notice.TakingOver.class));
        submit(platform, outcomes, 200);
        proxy.goOn();
        submit(platform, outcomes, 200);

        for (CompletableFuture<Outcome> each : outcomes) {
          assertThat(each.get(60, TimeUnit.SECONDS)).isInstanceOf(Outcome.Succeeded.class);
        }
        await()
            .atMost(Duration.ofSeconds(60))
            .until(() -> saidByA.stream().anyMatch(Notice.LedUntil.class::isInstance));
        assertThat(stopped.isRunning()).isTrue();
      }
      assertThat(epochs(watching)).isSorted().contains(1L, 2L);
    }
  }

  private static void submit(
      OrchestratorPlatform platform, List<CompletableFuture<Outcome>> outcomes, int count)
      throws InterruptedException {
    for (int i = 0; i < count; i++) {
      outcomes.add(
          platform
              .client()
              .start(platform.task("test.echo", "n" + i), Destination.orchestrator())
              .outcome());
    }
  }

  /** The epochs of all that orchestrators committed, in the broker's order. */
  private static List<Long> epochs(ClientSession session) throws Exception {
    List<Long> epochs = new ArrayList<>();
    EventsCodec codec = new EventsCodec();
    try (ClientConsumer consumer = session.createConsumer(SimpleString.of("admin.watch"))) {
      session.start();
      // Not receiveImmediate: it finds nothing while the broker still reads from its pages.
      for (ClientMessage message = consumer.receive(QUIET_MS);
          message != null;
          message = consumer.receive(QUIET_MS)) {
        if ("events".equals(String.valueOf(message.getObjectProperty("JMSType")))) {
          TaskEvents events = codec.read(message);
          if (events.epoch() != null) {
            epochs.add(events.epoch());
          }
        }
        message.acknowledge();
      }
    }
    return epochs;
  }
}
