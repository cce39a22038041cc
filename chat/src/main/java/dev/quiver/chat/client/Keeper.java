package dev.quiver.chat.client;

import dev.quiver.chat.ChatEvent;
import dev.quiver.chat.Place;
import dev.quiver.chat.RoomName;
import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.messaging.connection.BrokerUnreachableException;
import dev.quiver.messaging.connection.ConnectionLostException;
import dev.quiver.messaging.connection.QuiverMessagingException;
import dev.quiver.messaging.connection.UnknownOutcomeException;
import dev.quiver.messaging.text.Sayings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a client connected to one broker: a thread that brings what is said to it, and makes the
 * connection anew when it broke, with the rooms and all else that hangs on it.
 */
final class Keeper implements AutoCloseable {

  private static final Duration ROUND = Duration.ofMillis(100);
  private static final Duration NAME_PATIENCE = Duration.ofSeconds(30);
  private static final long NAME_RETRY_MS = 500;

  private final Way way;
  private final Part part;
  private final int shown;
  private final Outbox outbox;
  private final Inbound inbound;
  private final Supplier<List<RoomName>> rooms;
  private final Clock clock;
  private final Thread thread;

  /** Held while rooms are entered, so that none is entered twice on one connection. */
  private final ReentrantLock entering = new ReentrantLock();

  /** In which it was before the connection broke. */
  private final Set<RoomName> entered = ConcurrentHashMap.newKeySet();

  private volatile @Nullable Link link;
  private final Set<RoomName> leftMeanwhile = ConcurrentHashMap.newKeySet();
  private volatile boolean begun;
  private volatile boolean closing;
  private volatile boolean ended;

  /**
   * One that is not connected yet.
   *
   * @param name of its thread
   * @param shown how many messages are shown on entering a room
   * @param rooms in which the client is, of those on this broker
   */
  Keeper(
      String name,
      Way way,
      Part part,
      int shown,
      Outbox outbox,
      Inbound inbound,
      Supplier<List<RoomName>> rooms,
      Clock clock) {
    this.way = way;
    this.part = part;
    this.shown = shown;
    this.outbox = outbox;
    this.inbound = inbound;
    this.rooms = rooms;
    this.clock = clock;
    this.thread = new Thread(this::run, name);
    this.thread.setDaemon(true);
  }

  /** Begins with a connection that was made, and keeps on. */
  void begin(BrokerConnection connection) {
    Link first = Link.claim(connection, inbound.order);
    first.forgetOld();
    part.opened(first);
    link = first;
    begun = true;
    thread.start();
  }

  /**
   * Connects if it never did, and keeps on; a broker that is away is waited for in the background.
   *
   * @throws QuiverMessagingException if waiting would not mend it
   */
  void begin() {
    if (begun) {
      return;
    }
    entering.lock();
    try {
      if (begun || closing) {
        return;
      }
      link = firstIfThere();
      begun = true;
      thread.start();
    } finally {
      entering.unlock();
    }
  }

  private @Nullable Link firstIfThere() {
    try {
      BrokerConnection connection = way.connect();
      try {
        Link first = Link.claim(connection, inbound.order);
        part.opened(first);
        return first;
      } catch (RuntimeException e) {
        connection.close();
        throw e;
      }
    } catch (NameInUseException e) {
      // The designated broker gave the name away: an earlier process of this user has just died.
      return null;
    } catch (QuiverMessagingException e) {
      if (isLoss(e)) {
        return null;
      }
      throw e;
    }
  }

  /**
   * What there is on the broker now.
   *
   * @throws ConnectionLostException if the broker is away
   */
  Link link() {
    Link now = link;
    if (now == null || now.isBroken()) {
      throw new ConnectionLostException(Sayings.ofMessaging().say("failure.lost.away"), null);
    }
    return now;
  }

  /**
   * Comes into a room for the first time in this process.
   *
   * @throws ConnectionLostException if the broker is away; it is entered when that is back
   */
  void enter(RoomName room) throws InterruptedException {
    entering.lockInterruptibly();
    try {
      Link now = lacking(room);
      if (!now.isIn(room)) {
        enterFirst(now, room);
      }
    } finally {
      entering.unlock();
    }
  }

  private Link lacking(RoomName room) {
    try {
      return link();
    } catch (ConnectionLostException e) {
      part.lacks(room);
      throw e;
    }
  }

  private void enterFirst(Link now, RoomName room) throws InterruptedException {
    Place place = new Place.Room(room);
    if (!now.isSubscribed(room)) {
      now.enter(room, list -> inbound.before(place, list, shown, 0), inbound::take);
      entered.add(room);
      return;
    }
    // An earlier process died here: what it missed waits in its subscription and is news.
    long missed = now.missed(room);
    List<ClientMessage> kept = now.history(room);
    int until = (int) Math.max(0, kept.size() - missed);
    int from = Math.max(0, Math.min(until, kept.size() - shown));
    inbound.order.lockInterruptibly();
    try {
      inbound.history(place, kept.subList(from, until));
    } finally {
      inbound.order.unlock();
    }
    enterAgain(now, room);
    entered.add(room);
  }

  /** All that waits in the subscription is news. */
  private void enterAgain(Link now, RoomName room) throws InterruptedException {
    Place place = new Place.Room(room);
    now.enter(room, list -> inbound.before(place, list, shown, Long.MAX_VALUE), inbound::take);
  }

  /** Lets go of a room; when the broker is back if it is away. */
  void leave(RoomName room) {
    try {
      link().leave(room);
    } catch (QuiverMessagingException e) {
      if (!isLoss(e)) {
        throw e;
      }
      leftMeanwhile.add(room);
    }
    entered.remove(room);
    inbound.forget(new Place.Room(room));
  }

  /** Lets go of all subscriptions, if the broker is there. */
  void quit(List<RoomName> left) {
    Link now = link;
    if (now == null || now.isBroken()) {
      return;
    }
    try {
      part.withdraw();
      left.forEach(now::leave);
      part.quits(now);
    } catch (QuiverMessagingException e) {
      // The broker removes what is left after disuse.
      return;
    }
  }

  boolean isEnded() {
    return ended;
  }

  private void run() {
    try {
      while (!closing) {
        // Also one that broke before its first round: that is noticed there, and another is made.
        Link now = link;
        if (now != null) {
          work(now);
        }
        if (!closing) {
          reopen();
          part.back();
        }
      }
    } catch (InterruptedException e) {
      return;
    } catch (RuntimeException e) {
      if (!closing) {
        ended = true;
        inbound.say(new ChatEvent.Ended(e));
      }
    }
  }

  /** Works until the connection breaks. */
  private void work(Link now) throws InterruptedException {
    try {
      Postman postman = new Postman(outbox, now.connection());
      while (!closing && !now.isBroken()) {
        postman.round(ROUND);
        part.round();
      }
    } catch (QuiverMessagingException e) {
      if (!isLoss(e)) {
        throw e;
      }
    }
    if (!closing) {
      now.close();
      part.away();
    }
  }

  private void reopen() throws InterruptedException {
    Instant giveUp = null;
    while (!closing) {
      part.withdraw();
      BrokerConnection connection = way.await();
      try {
        open(Link.claim(connection, inbound.order));
        return;
      } catch (NameInUseException e) {
        // Our own connection may still seem alive to the broker.
        connection.close();
        giveUp = giveUp == null ? clock.instant().plus(NAME_PATIENCE) : giveUp;
        if (clock.instant().isAfter(giveUp)) {
          throw e;
        }
        Thread.sleep(NAME_RETRY_MS);
      } catch (QuiverMessagingException e) {
        connection.close();
        if (!isLoss(e)) {
          throw e;
        }
      }
    }
  }

  private void open(Link opened) throws InterruptedException {
    entering.lockInterruptibly();
    try {
      leaveWhatWasLeft(opened);
      for (RoomName room : rooms.get()) {
        if (entered.contains(room)) {
          enterAgain(opened, room);
        } else {
          enterFirst(opened, room);
        }
      }
      part.opened(opened);
      link = opened;
    } finally {
      entering.unlock();
    }
  }

  private void leaveWhatWasLeft(Link opened) {
    for (RoomName room : List.copyOf(leftMeanwhile)) {
      if (!rooms.get().contains(room)) {
        opened.leave(room);
      }
      leftMeanwhile.remove(room);
    }
  }

  private static boolean isLoss(QuiverMessagingException e) {
    return e instanceof ConnectionLostException
        || e instanceof UnknownOutcomeException
        || e instanceof BrokerUnreachableException;
  }

  /** Stops the thread and disconnects. */
  @Override
  public void close() {
    closing = true;
    part.withdraw();
    Link now = link;
    if (now != null) {
      now.close();
    }
    if (Thread.currentThread() == thread) {
      return;
    }
    thread.interrupt();
    try {
      thread.join(5_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
