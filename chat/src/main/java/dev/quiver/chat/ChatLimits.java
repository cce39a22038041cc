package dev.quiver.chat;

/**
 * How much one person may send.
 *
 * @param lineBytes the longest text of one message, in bytes of UTF-8
 * @param burst how many messages may be sent at once
 * @param perSecond how many more may be sent each second after that
 */
public record ChatLimits(int lineBytes, int burst, int perSecond) {

  /** The longest text that anybody's message may have; longer ones are not shown. */
  public static final int LINE_BYTES = 4096;

  /** The longest file, in bytes: what the broker takes unless it is told otherwise. */
  public static final long FILE_BYTES = 256L * 1024 * 1024;

  public ChatLimits {
    if (lineBytes < 1 || lineBytes > LINE_BYTES || burst < 1 || perSecond < 1) {
      throw new IllegalArgumentException(
          "the limits of chat are 1 or more, and at most " + LINE_BYTES + " bytes a line");
    }
  }

  /** 4 KiB a line, 100 lines at once and 20 a second. */
  public static ChatLimits defaults() {
    return new ChatLimits(LINE_BYTES, 100, 20);
  }
}
