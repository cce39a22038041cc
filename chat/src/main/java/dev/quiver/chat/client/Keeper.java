package dev.quiver.chat.client;

import dev.quiver.chat.ChatEvent;
import dev.quiver.chat.Member;
import dev.quiver.chat.Place;
import dev.quiver.chat.RoomName;
import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.messaging.connection.BrokerUnreachableException;
import dev.quiver.messaging.connection.ConnectionLostException;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.messaging.connection.QuiverMessagingException;
import dev.quiver.messaging.connection.UnknownOutcomeException;
import dev.quiver.messaging.connection.Use;
import dev.quiver.messaging.connection.WaitListener;
import dev.quiver.messaging.presence.PresenceKind;
import dev.quiver.messaging.presence.PresencePublisher;
import dev.quiver.messaging.text.Sayings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a client connected: a thread that brings what is said to the broker, looks who is here, and
 * makes the connection anew when it broke, with all that hangs on it.
 */
final class Keeper implements AutoCloseable {

  private static final Duration ROUND = Duration.ofMillis(100);
  private static final Duration NAME_PATIENCE = Duration.ofSeconds(30);
  private static final long NAME_RETRY_MS = 500;

  /** A look costs the broker a message for each who is here. */
  private static final Duration LOOK_PER_MEMBER = Duration.ofMillis(40);

  private final Connections connections;
  private final ChatConfig config;
  private final Outbox outbox;
  private final Inbound inbound;
  private final Supplier<Member> member;
  private final Supplier<List<RoomName>> rooms;
  private final Clock clock;
  private final Thread thread;
  private volatile @Nullable Link link;
  private volatile @Nullable PresencePublisher presence;
  private final Set<RoomName> leftMeanwhile = ConcurrentHashMap.newKeySet();
  private volatile boolean closing;
  private volatile boolean ended;

  Keeper(
      Connections connections,
      ChatConfig config,
      Outbox outbox,
      Inbound inbound,
      Supplier<Member> member,
      Supplier<List<RoomName>> rooms,
      Clock clock) {
    this.connections = connections;
    this.config = config;
    this.outbox = outbox;
    this.inbound = inbound;
    this.member = member;
    this.rooms = rooms;
    this.clock = clock;
    this.thread = new Thread(this::run, "chat-" + member.get().user());
    this.thread.setDaemon(true);
  }

  /** Opens the first connection, and keeps on. */
  void begin(BrokerConnection connection) {
    Link first = Link.claim(connection, inbound.order);
    first.forgetOld();
    open(first);
    thread.start();
  }

  private void open(Link opened) {
    opened.listen(inbound::take, inbound.own());
    Member self = member.get();
    presence =
        PresencePublisher.start(
            opened.connection(),
            PresenceKind.CHAT,
            self.user().value(),
            self.incarnation(),
            facts -> Presences.write(member.get(), facts),
            config.presence(),
            clock);
    link = opened;
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

  /** Comes into a room for the first time in this process. */
  void enter(RoomName room) throws InterruptedException {
    Link now = link();
    Place place = new Place.Room(room);
    if (!now.isSubscribed(room)) {
      now.enter(room, list -> inbound.before(place, list, config.shown(), 0), inbound::take);
      return;
    }
    // An earlier process died here: what it missed waits in its subscription and is news.
    long missed = now.missed(room);
    List<ClientMessage> kept = now.history(room);
    int until = (int) Math.max(0, kept.size() - missed);
    int from = Math.max(0, Math.min(until, kept.size() - config.shown()));
    inbound.order.lockInterruptibly();
    try {
      inbound.history(place, kept.subList(from, until));
    } finally {
      inbound.order.unlock();
    }
    now.enter(
        room, list -> inbound.before(place, list, config.shown(), Long.MAX_VALUE), inbound::take);
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
    inbound.forget(new Place.Room(room));
  }

  /** Lets go of all subscriptions, if the broker is there. */
  void quit(List<RoomName> left) {
    Link now = link;
    if (now == null || now.isBroken()) {
      return;
    }
    try {
      PresencePublisher shown = presence;
      if (shown != null) {
        shown.close();
      }
      left.forEach(now::leave);
      now.leaveEveryone();
    } catch (QuiverMessagingException e) {
      // The broker removes what is left after disuse.
      return;
    }
  }

  void showPresence() {
    PresencePublisher shown = presence;
    if (shown != null) {
      shown.renew();
    }
  }

  boolean isEnded() {
    return ended;
  }

  private void run() {
    try {
      while (!closing) {
        // Also one that broke before its first round: that is noticed there, and another is made.
        work(Objects.requireNonNull(link, "the keeper works from its first link on"));
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

  /** Works until the connection breaks, and makes another. */
  private void work(Link now) throws InterruptedException {
    try {
      Postman postman = new Postman(outbox, now.connection());
      Presences presences = new Presences(now.connection());
      Instant nextLook = clock.instant();
      while (!closing && !now.isBroken()) {
        postman.round(ROUND);
        if (!clock.instant().isBefore(nextLook)) {
          inbound.look(presences.members());
          nextLook = clock.instant().plus(untilLook());
        }
      }
    } catch (QuiverMessagingException e) {
      if (!isLoss(e)) {
        throw e;
      }
    }
    if (!closing) {
      now.close();
      inbound.say(new ChatEvent.Disconnected());
      reopen();
      inbound.blind(config.presence());
      inbound.say(new ChatEvent.Reconnected());
    }
  }

  private Duration untilLook() {
    Duration apart = config.look().plus(LOOK_PER_MEMBER.multipliedBy(inbound.company()));
    return apart.compareTo(config.presence()) > 0 ? config.presence() : apart;
  }

  private void reopen() throws InterruptedException {
    Instant giveUp = null;
    while (!closing) {
      PresencePublisher old = presence;
      presence = null;
      if (old != null) {
        old.close();
      }
      BrokerConnection connection = connections.await(Use.FENCED, WaitListener.silent());
      try {
        Link opened = Link.claim(connection, inbound.order);
        leaveWhatWasLeft(opened);
        for (RoomName room : rooms.get()) {
          Place place = new Place.Room(room);
          opened.enter(
              room,
              list -> inbound.before(place, list, config.shown(), Long.MAX_VALUE),
              inbound::take);
        }
        open(opened);
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
    PresencePublisher shown = presence;
    if (shown != null) {
      shown.close();
    }
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
