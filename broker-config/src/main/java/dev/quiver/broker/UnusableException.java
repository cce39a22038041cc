package dev.quiver.broker;

/**
 * What somebody asked for, or a file that was given, cannot be used. The message says it in
 * English; by the key it is said in other languages.
 */
public final class UnusableException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private final String key;
  private final String[] values;

  /**
   * @param key what is wrong, in lower-case words
   * @param message the same in English, with how to mend it
   * @param values what it is about
   */
  public UnusableException(String key, String message, String... values) {
    super(message);
    this.key = key;
    this.values = values.clone();
  }

  /** What is wrong. */
  public String key() {
    return key;
  }

  /** What it is about. */
  public String[] values() {
    return values.clone();
  }
}
