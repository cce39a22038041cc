package dev.quiver.chat.shell;

/** A line that cannot be done; it names a text of the bundle. */
final class ChatFault extends Exception {

  private static final long serialVersionUID = 1L;

  private final String key;
  private final transient Object[] args;

  ChatFault(String key, Object... args) {
    super(key);
    this.key = key;
    this.args = args.clone();
  }

  String key() {
    return key;
  }

  Object[] args() {
    return args.clone();
  }
}
