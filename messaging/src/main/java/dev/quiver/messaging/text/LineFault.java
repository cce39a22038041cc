package dev.quiver.messaging.text;

/** A line that somebody typed and that cannot be done; it names a text of a bundle. */
public final class LineFault extends Exception {

  private static final long serialVersionUID = 1L;

  private final String key;
  private final transient Object[] args;

  /**
   * A fault whose words are elsewhere.
   *
   * @param key of the text
   * @param args what the text has places for
   */
  public LineFault(String key, Object... args) {
    super(key);
    this.key = key;
    this.args = args.clone();
  }

  /** The key of its text. */
  public String key() {
    return key;
  }

  /** What its text has places for. */
  public Object[] args() {
    return args.clone();
  }
}
