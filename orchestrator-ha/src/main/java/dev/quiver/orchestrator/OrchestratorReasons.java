package dev.quiver.orchestrator;

import dev.quiver.messaging.text.Sayings;
import dev.quiver.tasks.TaskReasons;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Why an orchestrator ends a task, refuses a request or loses its broker. As with {@link
 * TaskReasons}, what is sent is English, and people are shown {@link #in what it is in their
 * language}.
 */
public final class OrchestratorReasons {

  /** Those of orchestrators, and what is said of tasks and below them. */
  public static final Sayings SAYINGS = Sayings.of(OrchestratorReasons.class, TaskReasons.SAYINGS);

  private OrchestratorReasons() {}

  /** The reason of that key, in English. */
  public static String say(String key, @Nullable Object... values) {
    return SAYINGS.say(key, values);
  }

  /** A reason in the reader's language, if it is one of Quiver's own; else as it is. */
  public static String in(Locale locale, String reason) {
    return SAYINGS.in(locale, reason);
  }
}
