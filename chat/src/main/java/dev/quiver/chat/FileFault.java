package dev.quiver.chat;

import java.io.IOException;

/** A file that was not offered, or did not arrive; its message is English, like any exception's. */
public final class FileFault extends IOException {

  private static final long serialVersionUID = 1L;

  /** What is wrong. */
  public enum Kind {
    /** There is no file of that name. */
    ABSENT,
    /** It is a folder, or something else that cannot be sent. */
    NO_FILE,
    /** This user must not read it. */
    UNREADABLE,
    /** It is longer than {@link ChatLimits#FILE_BYTES}. */
    TOO_LONG,
    /** Nobody has an account of that name. */
    NO_ACCOUNT,
    /** Too many files of this user wait there for an answer, or to be taken. */
    TOO_MANY,
    /** It did not come, although it was accepted. */
    SILENT,
    /** What came is not what was offered. */
    CHANGED,
    /** The other one says that it did not arrive as it was offered. */
    NOT_THERE
  }

  private final Kind kind;
  private final String about;

  /**
   * Something is wrong with a file.
   *
   * @param about the file, the person or the time that it is about; empty if nothing needs saying
   */
  public FileFault(Kind kind, String about) {
    super(english(kind, about));
    this.kind = kind;
    this.about = about;
  }

  public Kind kind() {
    return kind;
  }

  /** The file, the person or the time that it is about. */
  public String about() {
    return about;
  }

  private static String english(Kind kind, String about) {
    return switch (kind) {
      case ABSENT -> "there is no file " + about;
      case NO_FILE -> about + " is no single file";
      case UNREADABLE -> about + " must not be read by this user";
      case TOO_LONG -> "the file has " + about + " bytes, the limit is " + ChatLimits.FILE_BYTES;
      case NO_ACCOUNT -> "there is no account " + about;
      case TOO_MANY -> "too many files of this user wait there: " + about + " at most";
      case SILENT -> "it did not come within " + about + " s";
      case CHANGED -> "it is not the file that was offered: its length or SHA-256 differs";
      case NOT_THERE -> "it did not arrive there as it was offered";
    };
  }
}
