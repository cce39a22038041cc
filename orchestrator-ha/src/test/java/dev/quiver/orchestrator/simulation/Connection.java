package dev.quiver.orchestrator.simulation;

import java.util.ArrayList;
import java.util.List;

/** A connection as the broker sees it. Closing gives back whatever it holds unacknowledged. */
final class Connection {
  final String owner;
  final List<Runnable> onClosed = new ArrayList<>();
  boolean open = true;

  Connection(String owner) {
    this.owner = owner;
  }
}
