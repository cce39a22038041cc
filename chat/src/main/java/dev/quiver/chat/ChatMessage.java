package dev.quiver.chat;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What people's clients send each other. Who sent it is not in it: the broker says that. */
public sealed interface ChatMessage {

  /**
   * Words.
   *
   * @param text one line, at most {@value ChatLimits#LINE_BYTES} bytes of UTF-8
   * @param action whether it tells what the sender does ({@code /me})
   */
  record Said(String text, boolean action) implements ChatMessage {
    public Said {
      int bytes = text.getBytes(StandardCharsets.UTF_8).length;
      if (bytes > ChatLimits.LINE_BYTES) {
        throw new IllegalArgumentException(
            "the text has " + bytes + " bytes, more than the allowed " + ChatLimits.LINE_BYTES);
      }
    }
  }

  /** The sender has come into that room. */
  record Entered(RoomName room) implements ChatMessage {}

  /** The sender has left that room. */
  record Departed(RoomName room) implements ChatMessage {}

  /**
   * The sender is connected and not at the keyboard, or is back.
   *
   * @param why null if back
   */
  record Away(@Nullable String why) implements ChatMessage {
    public Away {
      if (why != null && why.length() > MAX_WHY) {
        throw new IllegalArgumentException("the reason is longer than " + MAX_WHY + " characters");
      }
    }
  }

  /**
   * The sender would like to send a file.
   *
   * @param file tells this transfer from others
   * @param name what the sender calls it; not to be trusted as a path
   * @param bytes its length
   * @param sha256 of its content, 64 hexadecimal digits
   */
  record Offered(String file, String name, long bytes, String sha256) implements ChatMessage {

    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    public Offered {
      requireFile(file);
      if (name.isEmpty() || name.length() > MAX_FILE_NAME) {
        throw new IllegalArgumentException(
            "the name of a file has 1 to " + MAX_FILE_NAME + " characters");
      }
      if (bytes < 0 || !DIGEST.matcher(sha256).matches()) {
        throw new IllegalArgumentException("the length or the digest of the file is not sound");
      }
    }
  }

  /**
   * Whether the sender wants the file that was offered.
   *
   * @param full whether nobody was asked, since too many files of that person wait already
   */
  record Answered(String file, boolean accepted, boolean full) implements ChatMessage {
    public Answered {
      requireFile(file);
    }

    /** The answer of a person. */
    public Answered(String file, boolean accepted) {
      this(file, accepted, false);
    }
  }

  /** Whether the file that the sender had accepted has arrived as it was offered. */
  record Arrived(String file, boolean intact) implements ChatMessage {
    public Arrived {
      requireFile(file);
    }
  }

  /** The longest reason of being away, in characters. */
  int MAX_WHY = 200;

  /** The longest name of a file, in characters. */
  int MAX_FILE_NAME = 255;

  private static void requireFile(String file) {
    if (!file.matches("[A-Za-z0-9]{1,32}")) {
      throw new IllegalArgumentException("the id of a file has 1 to 32 letters and digits");
    }
  }
}
