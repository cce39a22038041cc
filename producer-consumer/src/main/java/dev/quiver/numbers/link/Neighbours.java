package dev.quiver.numbers.link;

import dev.quiver.messaging.codec.JsonCodec;
import dev.quiver.messaging.codec.JsonReader;
import dev.quiver.messaging.codec.RejectedMessageException;
import dev.quiver.messaging.connection.Failures;
import dev.quiver.numbers.Run;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.io.IOException;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Who else shows by presence to be here, on the same queue. Looked at over one link; not for
 * several threads at once.
 */
public final class Neighbours {

  private final Session session;
  private final Queues queues;

  public Neighbours(NumbersLink link, Queues queues) throws JMSException {
    this.session = link.plainSession();
    this.queues = queues;
  }

  /** The runs of the producers that are here. */
  public Set<Run> producers() {
    Set<Run> runs = new HashSet<>();
    browse(queues.producers(), seen -> runs.add(new Run(seen.id(), seen.incarnation())));
    return runs;
  }

  /** The ids of the consumers that are here. */
  public Set<String> consumers() {
    Set<String> ids = new HashSet<>();
    browse(queues.consumers(), seen -> ids.add(seen.id()));
    return ids;
  }

  /** Somebody who is here. */
  private record Seen(String id, String incarnation, @Nullable String queue) {}

  private void browse(String presence, Consumer<Seen> each) {
    try (QueueBrowser browser = session.createBrowser(session.createQueue(presence))) {
      Enumeration<?> messages = browser.getEnumeration();
      while (messages.hasMoreElements()) {
        try {
          Seen seen = read((Message) messages.nextElement());
          if (queues.name().equals(seen.queue())) {
            each.accept(seen);
          }
        } catch (RejectedMessageException | IllegalArgumentException e) {
          // Not a sound presence: nobody is there; it expires by itself.
          continue;
        }
      }
    } catch (JMSException e) {
      throw Failures.translate(e);
    }
  }

  private static Seen read(Message message) throws JMSException {
    String body = message instanceof TextMessage text ? text.getText() : null;
    return JsonCodec.standard().read(body == null ? "" : body, Neighbours::seen);
  }

  private static Seen seen(JsonReader fields) throws IOException {
    String id = null;
    String incarnation = null;
    String queue = null;
    while (fields.next()) {
      switch (fields.name()) {
        case "id" -> id = fields.string();
        case "incarnation" -> incarnation = fields.string();
        case "facts" -> queue = fields.object(Neighbours::queueIn);
        default -> fields.skip();
      }
    }
    return new Seen(
        JsonReader.required("id", id), JsonReader.required("incarnation", incarnation), queue);
  }

  private static @Nullable String queueIn(JsonReader facts) throws IOException {
    String queue = null;
    while (facts.next()) {
      if (facts.name().equals("queue")) {
        queue = facts.string();
      } else {
        facts.skip();
      }
    }
    return queue;
  }
}
