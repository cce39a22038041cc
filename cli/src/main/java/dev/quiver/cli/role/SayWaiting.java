package dev.quiver.cli.role;

import dev.quiver.cli.CommandContext;
import dev.quiver.messaging.connection.QuiverMessagingException;
import dev.quiver.messaging.connection.WaitListener;
import java.time.Duration;

/** Says once that a role waits for the broker, and that it is there. */
final class SayWaiting implements WaitListener {

  private final CommandContext context;
  private boolean said;

  SayWaiting(CommandContext context) {
    this.context = context;
  }

  @Override
  public void waiting(QuiverMessagingException why, int attempt, Duration pause) {
    if (!said) {
      said = true;
      context.say("worker.waiting", String.valueOf(why.getMessage()));
    }
  }

  @Override
  public void connected() {
    said = false;
    context.say("worker.connected");
  }
}
