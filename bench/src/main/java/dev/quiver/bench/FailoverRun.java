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
 * Kills workers and leaders, or holds them with SIGSTOP, one at a time, and measures how long it
 * takes until the work goes on. Before the next round whoever was killed is begun again, and
 * whoever was held serves or stands by again.
 */
final class FailoverRun {

  /** Long enough that it still runs when its worker is killed. */
  private static final Duration HOLD = Duration.ofMillis(1500);

  /** Long enough to say where it runs. */
  private static final Duration PROBE = Duration.ofMillis(50);

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

  /** As {@link #killWorkers}, but the worker is held until its task runs elsewhere. */
  double[] freezeWorkers(int rounds) throws Exception {
    double[] measured = new double[rounds];
    for (int i = 0; i < rounds; i++) {
      HeldTask task = HeldTask.submit(client, "freeze-" + next++, HOLD);
      String victim = task.awaitElsewhere("").worker();
      long begun = System.nanoTime();
      testbed.get(victim).freeze();
      try {
        measured[i] = millis(begun, task.awaitElsewhere(victim).atNanos());
      } finally {
        testbed.get(victim).thaw();
      }
      task.awaitDone();
      awaitServes(victim);
    }
    return measured;
  }

  /** Sends tasks until that worker has run one. */
  private void awaitServes(String worker) throws Exception {
    long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    String ran = "";
    while (!ran.equals(worker)) {
      if (System.nanoTime() > giveUp) {
        throw new IllegalStateException("the worker " + worker + " got no task for 60 s");
      }
      HeldTask probe = HeldTask.submit(client, "probe-" + next++, PROBE);
      ran = probe.awaitElsewhere("").worker();
      probe.awaitDone();
    }
  }

  /** As {@link #killLeaders}, but the leader is held until another one leads. */
  double[] freezeLeaders(int rounds) throws Exception {
    double[] measured = new double[rounds];
    for (int i = 0; i < rounds; i++) {
      ChildJvm victim = testbed.get(leader);
      String places = victim.ask("places");
      long begun = System.nanoTime();
      victim.freeze();
      try {
        lone();
        measured[i] = millis(begun, System.nanoTime());
      } finally {
        victim.thaw();
      }
      for (int tries = 0; victim.ask("places").equals(places); tries++) {
        if (tries > 600) {
          throw new IllegalStateException("a leader that was held does not stand by after 60 s");
        }
        Thread.sleep(100);
      }
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
