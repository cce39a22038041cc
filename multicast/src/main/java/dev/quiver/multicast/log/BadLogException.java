package dev.quiver.multicast.log;

import dev.quiver.messaging.text.Messages;
import java.util.Locale;

/**
 * A log that is none, or damaged. It says where and how to mend it: its message in English, {@link
 * #words} in the language of people.
 */
public final class BadLogException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String name;
  private final int line;
  private final String key;
  private final Object[] values;

  /**
   * @param name what the log is called
   * @param line where it is wrong; 0 if nowhere in particular
   * @param key which of the texts of this package says what is wrong
   */
  BadLogException(String name, int line, String key, Object... values) {
    this.name = name;
    this.line = line;
    this.key = key;
    this.values = values.clone();
  }

  /** What is wrong with it, where, and how to mend it. */
  public String words(Locale locale) {
    Messages text = Messages.of(BadLogException.class, locale);
    String what = text.format(key, values);
    return line > 0 ? text.format("log.line", name, line, what) : name + ": " + what;
  }

  @Override
  public String getMessage() {
    return words(Locale.ENGLISH);
  }
}
