package dev.quiver.bench;

import dev.quiver.tasks.Payload;
import dev.quiver.tasks.Task;
import dev.quiver.tasks.TaskId;
import dev.quiver.tasks.client.Destination;
import dev.quiver.tasks.client.TaskClient;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * Kills workers and leaders, one at a time, and measures how long it takes until the work goes on.
 * Whoever was killed is begun again before the next round.
 */
final class FailoverRun {

  /** Long enough that it still runs when its worker is killed. */
  private static final Duration HOLD = Duration.ofMillis(1500);

  private final Testbed testbed;
  private final TaskClient client;
  private String leader;
  private String backup;
  private int next;

  FailoverRun(Testbed testbed, TaskClient client, String leader, String backup) {
    this.testbed = testbed;
    this.client = client;
    this.leader = leader;
    this.backup = backup;
  }

  /** From each kill of a worker until the task that it had runs elsewhere, in milliseconds. */
  double[] killWorkers(int rounds) throws Exception {
    double[] measured = new double[rounds];
    for (int i = 0; i < rounds; i++) {
      HeldTask task = HeldTask.submit(client, "kill-" + next++, HOLD);
      String victim = task.awaitElsewhere("").worker();
      long begun = System.nanoTime();
      testbed.get(victim).kill();
      measured[i] = millis(begun, task.awaitElsewhere(victim).atNanos());
      task.awaitDone();
      testbed.worker(victim);
      testbed.awaitReady(victim);
    }
    return measured;
  }

  /**
   * From each kill of the leader until a task that is submitted at that moment has its outcome,
   * which is a few milliseconds more than until it is assigned.
   */
  double[] killLeaders(int rounds) throws Exception {
    double[] measured = new double[rounds];
    for (int i = 0; i < rounds; i++) {
      long begun = System.nanoTime();
      testbed.get(leader).kill();
      lone();
      measured[i] = millis(begun, System.nanoTime());
      testbed.orchestrator(leader);
      testbed.awaitReady(leader);
      swap();
    }
    return measured;
  }

  private void swap() {
    String former = leader;
    leader = backup;
    backup = former;
  }

  private void lone() throws Exception {
    Task task =
        Task.of(
            new TaskId("lone-" + next++),
            NoopHandler.TYPE,
            Payload.of("who leads?"),
            Instant.now());
    var unused = client.start(task, Destination.orchestrator()).outcome().get(60, TimeUnit.SECONDS);
  }

  private static double millis(long fromNanos, long toNanos) {
    return (toNanos - fromNanos) / 1e6;
  }
}
