package dev.quiver.orchestrator.simulation;

import org.jspecify.annotations.Nullable;

/** A process that can be killed and stopped. What it was about to do belongs to one life. */
abstract class SimProcess {

  final World world;
  final Broker broker;
  final String name;
  final int timeToLiveMs;
  @Nullable Connection connection;
  private int life;
  private boolean up;
  private long stoppedUntilMs;

  SimProcess(World world, Broker broker, String name, int timeToLiveMs) {
    this.world = world;
    this.broker = broker;
    this.name = name;
    this.timeToLiveMs = timeToLiveMs;
  }

  abstract void onStart();

  /** Memory is gone. */
  abstract void onKilled();

  final boolean isUp() {
    return up;
  }

  final void start() {
    if (!up) {
      up = true;
      life++;
      world.note(name, "starts");
      onStart();
    }
  }

  /** Kill -9: memory is gone at once, the broker learns it from the closed socket. */
  final void kill() {
    if (up) {
      up = false;
      life++;
      stoppedUntilMs = 0;
      world.note(name, "is killed");
      onKilled();
      Connection dead = connection;
      connection = null;
      if (dead != null) {
        world.after(world.between(1, 300), () -> broker.close(dead));
      }
    }
  }

  /** SIGSTOP, then SIGCONT: after its time-to-live the broker closes its connection. */
  final void stop(int forMs) {
    if (!up || stoppedUntilMs > world.nowMs()) {
      return;
    }
    stoppedUntilMs = world.nowMs() + forMs;
    world.note(name, "is stopped");
    Connection stopped = connection;
    if (stopped != null && forMs > timeToLiveMs) {
      world.after(timeToLiveMs + world.between(0, 200), () -> broker.close(stopped));
    }
  }

  /** The network breaks under it. */
  final void disconnect() {
    Connection broken = connection;
    if (broken != null) {
      broker.close(broken);
    }
  }

  /** Runs that later, if it still lives then; while it is stopped, when it goes on. */
  final void later(int delayMs, Runnable run) {
    int mine = life;
    world.after(delayMs, () -> runIn(mine, run));
  }

  private void runIn(int mine, Runnable run) {
    if (!up || life != mine) {
      return;
    }
    long wait = stoppedUntilMs - world.nowMs();
    if (wait > 0) {
      world.after(wait, () -> runIn(mine, run));
    } else {
      run.run();
    }
  }
}
