package dev.quiver.cli;

import picocli.CommandLine.TypeConversionException;

/** A value on the command line that cannot be, with the reason in the reader's language. */
public final class BadValueException extends TypeConversionException {

  private static final long serialVersionUID = 1L;

  public BadValueException(String words) {
    super(words);
  }

  /** Why, and what can be. */
  String words() {
    return String.valueOf(getMessage());
  }
}
