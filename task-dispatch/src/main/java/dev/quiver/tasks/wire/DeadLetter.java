package dev.quiver.tasks.wire;

import java.time.Instant;

/** Something that lies among the dead. */
public sealed interface DeadLetter permits DeadTask, RejectedLetter {

  /** Why it lies there. */
  String reason();

  /** Since when, by the clock of whoever put it there. */
  Instant buriedAt();
}
