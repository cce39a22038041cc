package dev.quiver.orchestrator.shell;

import dev.quiver.messaging.connection.QuiverMessagingException;
import dev.quiver.orchestrator.Event;
import dev.quiver.tasks.wire.TaskEvents;

/** What comes to the role's thread. */
sealed interface Input {

  /** Something for the core. */
  record Learned(Event event) implements Input {}

  /** What workers and orchestrators committed; in the ledger already. */
  record Happened(TaskEvents events) implements Input {}

  /** A task was received. */
  record Came(Arrived arrived) implements Input {}

  /** An admin wants something. */
  record Wanted(ControlDesk.Request request) implements Input {}

  /** This orchestrator holds the token. */
  record Crowned(TokenKeeper.Crown crown) implements Input {}

  /** The connection is of no use any more. */
  record Broken(QuiverMessagingException why) implements Input {}
}
