package dev.quiver.tasks.wire;

import dev.quiver.messaging.codec.RejectedMessageException;
import dev.quiver.tasks.Outcome;
import dev.quiver.tasks.Payload;
import java.io.IOException;
import java.time.Duration;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;

/** Writes and reads outcomes. Reuses its buffers and so belongs to one thread. */
public final class OutcomeCodec {

  /** Reasons are for people; what a handler says beyond this many characters is cut. */
  private static final int MAX_REASON_CHARS = 4096;

  private final Spool spool;
  private final JsonOut out = new JsonOut();
  private final JsonIn in = new JsonIn();
  private final BodyText text = new BodyText();

  /**
   * Makes one with empty buffers.
   *
   * @param spool keeps streamed results
   */
  public OutcomeCodec(Spool spool) {
    this.spool = spool;
  }

  /**
   * The message that carries an outcome. Whoever sends one with a streamed result closes {@code
   * getBodyInputStream()} afterwards.
   *
   * @param retention how long it waits to be read
   */
  public ClientMessage write(MessageFactory messages, Outcome outcome, Duration retention) {
    Payload result =
        outcome instanceof Outcome.Succeeded done ? done.result() : new Payload.Text("");
    ClientMessage message =
        PayloadBody.write(messages, result, out, json -> OutcomeFields.write(outcome, json));
    Outcome.Facts facts = outcome.facts();
    WireType.OUTCOME.mark(message);
    message.putStringProperty(WireProperties.TASK_ID, SimpleString.of(facts.taskId().value()));
    message.putStringProperty(WireProperties.TASK_TYPE, SimpleString.of(facts.type().name()));
    if (facts.batch() != null) {
      message.putStringProperty(WireProperties.TASK_BATCH, SimpleString.of(facts.batch().value()));
    }
    message.putStringProperty(WireProperties.OUTCOME, SimpleString.of(outcome.label()));
    message.setExpiration(message.getTimestamp() + retention.toMillis());
    return message;
  }

  /**
   * Reads an outcome, its streamed result included.
   *
   * @throws RejectedMessageException if it is not one, or is beyond a limit
   * @throws IOException if the result could not be received or kept
   */
  public Outcome read(ClientMessage message) throws RejectedMessageException, IOException {
    return fields(message).outcome(PayloadBody.read(message, spool));
  }

  private OutcomeFields fields(ClientMessage message) throws IOException {
    if (!WireType.OUTCOME.marks(message)) {
      throw Rejects.unknownType(message, WireType.OUTCOME);
    }
    PayloadBody.document(message, text);
    OutcomeFields fields = new OutcomeFields();
    in.read(text, fields);
    fields.check(message);
    return fields;
  }

  /**
   * Reads an outcome and leaves a streamed result where it is: opening that fails.
   *
   * @throws RejectedMessageException if it is not one, or is beyond a limit
   * @throws IOException if it could not be received
   */
  public Outcome peek(ClientMessage message) throws RejectedMessageException, IOException {
    return fields(message).outcome(PayloadBody.announced(message));
  }

  static String shortened(String reason) {
    return shortened(reason, MAX_REASON_CHARS);
  }

  static String shortened(String reason, int most) {
    if (reason.length() <= most) {
      return reason;
    }
    int end = most - 3;
    return reason.substring(0, Character.isHighSurrogate(reason.charAt(end - 1)) ? end - 1 : end)
        + "...";
  }
}
