package dev.quiver.messaging.text;

import java.util.Locale;

/**
 * A value that somebody gave is not usable. It knows to say so in their language: its message is
 * English, {@link #words} are those of people.
 */
public final class UnusableValueException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  /** The longest part of a value that is repeated. */
  private static final int SHOWN = 200;

  private final String key;
  private final Object[] values;

  private UnusableValueException(String key, Object... values) {
    this.key = key;
    this.values = values;
  }

  /**
   * One whose words are in the texts of this package.
   *
   * @param key which of the texts of this package says so
   * @param values what fills its places: the value itself, and what would be possible; a {@link
   *     ValueName} is said in the reader's language
   */
  public static UnusableValueException of(String key, Object... values) {
    Object[] shown = new Object[values.length];
    for (int i = 0; i < values.length; i++) {
      Object value = values[i];
      boolean kept = value instanceof ValueName || value instanceof Number;
      shown[i] = kept ? value : shortened(String.valueOf(value));
    }
    return new UnusableValueException(key, shown);
  }

  private static String shortened(String value) {
    return value.length() > SHOWN ? value.substring(0, SHOWN) + "..." : value;
  }

  /** What is wrong with it and what would be possible. */
  public String words(Locale locale) {
    Messages text = Messages.of(UnusableValueException.class, locale);
    Object[] shown = new Object[values.length];
    for (int i = 0; i < values.length; i++) {
      shown[i] =
          values[i] instanceof ValueName name ? text.format("name." + name.key()) : values[i];
    }
    return text.format(key, shown);
  }

  @Override
  public String getMessage() {
    return words(Locale.ENGLISH);
  }
}
