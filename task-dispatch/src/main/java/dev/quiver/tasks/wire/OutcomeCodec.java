package dev.quiver.tasks.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.quiver.messaging.codec.RejectedMessageException;
import dev.quiver.tasks.Outcome;
import dev.quiver.tasks.Payload;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;

/** Writes and reads outcomes. Reuses its buffers and so belongs to one thread. */
public final class OutcomeCodec {

  /**
   * So much room is in a message that several outcomes share: it stays below what the broker keeps
   * in a file, and within the limit of a document even if each character of a text has to be
   * written as six.
   */
  public static final int MAX_SHARED_CHARS = 42_000;

  /** An outcome with a longer result or reason has a message of its own. */
  private static final int MAX_TOGETHER_CHARS = 1024;

  /** What an outcome has beside its text. */
  private static final int USUAL_CHARS = 400;

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
   * What an outcome takes of the room in a message that it shares with others.
   *
   * @return about how many characters; {@link #MAX_SHARED_CHARS} and more if it needs a message of
   *     its own, because it is long or because its text might be such that no message can bear it
   */
  public static int share(Outcome outcome) {
    String reason = outcome.reason();
    if (reason != null) {
      return share(reason);
    }
    return outcome instanceof Outcome.Succeeded done && done.result() instanceof Payload.Text text
        ? share(text.text())
        : MAX_SHARED_CHARS;
  }

  private static int share(String text) {
    return text.length() <= MAX_TOGETHER_CHARS && !hasSurrogates(text)
        ? USUAL_CHARS + text.length()
        : MAX_SHARED_CHARS;
  }

  private static boolean hasSurrogates(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return true;
      }
    }
    return false;
  }

  /**
   * The message that carries several outcomes for whoever takes them together.
   *
   * @param outcomes there is room for: their {@link #share shares} are at most {@link
   *     #MAX_SHARED_CHARS}
   * @param retention how long they wait to be read
   */
  public ClientMessage writeTogether(
      MessageFactory messages, List<Outcome> outcomes, Duration retention) {
    out.write(json -> writeTogether(outcomes, json));
    ClientMessage message = messages.create(Message.TEXT_TYPE, true);
    out.putInto(message);
    WireType.OUTCOMES.mark(message);
    message.setExpiration(message.getTimestamp() + retention.toMillis());
    return message;
  }

  private static void writeTogether(List<Outcome> outcomes, JsonOut out) throws IOException {
    JsonGenerator json = out.open();
    json.writeArrayFieldStart("outcomes");
    for (Outcome each : outcomes) {
      json.writeStartObject();
      OutcomeFields.write(each, out);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /**
   * Reads the outcomes that came in one message: one, its streamed result included, or several.
   *
   * @throws RejectedMessageException if it bears none, or is beyond a limit
   * @throws IOException if a result could not be received or kept
   */
  public List<Outcome> readAll(ClientMessage message) throws RejectedMessageException, IOException {
    return WireType.OUTCOMES.marks(message) ? together(message) : List.of(read(message));
  }

  /** The same, and a streamed result is left where it is: opening that fails. */
  public List<Outcome> peekAll(ClientMessage message) throws RejectedMessageException, IOException {
    return WireType.OUTCOMES.marks(message) ? together(message) : List.of(peek(message));
  }

  private List<Outcome> together(ClientMessage message)
      throws RejectedMessageException, IOException {
    text.take(message);
    List<Outcome> read = new ArrayList<>();
    in.read(
        text,
        (name, json) -> {
          if (name.equals("outcomes")) {
            list(json, read);
          } else {
            json.skip();
          }
        });
    if (read.isEmpty()) {
      throw Rejects.missing("outcomes");
    }
    return read;
  }

  private static void list(JsonIn in, List<Outcome> into)
      throws RejectedMessageException, IOException {
    in.objects(
        "outcomes",
        () -> {
          OutcomeFields fields = new OutcomeFields();
          in.readObject(fields);
          into.add(fields.outcome(null));
        });
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

  /** A reason, cut if it is longer than an outcome may say. */
  public static String shortened(String reason) {
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
