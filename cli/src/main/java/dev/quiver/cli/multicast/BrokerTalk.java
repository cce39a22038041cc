package dev.quiver.cli.multicast;

import dev.quiver.cli.CommandContext;
import dev.quiver.messaging.connection.QuiverMessagingException;
import dev.quiver.messaging.connection.WaitListener;
import java.time.Duration;

/** Says once that the server of a group waits for the broker, and that it is there again. */
final class BrokerTalk implements WaitListener {

  private final CommandContext context;
  private boolean said;

  BrokerTalk(CommandContext context) {
    this.context = context;
  }

  @Override
  public void waiting(QuiverMessagingException why, int attempt, Duration pause) {
    if (!said) {
      said = true;
      context.say("multicast.brokerAway");
    }
  }

  @Override
  public void connected() {
    said = false;
    context.say("multicast.brokerBack");
  }
}
