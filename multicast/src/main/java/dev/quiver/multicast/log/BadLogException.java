package dev.quiver.multicast.log;

/** A log that is none, or damaged; the message says where and how to mend it. */
public final class BadLogException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public BadLogException(String name, int line, String what) {
    super(name + (line > 0 ? ", line " + line : "") + ": " + what);
  }
}
