package dev.quiver.multicast.jms;

import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.messaging.connection.ConnectionLostException;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.messaging.connection.QuiverMessagingException;
import dev.quiver.messaging.connection.RolledBackException;
import dev.quiver.messaging.connection.UnknownOutcomeException;
import dev.quiver.messaging.connection.Use;
import dev.quiver.messaging.protocol.ProtocolDriver;
import dev.quiver.messaging.text.UnusableValueException;
import dev.quiver.multicast.Data;
import dev.quiver.multicast.MessageId;
import dev.quiver.multicast.PeerMessage;
import dev.quiver.multicast.core.Destinations;
import dev.quiver.multicast.core.Peer;
import dev.quiver.multicast.core.PeerConfig;
import dev.quiver.multicast.log.LogEntry;
import dev.quiver.multicast.log.LogFile;
import dev.quiver.multicast.log.PeerLog.End;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * One peer in one round: joins its group, sends its messages with a random wait before each, then
 * its stop marker, writes each delivery to its log as it happens, and ends when everybody's stop
 * markers are delivered.
 */
public final class PeerRound implements AutoCloseable {

  private static final int MAILBOX = 20_000;

  /**
   * How it ended.
   *
   * @param log the file of the log
   * @param delivered how many messages are in it
   * @param ids of the processes that took part, by their numbers, as far as this peer has met them
   */
  public record Result(
      End end, Path log, int delivered, Traffic traffic, Map<Integer, String> ids) {
    public Result {
      ids = Map.copyOf(ids);
    }
  }

  private final RoundConfig round;
  private final int self;
  private final LogFile log;
  private final RoundListener listener;
  private final Clock clock;
  private final BrokerConnection connection;
  private final GroupLink link;
  private final Watch watch;
  private final Seat seat;
  private final ProtocolDriver<PeerMessage> driver;
  private final Speaker speaker;
  private final Map<Integer, String> met = new ConcurrentHashMap<>();
  private final CompletableFuture<End> end = new CompletableFuture<>();
  private int delivered;

  private PeerRound(
      Connections connections,
      RoundConfig round,
      int self,
      String id,
      Path folder,
      RoundListener listener,
      Clock clock) {
    this.round = round;
    this.self = self;
    this.listener = listener;
    this.clock = clock;
    this.connection = connections.connect(Use.FENCED);
    connection.onChange(new Ending());
    // Before the log: whoever has this number already is writing it.
    this.link = new GroupLink(connection, round, self, this::flushLog);
    this.log =
        LogFile.create(
            folder.resolve(round.group() + "-peer-" + self + ".log"),
            round.group(),
            self,
            id,
            round.order().label());
    if (round.members().contains(self)) {
      log.add(round.view());
    }
    // Before the core, which speaks to the coordinator at once.
    this.seat =
        Seat.take(connection, round, self, link, listener::coordinates, end::completeExceptionally);
    this.watch =
        new Watch(connection, round, self, id, gone -> toCore(new PeerMessage.Suspect(gone)));
    this.speaker = new Speaker(round, self, this::toCore, end::completeExceptionally);
    this.driver =
        ProtocolDriver.start(
            new Peer(
                round.members().contains(self)
                    ? PeerConfig.member(self, id, round.order(), round.view())
                    : PeerConfig.joiner(self, id, round.order())),
            new ProtocolDriver.Setup<>(
                "peer-" + round.group() + "-" + self,
                clock,
                link,
                this::onTold,
                (event, fault) -> end.completeExceptionally(fault),
                MAILBOX));
    link.receive(
        connection,
        arrived -> driver.receive(Destinations.peer(arrived.from()), arrived.message()));
    watch.start();
    speaker.start();
  }

  private void toCore(PeerMessage message) {
    driver.receive(Destinations.peer(self), message);
  }

  /**
   * Starts a peer's round.
   *
   * @param self the peer's number; if it is none of the members it joins them
   * @param id the id that it gave itself
   * @param folder where its log goes
   * @throws QuiverMessagingException if the broker cannot be reached or refuses
   * @throws java.io.UncheckedIOException if the log cannot be written
   */
  public static PeerRound start(
      Connections connections,
      RoundConfig round,
      int self,
      String id,
      Path folder,
      RoundListener listener,
      Clock clock) {
    if (!round.members().contains(self) && !round.order().takesJoiners()) {
      throw UnusableValueException.of("value.round.noJoiners", round.order().label());
    }
    return new PeerRound(connections, round, self, id, folder, listener, clock);
  }

  /**
   * Waits for its end. Whose connection breaks ends as {@link End#CRASHED}, for the others and by
   * its log: it has missed frames, and is no member any more.
   *
   * @throws QuiverMessagingException if the broker refuses something
   * @throws NobodyToJoinException if it wanted to join, and nobody let it in
   * @throws UnusableValueException if another peer was started for another round
   */
  public Result await() throws InterruptedException {
    End how;
    try {
      how = end.get();
      log.end(how);
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof RuntimeException failure)) {
        throw new IllegalStateException(e.getCause());
      }
      if (!isCutOff(failure)) {
        throw failure;
      }
      how = End.CRASHED;
    }
    return new Result(how, log.path(), delivered, link.traffic(), met);
  }

  /** Whoever comes to know it first: the library, or whoever wanted to send something. */
  private boolean isCutOff(RuntimeException failure) {
    return connection.isClosed()
        || failure instanceof ConnectionLostException
        || failure instanceof UnknownOutcomeException
        || failure instanceof RolledBackException;
  }

  private final class Ending implements BrokerConnection.ChangeListener {
    @Override
    public void broken() {
      end.completeExceptionally(new ConnectionLostException("it broke during the round", null));
    }

    @Override
    public void restored() {
      // It does not come back by itself.
    }

    @Override
    public void lost() {
      broken();
    }
  }

  // On the core's thread.

  private void onTold(PeerMessage message) {
    if (message instanceof PeerMessage.Delivered it) {
      onDelivered(it.data(), it.received());
    } else if (message instanceof PeerMessage.Sent sent) {
      if (!sent.stop()) {
        long now = micros(clock.instant());
        write(new LogEntry(LogEntry.Kind.BROADCAST, sent.id(), now, now));
      }
    } else if (message instanceof PeerMessage.Opened) {
      speaker.opened();
    } else if (message instanceof PeerMessage.Met it) {
      met.put(it.peer(), it.id());
      watch.met(it.peer(), it.id());
    } else if (message instanceof PeerMessage.Changing changing) {
      watch.watch(changing.next().members());
    } else if (message instanceof PeerMessage.Installed installed) {
      watch.watch(installed.view().members());
      log.add(installed.view());
    } else if (message instanceof PeerMessage.Restored restored) {
      for (MessageId id : restored.log()) {
        write(new LogEntry(LogEntry.Kind.STATE, id, 0, 0));
      }
    } else if (message instanceof PeerMessage.Finished) {
      end.complete(End.COMPLETE);
    } else if (message instanceof PeerMessage.Excluded) {
      end.complete(End.EXCLUDED);
    } else if (message instanceof PeerMessage.Differs other) {
      end.completeExceptionally(
          UnusableValueException.of(
              "value.round.differs",
              other.peer(),
              other.order().label(),
              other.members(),
              round.order().label(),
              round.members()));
    }
    listener.told(message);
  }

  private void onDelivered(Data data, Instant received) {
    if (data.sender() == self) {
      speaker.delivered();
    }
    if (!data.stop()) {
      delivered++;
      write(
          new LogEntry(
              LogEntry.Kind.DELIVERY, data.id(), micros(received), micros(clock.instant())));
    }
  }

  private void write(LogEntry entry) {
    log.add(entry);
  }

  /** What is in the log must be there also if the process is killed once others can know of it. */
  private void flushLog() {
    @Nullable LogFile current = log; // The link comes before the log.
    if (current != null) {
      current.flush();
    }
  }

  private static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }

  /** Ends the peer: its candidacy, its watch, its core, then its queues and its connection. */
  @Override
  public void close() {
    speaker.close();
    seat.close();
    watch.close();
    driver.close();
    log.close();
    link.close();
    connection.close();
  }
}
