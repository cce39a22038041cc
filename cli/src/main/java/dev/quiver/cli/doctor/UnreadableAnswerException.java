package dev.quiver.cli.doctor;

import dev.quiver.messaging.connection.QuiverMessagingException;
import org.jspecify.annotations.Nullable;

/** A broker answers, but what it says of itself is not what was expected. */
final class UnreadableAnswerException extends QuiverMessagingException {

  private static final long serialVersionUID = 1L;

  private final String question;
  private final String why;

  /**
   * Of one question.
   *
   * @param question the operation that was called
   * @param why what is wrong with the answer
   */
  UnreadableAnswerException(String question, String why, @Nullable Throwable cause) {
    super("the broker's answer to " + question + " cannot be read: " + why, cause);
    this.question = question;
    this.why = why;
  }

  Finding finding() {
    return Finding.problem("answers", "doctor.answers.unreadable", question, why);
  }
}
