package dev.quiver.orchestrator.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quiver.orchestrator.Notice;
import dev.quiver.tasks.Outcome;
import dev.quiver.tasks.Payload;
import dev.quiver.tasks.Task;
import dev.quiver.tasks.TaskType;
import dev.quiver.tasks.client.Destination;
import dev.quiver.tasks.handler.TaskContext;
import dev.quiver.tasks.handler.TaskHandler;
import dev.quiver.tasks.handler.TaskInput;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A group whose next member lies behind so many of another one that the broker has paged it out.
 */
@Timeout(180)
class PagedGroupIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int MANY = 400;

  @TempDir Path folder;

  /** The first member of each group waits until it is let go; the others do not. */
  private static final class FirstMembersWait implements TaskHandler {

    private final Map<String, CountDownLatch> latches =
        Map.of("long-0", new CountDownLatch(1), "short-0", new CountDownLatch(1));

    @Override
    public Set<TaskType> types() {
      return Set.of(new TaskType("test.paged"));
    }

    @Override
    public Payload handle(TaskInput input, TaskContext context) throws Exception {
      CountDownLatch latch = latches.get(input.text());
      if (latch != null) {
        latch.await();
      }
      return new Payload.Text(input.text());
    }

    void letGo(String first) {
      latches.get(first).countDown();
    }
  }

  @Test
  void whatIsPagedOutIsFetchedLaterAndTheLeaderGoesOnMeanwhile() throws Exception {
    try (OrchestratorPlatform platform = new OrchestratorPlatform(folder)) {
      String held = "quiver.tasks.held.test.paged";
      platform
          .broker
          .broker()
          .server()
          .getAddressSettingsRepository()
          .addMatch(held, new AddressSettings().setMaxSizeBytes(50_000).setPageSizeBytes(20_000));
      FirstMembersWait handler = new FirstMembersWait();
      platform.orchestrator("A");
      await().atMost(PATIENCE).until(() -> platform.said("A", Notice.StartedAsPrimary.class));
      platform.worker("w1", 2, handler);
      platform.worker("w2", 1, new EchoHandler("test.other"));

      List<CompletableFuture<Outcome>> outcomes = new ArrayList<>();
      outcomes.add(submit(platform, "long", 0));
      CompletableFuture<Outcome> firstOfShort = submit(platform, "short", 0);
      for (int i = 1; i < MANY; i++) {
        outcomes.add(submit(platform, "long", i));
      }
      CompletableFuture<Outcome> secondOfShort = submit(platform, "short", 1);
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(platform.depth("tasks.held.test.paged")).isEqualTo(MANY));
      assertThat(platform.broker.broker().server().locateQueue(held).getPagingStore().isPaging())
          .isTrue();

      handler.letGo("short-0");
      assertThat(firstOfShort.get(60, TimeUnit.SECONDS)).isInstanceOf(Outcome.Succeeded.class);
      // The leader has asked for the next one in vain, and goes on all the same.
      assertThat(
              platform
                  .client()
                  .submit(platform.task("test.other", "x"), Destination.orchestrator())
                  .get(60, TimeUnit.SECONDS))
          .isInstanceOf(Outcome.Succeeded.class);
      assertThat(secondOfShort).isNotDone();

      handler.letGo("long-0");
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(outcomes).allMatch(CompletableFuture::isDone));
      for (CompletableFuture<Outcome> each : outcomes) {
        assertThat(each.join()).isInstanceOf(Outcome.Succeeded.class);
      }
      assertThat(secondOfShort.get(60, TimeUnit.SECONDS)).isInstanceOf(Outcome.Succeeded.class);
      assertThat(platform.said("A", Notice.LedUntil.class)).isFalse();
      assertThat(platform.said("A", Notice.Disconnected.class)).isFalse();
    }
  }

  private static CompletableFuture<Outcome> submit(
      OrchestratorPlatform platform, String group, int number) throws Exception {
    Task member = platform.task("test.paged", group + "-" + number, 3, group);
    return platform.client().start(member, Destination.orchestrator()).outcome();
  }
}
