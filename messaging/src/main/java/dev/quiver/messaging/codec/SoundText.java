package dev.quiver.messaging.codec;

import dev.quiver.messaging.text.Sayings;

/**
 * One pass over a document, before it is parsed, that refuses what the parser would let through: a
 * byte order mark, and half of a surrogate pair, be it written as such or escaped.
 */
final class SoundText {

  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private SoundText() {}

  static void check(char[] text, int length) {
    if (length > 0 && text[0] == BYTE_ORDER_MARK) {
      throw new RejectedMessageException(
          Rejection.INVALID_TEXT, Sayings.ofMessaging().say("rejected.bom"));
    }
    int i = 0;
    while (i < length) {
      char c = text[i];
      if (c == '\\') {
        i = afterEscape(text, length, i);
      } else if (Character.isSurrogate(c)) {
        if (!Character.isHighSurrogate(c)
            || i + 1 == length
            || !Character.isLowSurrogate(text[i + 1])) {
          throw half(i);
        }
        i += 2;
      } else {
        i++;
      }
    }
  }

  private static int afterEscape(char[] text, int length, int at) {
    int code = escaped(text, length, at);
    if (code < 0) {
      return at + 2;
    }
    if (!Character.isSurrogate((char) code)) {
      return at + 6;
    }
    int low = Character.isHighSurrogate((char) code) ? escaped(text, length, at + 6) : -1;
    if (low < 0 || !Character.isLowSurrogate((char) low)) {
      throw half(at);
    }
    return at + 12;
  }

  /** The value of the escape with four digits that begins there, or -1 if none does. */
  private static int escaped(char[] text, int length, int at) {
    if (at + 6 > length || text[at] != '\\' || text[at + 1] != 'u') {
      return -1;
    }
    int code = 0;
    for (int i = at + 2; i < at + 6; i++) {
      int digit = text[i] < 128 ? Character.digit(text[i], 16) : -1;
      if (digit < 0) {
        return -1;
      }
      code = (code << 4) | digit;
    }
    return code;
  }

  private static RejectedMessageException half(int at) {
    return new RejectedMessageException(
        Rejection.INVALID_TEXT, Sayings.ofMessaging().say("rejected.surrogate", at));
  }
}
