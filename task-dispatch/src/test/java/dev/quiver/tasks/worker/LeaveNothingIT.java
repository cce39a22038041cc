package dev.quiver.tasks.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quiver.broker.BrokerConfig;
import dev.quiver.broker.DisuseTimes;
import dev.quiver.messaging.BrokerFixture;
import dev.quiver.messaging.connection.WaitListener;
import dev.quiver.tasks.WorkerId;
import dev.quiver.tasks.client.Destination;
import dev.quiver.tasks.client.TaskClient;
import dev.quiver.tasks.client.TaskClientConfig;
import dev.quiver.tasks.handler.HandlerRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator.SplittableGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Workers and clients that come, do a task and go; each makes what it needs on the broker. */
@Tag("long")
@Timeout(540)
class LeaveNothingIT {

  private static final int EACH = 500;
  private static final int AT_A_TIME = 8;

  @Test
  void aThousandWorkersAndClientsLeaveNoQueueBehind(@TempDir Path folder) throws Exception {
    BrokerConfig config =
        BrokerConfig.in(folder.resolve("broker"))
            .withPort(0)
            .withDisuse(DisuseTimes.of(Duration.ofSeconds(4)));
    try (BrokerFixture broker = BrokerFixture.with(config)) {
      TestHandler handler = new TestHandler();
      HandlerRegistry handlers = HandlerRegistry.of(handler);
      // What the first worker of a type makes is kept: its pools.
      comeAndGo(broker, handlers, new SplittableRandom(0), 0);
      await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> everything(broker).stream().noneMatch(each -> each.contains("Worker-")));
      Set<String> before = everything(broker);

      SplittableRandom random = new SplittableRandom(1);
      List<Future<?>> all = new ArrayList<>();
      ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME);
      for (int i = 1; i <= EACH; i++) {
        int number = i;
        SplittableGenerator own = random.split();
        all.add(
            threads.submit(
                () -> {
                  comeAndGo(broker, handlers, own, number);
                  return null;
                }));
      }
      threads.shutdown();
      for (Future<?> each : all) {
        each.get();
      }

      assertThat(handler.executions).hasSize(EACH + 1);
      await()
          .atMost(Duration.ofMinutes(2))
          .untilAsserted(() -> assertThat(everything(broker)).isEqualTo(before));
    }
  }

  private static void comeAndGo(
      BrokerFixture broker, HandlerRegistry handlers, SplittableGenerator random, int number)
      throws Exception {
    WorkerConfig config =
        WorkerConfig.named(new WorkerId("Worker-" + (1000 + number))).withConcurrency(1);
    try (Worker worker =
            Worker.start(config, broker.as("worker"), handlers, WaitListener.silent());
        TaskClient client =
            TaskClient.connect(broker.as("client"), TaskClientConfig.unnamed(random))) {
      client
          .submit(
              Sample.task("t-" + number, TestHandler.ECHO, "x"), Destination.worker(worker.id()))
          .get(60, TimeUnit.SECONDS);
    }
  }

  private static Set<String> everything(BrokerFixture broker) {
    Set<String> all = new TreeSet<>();
    var office = broker.broker().server().getPostOffice();
    office.getAddresses().forEach(each -> all.add("address " + each));
    office.getAllBindings().forEach(each -> all.add("queue " + each.getUniqueName()));
    all.removeIf(each -> each.contains("activemq.management"));
    return all;
  }
}
