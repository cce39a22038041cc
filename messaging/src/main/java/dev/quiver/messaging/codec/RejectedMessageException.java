package dev.quiver.messaging.codec;

import dev.quiver.messaging.text.Messages;
import dev.quiver.messaging.text.Sayings;
import java.util.Locale;

/**
 * A message that is not accepted. It carries no stack trace: it is the sender's fault, it may come
 * by the thousand, and must cost little.
 */
public final class RejectedMessageException extends RuntimeException {

  private static final long serialVersionUID = 1L;
  private static final int MAX_DETAIL = 300;

  private final Rejection reason;

  /**
   * @param reason which rule it broke
   * @param detail what exactly, in words; cut if long
   */
  public RejectedMessageException(Rejection reason, String detail) {
    super(
        detail.length() > MAX_DETAIL ? detail.substring(0, MAX_DETAIL) + "..." : detail,
        null,
        false,
        false);
    this.reason = reason;
  }

  /** Which rule it broke. */
  public Rejection reason() {
    return reason;
  }

  /** What is wrong with it, for people: which rule it broke where there are no words for more. */
  public String words(Locale locale) {
    String detail = String.valueOf(getMessage());
    String words = Sayings.ofMessaging().in(locale, detail);
    boolean isUnderstood = !words.equals(detail) || locale.getLanguage().equals("en");
    return isUnderstood ? words : Messages.of(Sayings.class, locale).format(ruleKey());
  }

  private String ruleKey() {
    return "rule." + reason.name().toLowerCase(Locale.ROOT);
  }
}
