package dev.quiver.tasks;

import dev.quiver.messaging.text.Sayings;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Why tasks end as they do, as far as Quiver itself says so. On the wire, in logs and in JSON a
 * reason is English text; people are shown {@link #in what it is in their language}. What a handler
 * of somebody else says stays as it is.
 */
public final class TaskReasons {

  /** Those of tasks, and what connections, codecs and values say. */
  public static final Sayings SAYINGS = Sayings.of(TaskReasons.class, Sayings.ofMessaging());

  private TaskReasons() {}

  /** The reason of that key, in English. */
  public static String say(String key, @Nullable Object... values) {
    return SAYINGS.say(key, values);
  }

  /** A reason in the reader's language, if it is one of Quiver's own; else as it is. */
  public static String in(Locale locale, String reason) {
    return SAYINGS.in(locale, reason);
  }
}
