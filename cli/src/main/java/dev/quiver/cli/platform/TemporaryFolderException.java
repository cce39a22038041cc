package dev.quiver.cli.platform;

import java.io.IOException;
import java.nio.file.Path;

/** The folder for temporary files cannot be used. */
public abstract sealed class TemporaryFolderException extends IOException {

  private static final long serialVersionUID = 1L;

  private final String folder;

  private TemporaryFolderException(Path folder, String message) {
    super(message);
    this.folder = folder.toString();
  }

  /** Where temporary files are to lie. */
  public String folder() {
    return folder;
  }

  /** Nothing can be made in it. */
  public static final class NotWritable extends TemporaryFolderException {
    private static final long serialVersionUID = 1L;

    /** For what the file system said. */
    public NotWritable(Path folder, IOException cause) {
      super(folder, "cannot write to the temp folder " + folder + " (TMPDIR): " + cause);
      initCause(cause);
    }
  }

  /** Its disk has less room than a broker asks for. */
  public static final class Full extends TemporaryFolderException {
    private static final long serialVersionUID = 1L;

    private final DiskRoom room;

    Full(Path folder, DiskRoom room) {
      super(
          folder,
          "the temp folder "
              + folder
              + " (TMPDIR) has "
              + room.free()
              + " free bytes of "
              + room.needed()
              + " that are needed");
      this.room = room;
    }

    /** What is there and what is needed. */
    public DiskRoom room() {
      return room;
    }
  }
}
