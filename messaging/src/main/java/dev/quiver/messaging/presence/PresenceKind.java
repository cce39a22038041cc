package dev.quiver.messaging.presence;

import java.util.Locale;

/** Who can be here. */
public enum PresenceKind {
  WORKER,
  CLIENT,
  CHAT,
  ORCHESTRATOR,
  PRODUCER,
  CONSUMER,
  PEER,
  NODE;

  /** The name on the wire. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
