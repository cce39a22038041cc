package dev.quiver.cli.map;

import dev.quiver.messaging.connection.LoginRefusedException;
import dev.quiver.tasks.client.ClientListener;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells once when the broker goes away and once when it is back, however often the connection says
 * so. What happened before somebody listened is told when somebody does.
 */
final class Outages implements ClientListener {

  private Consumer<Boolean> listener = away -> {};
  private boolean away;
  private Consumer<LoginRefusedException> ending = why -> {};
  private @Nullable LoginRefusedException shutOut;

  /** Whom to tell: true that it is away, false that it is back. Must not block. */
  synchronized void tell(Consumer<Boolean> whom) {
    listener = whom;
    if (away) {
      whom.accept(true);
    }
  }

  /** Whom to tell that the broker lets the user in no more. Must not block. */
  synchronized void tellEnd(Consumer<LoginRefusedException> whom) {
    ending = whom;
    if (shutOut != null) {
      whom.accept(shutOut);
    }
  }

  @Override
  public synchronized void shutOut(LoginRefusedException why) {
    shutOut = why;
    ending.accept(why);
  }

  @Override
  public void disconnected() {
    become(true);
  }

  @Override
  public void reconnected() {
    become(false);
  }

  private synchronized void become(boolean now) {
    if (away != now) {
      away = now;
      listener.accept(now);
    }
  }
}
