package dev.quiver.messaging.presence;

import dev.quiver.messaging.codec.JsonCodec;
import dev.quiver.messaging.codec.JsonReader;
import dev.quiver.messaging.codec.RejectedMessageException;
import dev.quiver.messaging.codec.Rejection;
import dev.quiver.messaging.codec.Rejections;
import dev.quiver.messaging.codec.TextBody;
import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.messaging.connection.Failures;
import dev.quiver.messaging.connection.QuiverMessagingException;
import dev.quiver.messaging.text.Sayings;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks who is here. Makes a session for each look, so that it is safe for many threads. */
public final class PresenceBrowser {

  private static final Logger LOG = LoggerFactory.getLogger(PresenceBrowser.class);
  private static final int WINDOW_BYTES = 64 * 1024;

  private final BrokerConnection connection;
  private final Rejections rejections =
      new Rejections("who looks at presence", LOG, Clock.systemUTC());

  /** Looks through that connection, which its owner closes. */
  public PresenceBrowser(BrokerConnection connection) {
    this.connection = connection;
  }

  /** What was left out, since it could not be understood or believed; counted at every look. */
  public Rejections rejections() {
    return rejections;
  }

  /**
   * Everybody of that kind who is here now. What cannot be understood is left out.
   *
   * @param facts reads what the kind says of itself
   * @throws QuiverMessagingException if the broker cannot be asked
   */
  public <F> List<PresenceEntry<F>> browse(PresenceKind kind, JsonCodec.Reading<F> facts) {
    String queue = connection.settings().addresses().presence(kind.label());
    List<PresenceEntry<F>> found = new ArrayList<>();
    try (ClientSession session = connection.autoCommitSession()) {
      ClientConsumer browser =
          session.createConsumer(SimpleString.of(queue), null, WINDOW_BYTES, -1, true);
      session.start();
      for (ClientMessage message = browser.receiveImmediate();
          message != null;
          message = browser.receiveImmediate()) {
        add(found, kind, message, facts);
      }
      return found;
    } catch (ActiveMQException e) {
      throw Failures.translate(e);
    }
  }

  private <F> void add(
      List<PresenceEntry<F>> found,
      PresenceKind kind,
      ClientMessage message,
      JsonCodec.Reading<F> facts) {
    try {
      String user = message.getValidatedUserID();
      if (user == null) {
        throw new RejectedMessageException(
            Rejection.MISSING_FIELD, Sayings.ofMessaging().say("rejected.nobody"));
      }
      PresenceEntry<F> entry =
          TextBody.read(message, JsonCodec.standard(), in -> entry(kind, user, in, facts));
      String key = String.valueOf(message.getObjectProperty(Message.HDR_LAST_VALUE_NAME));
      if (!key.equals(user + "/" + entry.id())) {
        throw new RejectedMessageException(
            Rejection.NOT_ENTITLED, "it says that it is " + entry.id() + " under the key " + key);
      }
      found.add(entry);
    } catch (RejectedMessageException e) {
      rejections.count(e, "presence." + kind.label());
    }
  }

  private static void requireKind(PresenceKind kind, JsonReader in) throws IOException {
    if (!in.string().equals(kind.label())) {
      throw in.wrongValue("is not " + kind.label());
    }
  }

  private static <F> PresenceEntry<F> entry(
      PresenceKind kind, String user, JsonReader in, JsonCodec.Reading<F> facts)
      throws IOException {
    String id = null;
    String incarnation = null;
    Instant since = null;
    @Nullable F said = null;
    while (in.next()) {
      switch (in.name()) {
        case "kind" -> requireKind(kind, in);
        case "id" -> id = in.string();
        case "incarnation" -> incarnation = in.string();
        case "since" -> since = in.instant();
        case "facts" -> said = in.object(facts);
        default -> in.skip();
      }
    }
    return new PresenceEntry<>(
        kind.label(),
        JsonReader.required("id", id),
        user,
        JsonReader.required("incarnation", incarnation),
        JsonReader.required("since", since),
        JsonReader.required("facts", said));
  }
}
