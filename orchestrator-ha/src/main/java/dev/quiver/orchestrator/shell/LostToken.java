package dev.quiver.orchestrator.shell;

import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.messaging.connection.Failures;
import dev.quiver.messaging.presence.PresenceBrowser;
import dev.quiver.messaging.presence.PresenceEntry;
import dev.quiver.messaging.presence.PresenceKind;
import java.time.InstantSource;
import java.util.Optional;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientSession;

/**
 * The way out when the token of leadership was lost, by somebody's hand or with the broker's data:
 * no start of an orchestrator makes another, since the broker remembers that there was one.
 */
public final class LostToken {

  /** What came of making a new one. */
  public sealed interface Result {

    /** There is one now; reigns go on after that epoch, which is above all that ever were. */
    record Made(long epoch) implements Result {}

    /** There is one already: it is held, or waits for the first candidate. Nothing was done. */
    record There() implements Result {}

    /** That one says that it leads; with another token there would be two. Nothing was done. */
    record Led(String leader) implements Result {}
  }

  private LostToken() {}

  /**
   * Makes a new token if there is none.
   *
   * @param connection of an admin
   * @throws dev.quiver.messaging.connection.QuiverMessagingException if the broker refuses
   */
  public static Result replace(BrokerConnection connection, InstantSource clock) {
    SimpleString queue = SimpleString.of(connection.settings().addresses().orchestratorLeader());
    try (ClientSession session = connection.autoCommitSession()) {
      if (session.queueQuery(queue).getMessageCount() > 0) {
        return new Result.There();
      }
      Optional<String> leader = leader(connection);
      if (leader.isPresent()) {
        return new Result.Led(leader.get());
      }
      Token token = Token.afterUnknown(clock.instant());
      try (var producer = session.createProducer(queue)) {
        producer.send(token.write(session));
      }
      return new Result.Made(token.epoch());
    } catch (ActiveMQException e) {
      throw Failures.translate(e);
    }
  }

  private static Optional<String> leader(BrokerConnection connection) {
    return new PresenceBrowser(connection)
        .browse(PresenceKind.ORCHESTRATOR, Companions.Facts::read).stream()
            .filter(each -> each.facts().leads())
            .map(PresenceEntry::id)
            .findFirst();
  }
}
