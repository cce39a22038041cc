package dev.quiver.cli.platform;

import java.nio.file.Path;

/** The broker of a platform could not write to its disk, and stopped by itself. */
public final class BrokerStoppedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String folder;

  BrokerStoppedException(Path folder, String why) {
    super(why);
    this.folder = folder.toString();
  }

  /** Where it keeps its data. */
  public String folder() {
    return folder;
  }
}
