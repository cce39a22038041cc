package dev.quiver.cli.up;

import dev.quiver.messaging.Addresses;
import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.tasks.TaskClass;
import java.util.HashSet;
import java.util.List;
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

  private final BrokerConnection connection;
  private final Beats beats;

  PlatformCounts(BrokerConnection connection) {
    this.connection = connection;
    this.beats = new Beats(connection);
  }

  /**
   * Looks.
   *
   * @throws ActiveMQException if the broker cannot be asked
   */
  Counts look() throws ActiveMQException {
    beats.listen();
    List<Beats.Beat> alive = beats.alive(System.nanoTime());
    List<Beats.Beat> all = beats.all();
    Set<String> queues = new HashSet<>();
    Addresses addresses = connection.settings().addresses();
    for (Beats.Beat each : all) {
      queues.add(addresses.taskWorker(each.worker()));
      queues.add(addresses.taskAssigned(each.worker()));
    }
    for (String type : beats.types()) {
      queues.add(addresses.taskPool(type));
      queues.add(addresses.taskHeld(type));
      for (TaskClass each : TaskClass.values()) {
        queues.add(addresses.taskSubmit(type, each.label()));
      }
    }
    return new Counts(
        alive.size(),
        messagesIn(queues),
        alive.stream().mapToLong(Beats.Beat::running).sum(),
        all.stream().mapToLong(Beats.Beat::done).sum(),
        all.stream().mapToLong(Beats.Beat::failed).sum());
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
}
