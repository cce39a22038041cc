package dev.quiver.messaging.text;

import java.util.Locale;

/** What a value is that has to look like a name. */
public enum ValueName {
  BATCH_ID,
  CLASS,
  CLIENT_ID,
  CONSUMER_ID,
  GROUP,
  KIND,
  NAME,
  NODE,
  ORCHESTRATOR_ID,
  PROCESS,
  PRODUCER_ID,
  RING,
  ROOM,
  RUN,
  SCHEDULE,
  TASK_ID,
  USER,
  WORKER_ID;

  /** The rest of the key of its text. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
