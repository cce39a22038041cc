package dev.quiver.multicast.jms;

import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.messaging.connection.ConnectionLostException;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.messaging.connection.QuiverMessagingException;
import dev.quiver.messaging.connection.Use;
import dev.quiver.messaging.protocol.ProtocolDriver;
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
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One peer in one round: joins its group, sends its messages with a random wait before each, then
 * its stop marker, writes each delivery to its log as it happens, and ends when everybody's stop
 * markers are delivered.
 */
public final class PeerRound implements AutoCloseable {

  private static final int MAILBOX = 20_000;

  /** How many own messages may be under way: whoever sends faster than it delivers waits. */
  private static final int UNDER_WAY = 200;

  /**
   * How it ended.
   *
   * @param log the file of the log
   * @param delivered how many messages are in it
   */
  public record Result(End end, Path log, int delivered, Traffic traffic) {}

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
  private final Thread sender;
  private final CountDownLatch opened = new CountDownLatch(1);
  private final Semaphore underWay = new Semaphore(UNDER_WAY);
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
    boolean member = round.members().contains(self);
    if (member) {
      link.sendFirst(new PeerMessage.LastNumber(0, round.view()));
    }
    this.driver =
        ProtocolDriver.start(
            new Peer(
                member
                    ? PeerConfig.member(self, round.order(), round.view())
                    : PeerConfig.joiner(self, round.order())),
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
    this.seat = Seat.take(connection, round.group(), self, link, listener::coordinates);
    this.watch =
        new Watch(
            connection,
            round,
            self,
            id,
            gone -> driver.receive(Destinations.peer(self), new PeerMessage.Suspect(gone)));
    this.sender = new Thread(this::sendAll, "sender-" + round.group() + "-" + self);
    sender.setDaemon(true);
    sender.start();
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
      throw new IllegalArgumentException(
          "nobody can join a group whose order is "
              + round.order().label()
              + ": nothing says what of the past is missing; choose another order");
    }
    return new PeerRound(connections, round, self, id, folder, listener, clock);
  }

  /**
   * Waits for its end.
   *
   * @throws QuiverMessagingException if the connection broke
   * @throws NobodyToJoinException if it wanted to join, and nobody let it in
   */
  public Result await() throws InterruptedException {
    try {
      End how = end.get();
      log.end(how);
      return new Result(how, log.path(), delivered, link.traffic());
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    }
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
      opened.countDown();
    } else if (message instanceof PeerMessage.Installed installed) {
      watchNullable(installed);
    } else if (message instanceof PeerMessage.Restored restored) {
      for (MessageId id : restored.log()) {
        write(new LogEntry(LogEntry.Kind.STATE, id, 0, 0));
      }
    } else if (message instanceof PeerMessage.Finished) {
      end.complete(End.COMPLETE);
    } else if (message instanceof PeerMessage.Excluded) {
      end.complete(End.EXCLUDED);
    }
    listener.told(message);
  }

  private void watchNullable(PeerMessage.Installed installed) {
    @Nullable Watch current = watch; // The first view can come before the constructor has ended.
    if (current != null) {
      current.watch(installed.view().members());
    }
  }

  private void onDelivered(Data data, Instant received) {
    if (data.sender() == self) {
      underWay.release();
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

  // On the sender's thread.

  private void sendAll() {
    SplittableRandom random = new SplittableRandom(round.seed() + self);
    try {
      if (round.members().contains(self)) {
        opened.await();
      } else if (!opened.await(joinPatience().toMillis(), TimeUnit.MILLISECONDS)) {
        end.completeExceptionally(new NobodyToJoinException(round.group(), joinPatience()));
        return;
      }
      for (int message = 1; message <= round.messages(); message++) {
        pause(random);
        underWay.acquire();
        say(false, body(message));
      }
      say(true, "");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A view without somebody who has just died can come first. */
  private Duration joinPatience() {
    return round.startWait().plus(Watch.PRESENCE);
  }

  private void pause(SplittableRandom random) throws InterruptedException {
    long shortest = round.minDelay().toMillis();
    long longest = round.maxDelay().toMillis();
    long wait = shortest + (longest > shortest ? random.nextLong(longest - shortest + 1) : 0);
    if (wait > 0) {
      Thread.sleep(wait);
    }
  }

  private void say(boolean stop, String body) {
    driver.receive(Destinations.peer(self), new PeerMessage.Say(stop, body));
  }

  private String body(int message) {
    String words = self + "." + message;
    return words.length() >= round.size()
        ? words.substring(0, round.size())
        : words + " ".repeat(round.size() - words.length());
  }

  /** Ends the peer: its candidacy, its watch, its core, then its queues and its connection. */
  @Override
  public void close() {
    sender.interrupt();
    seat.close();
    watch.close();
    driver.close();
    log.close();
    link.close();
    connection.close();
  }
}
