package dev.quiver.tasks.check;

import dev.quiver.tasks.history.HistoryEvent;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What happened to one task. */
final class TaskLife {

  /** One message with an outcome; several deliveries of it are one. */
  private record Ending(int generation, long message) {}

  private int invoked;
  private int refused;
  private boolean returned;
  private int executions;
  private int received;

  /** Made with the first outcome: most tasks of a large history are no trouble. */
  private @Nullable Set<Ending> endings;

  void add(HistoryEvent event) {
    switch (event.kind()) {
      case SUBMIT_INVOKED -> invoked++;
      case SUBMIT_REFUSED -> refused++;
      case SUBMIT_RETURNED -> returned = true;
      case EXECUTION_BEGUN -> executions++;
      case OUTCOME_RECEIVED -> received(event);
      default -> {
        // It says nothing that is asked here.
      }
    }
  }

  private void received(HistoryEvent event) {
    received++;
    Set<Ending> known = endings;
    if (known == null) {
      known = new HashSet<>(2);
      endings = known;
    }
    Long message = event.message();
    // Without the broker's number nobody can tell a second delivery from a second outcome.
    known.add(new Ending(event.generation(), message == null ? -received : message));
  }

  /** Whether it may be there: a submit began, and not each of them was refused. */
  boolean isAttempted() {
    return returned || invoked > refused;
  }

  boolean isAcknowledged() {
    return returned;
  }

  /** How many outcomes came. */
  int outcomes() {
    return received;
  }

  int executions() {
    return executions;
  }

  /** Whether one of its lives had two outcomes. */
  boolean isEndedTwice() {
    Set<Ending> known = endings;
    return known != null
        && known.stream().map(Ending::generation).distinct().count() < known.size();
  }

  /** Whether one message came more than once. */
  boolean isDeliveredAgain() {
    Set<Ending> known = endings;
    return known != null && received > known.size();
  }
}
