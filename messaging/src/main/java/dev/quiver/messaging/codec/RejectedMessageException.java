package dev.quiver.messaging.codec;

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
}
