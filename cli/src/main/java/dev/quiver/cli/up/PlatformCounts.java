package dev.quiver.cli.up;

import dev.quiver.messaging.Addresses;
import dev.quiver.messaging.codec.JsonReader;
import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.messaging.presence.PresenceBrowser;
import dev.quiver.messaging.presence.PresenceEntry;
import dev.quiver.messaging.presence.PresenceKind;
import dev.quiver.tasks.TaskClass;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientSession;

/** What a platform has to do and has done, by the broker's counters and what workers say. */
final class PlatformCounts {

  /**
   * How it stands.
   *
   * @param workers connected now
   * @param waiting tasks in the queues that workers and orchestrators take from, also those that
   *     have been delivered and have not ended
   * @param running executed now, as the workers last said
   * @param done ended with a result, as all workers since then said
   * @param failed ended without
   */
  record Counts(int workers, long waiting, long running, long done, long failed) {}

  private record Facts(List<String> types, long running, long done, long failed) {}

  private record Ended(long done, long failed) {}

  private final BrokerConnection connection;
  private final PresenceBrowser presence;

  /** By the incarnation of a worker: what it did does not go with it. */
  private final Map<String, Ended> ended = new HashMap<>();

  private final Set<String> types = new HashSet<>();

  PlatformCounts(BrokerConnection connection) {
    this.connection = connection;
    this.presence = new PresenceBrowser(connection);
  }

  /**
   * Looks.
   *
   * @throws ActiveMQException if the broker cannot be asked
   */
  Counts look() throws ActiveMQException {
    List<PresenceEntry<Facts>> workers =
        presence.browse(PresenceKind.WORKER, PlatformCounts::facts);
    long running = 0;
    Set<String> queues = new HashSet<>();
    Addresses addresses = connection.settings().addresses();
    for (PresenceEntry<Facts> each : workers) {
      types.addAll(each.facts().types());
      running += each.facts().running();
      ended.put(each.incarnation(), new Ended(each.facts().done(), each.facts().failed()));
      queues.add(addresses.taskWorker(each.id()));
      queues.add(addresses.taskAssigned(each.id()));
    }
    for (String type : types) {
      queues.add(addresses.taskPool(type));
      for (TaskClass each : TaskClass.values()) {
        queues.add(addresses.taskSubmit(type, each.label()));
      }
    }
    return new Counts(
        workers.size(),
        messagesIn(queues),
        running,
        ended.values().stream().mapToLong(Ended::done).sum(),
        ended.values().stream().mapToLong(Ended::failed).sum());
  }

  private long messagesIn(Set<String> queues) throws ActiveMQException {
    long sum = 0;
    try (ClientSession session = connection.autoCommitSession()) {
      for (String each : queues) {
        ClientSession.QueueQuery queue = session.queueQuery(SimpleString.of(each));
        sum += queue.isExists() ? queue.getMessageCount() : 0;
      }
    }
    return sum;
  }

  private static Facts facts(JsonReader in) throws IOException {
    List<String> types = new ArrayList<>();
    long running = 0;
    long done = 0;
    long failed = 0;
    while (in.next()) {
      switch (in.name()) {
        case "types" -> types.addAll(in.strings());
        case "running" -> running = in.longInteger();
        case "done" -> done = in.longInteger();
        case "failed" -> failed = in.longInteger();
        default -> in.skip();
      }
    }
    return new Facts(types, running, done, failed);
  }
}
