package dev.quiver.cli.role;

import dev.quiver.cli.CommandContext;
import dev.quiver.messaging.connection.LoginRefusedException;
import dev.quiver.messaging.connection.NotOurBrokerException;
import dev.quiver.messaging.connection.QuiverMessagingException;
import dev.quiver.messaging.connection.TlsException;
import dev.quiver.messaging.connection.WaitListener;
import dev.quiver.orchestrator.shell.OrchestratorIdInUseException;
import dev.quiver.tasks.worker.WorkerIdInUseException;
import java.time.Duration;

/** Says once that a role waits for the broker, and that it is there. */
final class SayWaiting implements WaitListener {

  private final CommandContext context;
  private boolean said;
  private boolean saidTls;
  private volatile boolean connected;

  SayWaiting(CommandContext context) {
    this.context = context;
  }

  /** Says that the role has begun: from then on it is connected while it does not wait. */
  void begun() {
    connected = true;
  }

  /** Whether the role has begun and does not wait for the broker. */
  boolean isConnected() {
    return connected;
  }

  @Override
  public synchronized void waiting(QuiverMessagingException why, int attempt, Duration pause) {
    connected = false;
    // What waiting does not mend is said also if the broker was away before.
    boolean news = why instanceof TlsException && !saidTls;
    if (said && !news) {
      return;
    }
    said = true;
    if (why instanceof TlsException) {
      saidTls = true;
      context.say("worker.waitingFor", context.explain(why));
    } else if (why instanceof LoginRefusedException || why instanceof NotOurBrokerException) {
      context.say("worker.waitingFor", context.explain(why));
    } else if (why instanceof WorkerIdInUseException taken) {
      context.say("worker.waitingName", taken.id());
    } else if (why instanceof OrchestratorIdInUseException taken) {
      context.say("orchestrator.waitingId", taken.id());
    } else {
      context.say("worker.waiting");
    }
  }

  @Override
  public synchronized void connected() {
    said = false;
    saidTls = false;
    connected = true;
    context.say("worker.connected");
  }
}
