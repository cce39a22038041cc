package dev.quiver.tasks.shell;

import dev.quiver.messaging.connection.LoginRefusedException;
import dev.quiver.tasks.Outcome;
import dev.quiver.tasks.TaskId;
import dev.quiver.tasks.client.ClientListener;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Tells outcomes that come from those that had come before the shell was started: only the former
 * are announced. Until {@link #begin} says which those are, what comes waits.
 */
final class Arrivals implements ClientListener {

  private record Key(TaskId task, int generation) {}

  private final Consumer<Outcome> announce;
  private final Runnable disconnected;
  private final Runnable reconnected;
  private final Consumer<LoginRefusedException> shutOut;
  private final Set<Key> before = new HashSet<>();
  private final List<Outcome> early = new ArrayList<>();
  private boolean begun;

  Arrivals(
      Consumer<Outcome> announce,
      Runnable disconnected,
      Runnable reconnected,
      Consumer<LoginRefusedException> shutOut) {
    this.announce = announce;
    this.disconnected = disconnected;
    this.reconnected = reconnected;
    this.shutOut = shutOut;
  }

  /** These had come before; whatever else there is, is new. */
  synchronized void begin(Collection<Outcome> known) {
    known.forEach(each -> before.add(key(each)));
    begun = true;
    early.forEach(this::unclaimed);
    early.clear();
  }

  @Override
  public synchronized void unclaimed(Outcome outcome) {
    if (!begun) {
      early.add(outcome);
    } else if (!before.remove(key(outcome))) {
      announce.accept(outcome);
    }
  }

  @Override
  public void disconnected() {
    disconnected.run();
  }

  @Override
  public void reconnected() {
    reconnected.run();
  }

  @Override
  public void shutOut(LoginRefusedException why) {
    shutOut.accept(why);
  }

  private static Key key(Outcome outcome) {
    return new Key(outcome.facts().taskId(), outcome.facts().generation());
  }
}
