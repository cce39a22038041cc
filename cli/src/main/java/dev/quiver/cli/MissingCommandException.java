package dev.quiver.cli;

import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** A command that only holds others was given alone. */
public final class MissingCommandException extends ParameterException {

  private static final long serialVersionUID = 1L;

  public MissingCommandException(CommandLine command) {
    super(command, "a command is missing");
  }
}
