package dev.quiver.cli.platform;

import dev.quiver.broker.BrokerLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How much room a broker's disk has, and how much it needs to take anything at all.
 *
 * @param free what is free, in bytes
 * @param needed what must stay free, and the first files of its journal, in bytes
 */
public record DiskRoom(long free, long needed) {

  private static final long MIB = 1024 * 1024;

  /** Two files of the journal, and the smaller ones beside them. */
  private static final long FIRST_FILES = 32 * MIB;

  /**
   * Looks at the disk on which that folder lies, or is to be made.
   *
   * @throws IOException if the disk cannot be looked at
   */
  public static DiskRoom forBroker(Path folder, BrokerLimits limits) throws IOException {
    Path there = folder.toAbsolutePath().normalize();
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    return new DiskRoom(
        Files.getFileStore(there).getUsableSpace(), limits.minDiskFree() + FIRST_FILES);
  }

  /** Whether a broker there would refuse what is sent to it. */
  public boolean isTooLittle() {
    return free < needed;
  }

  /** What is free, in whole MiB. */
  public long freeMib() {
    return free / MIB;
  }

  /** What is needed, in whole MiB. */
  public long neededMib() {
    return (needed + MIB - 1) / MIB;
  }
}
