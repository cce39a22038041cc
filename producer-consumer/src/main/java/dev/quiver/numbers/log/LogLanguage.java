package dev.quiver.numbers.log;

import dev.quiver.messaging.codec.RejectedMessageException;
import dev.quiver.messaging.text.Messages;
import dev.quiver.messaging.text.Printable;
import dev.quiver.numbers.Parity;
import java.util.Locale;

/** The languages a log may be in, with the words of each. */
public enum LogLanguage {
  ENGLISH("en"),
  PORTUGUESE("pt");

  private final String tag;

  @SuppressWarnings("ImmutableEnumChecker") // texts are read once and never change
  private final Messages text;

  LogLanguage(String tag) {
    this.tag = tag;
    this.text = Messages.of(LogLanguage.class, Locale.forLanguageTag(tag));
  }

  /** The language of that locale; English if there is no log in it. */
  public static LogLanguage of(Locale locale) {
    return locale.getLanguage().equals(PORTUGUESE.tag) ? PORTUGUESE : ENGLISH;
  }

  /** Its two letters. */
  public String tag() {
    return tag;
  }

  /** The word for it: {@code even}, {@code odd}, {@code Par}, {@code Impar}. */
  public String word(Parity parity) {
    return text.format(parity == Parity.EVEN ? "parity.even" : "parity.odd");
  }

  /**
   * The text of that key. Names of processes, parities and rejections among the values are put in
   * this language.
   */
  public String format(String key, Object... values) {
    Object[] shown = new Object[values.length];
    for (int i = 0; i < values.length; i++) {
      if (values[i] instanceof ProcessName name) {
        shown[i] = name.in(this);
      } else if (values[i] instanceof Parity parity) {
        shown[i] = word(parity);
      } else if (values[i] instanceof RejectedMessageException rejected) {
        shown[i] = Printable.harmless(rejected.words(text.locale()));
      } else {
        shown[i] = values[i];
      }
    }
    return text.format(key, shown);
  }
}
