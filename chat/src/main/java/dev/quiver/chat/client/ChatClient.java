package dev.quiver.chat.client;

import dev.quiver.chat.ChatEvent;
import dev.quiver.chat.ChatMessage;
import dev.quiver.chat.Connected;
import dev.quiver.chat.Heard;
import dev.quiver.chat.Member;
import dev.quiver.chat.Place;
import dev.quiver.chat.RoomName;
import dev.quiver.chat.UserName;
import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.messaging.connection.ConnectionLostException;
import dev.quiver.messaging.connection.ConnectionSettings;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.messaging.connection.QuiverMessagingException;
import dev.quiver.messaging.connection.Router;
import dev.quiver.messaging.connection.Use;
import dev.quiver.messaging.connection.UserStamps;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Somebody in the chat. Says things and hears them; comes back by itself when the broker was away,
 * in the same rooms and without having missed anything said there. Safe for many threads.
 *
 * <pre>{@code
 * try (ChatClient ana = ChatClient.connect(settings, config, event -> ..., Clock.systemUTC())) {
 *   ana.join(RoomName.LOBBY);
 *   ana.say(new Place.Room(RoomName.LOBBY), "hello", false, failure -> ...);
 * }
 * }</pre>
 */
public final class ChatClient implements AutoCloseable {

  private static final Duration CLOSING = Duration.ofSeconds(3);

  private final UserName self;
  private final Connections connections;
  private final boolean spread;
  private final Inbound inbound;
  private final Files files;
  private final Presence presence;

  private final Homes homes;

  /** On the designated broker. */
  private final Homes.Home own;

  private final Set<RoomName> rooms = new TreeSet<>();
  private final String stream = UUID.randomUUID().toString().replace("-", "").substring(0, 12);
  private final Instant since;
  private @Nullable RoomName current;
  private @Nullable String away;
  private boolean closed;

  private ChatClient(
      Router router,
      Connections connections,
      ChatConfig config,
      ChatListener listener,
      Clock clock) {
    this.self = new UserName(router.designated().requiredUser());
    this.connections = connections;
    this.spread = router.isSpread();
    this.since = clock.instant();
    this.files = new Files(connections, this::tellOf, config, listener, self);
    this.inbound = new Inbound(self, files, this::isIn, listener, config.grace(), spread, clock);
    this.presence = new Presence(config, inbound, this::member, clock);
    this.homes =
        new Homes(router, connections, config, inbound, presence, stream, this::rooms, clock);
    this.own = homes.own();
  }

  /**
   * Connects under the user's name to a broker that has all rooms.
   *
   * @throws NameInUseException if somebody is there under that name
   * @throws QuiverMessagingException if the broker cannot be reached, or does not let the user in
   */
  public static ChatClient connect(
      ConnectionSettings settings, ChatConfig config, ChatListener listener, Clock clock) {
    return connect(Router.to(settings), config, listener, clock);
  }

  /**
   * Connects under the user's name to the designated broker; rooms are on the cluster if the router
   * knows one.
   *
   * @throws NameInUseException if somebody is there under that name
   * @throws QuiverMessagingException if the broker cannot be reached, or does not let the user in
   */
  public static ChatClient connect(
      Router router, ChatConfig config, ChatListener listener, Clock clock) {
    Connections connections = Connections.to(router.designated());
    try {
      BrokerConnection connection = connections.connect(Use.FENCED);
      ChatClient client = new ChatClient(router, connections, config, listener, clock);
      UserStamps.require(connection);
      client.own.keeper().begin(connection);
      return client;
    } catch (RuntimeException e) {
      connections.close();
      throw e;
    }
  }

  public UserName self() {
    return self;
  }

  /** What it knows of who is here, without asking. */
  public List<UserName> others() {
    return inbound.others();
  }

  /** Whether somebody is connected to the chat, as far as is known without asking. */
  public boolean isHere(UserName user) {
    return inbound.isHere(user);
  }

  /** Why somebody is away from the keyboard; null if it is not, as far as is known. */
  public @Nullable String whyAway(UserName user) {
    return inbound.whyAway(user);
  }

  /** The rooms it is in. */
  public synchronized List<RoomName> rooms() {
    return List.copyOf(rooms);
  }

  /** The room it speaks in; null if it is in none. */
  public synchronized @Nullable RoomName current() {
    return current;
  }

  private synchronized boolean isIn(RoomName room) {
    return rooms.contains(room);
  }

  private synchronized Member member() {
    return new Member(self, stream, since, List.copyOf(rooms), current, away, spread);
  }

  /**
   * Comes into a room, or makes one that it is in the current one. The last messages are heard as
   * history before this returns, and those that were missed since a crash after them.
   *
   * @return whether it was not in the room before
   */
  public boolean join(RoomName room) throws InterruptedException {
    synchronized (this) {
      boolean fresh = rooms.add(room);
      current = room;
      if (!fresh) {
        presence.show();
        return false;
      }
    }
    try {
      homes.of(room).keeper().enter(room);
    } catch (ConnectionLostException e) {
      // It is entered when the broker is back, and the others are told then.
    } catch (RuntimeException e) {
      forget(room);
      throw e;
    }
    tellAll(new ChatMessage.Entered(room));
    presence.show();
    return true;
  }

  /**
   * Leaves a room.
   *
   * @return whether it was in it
   */
  public boolean leave(RoomName room) throws InterruptedException {
    if (!forget(room)) {
      return false;
    }
    tellAll(new ChatMessage.Departed(room));
    homes.of(room).keeper().leave(room);
    presence.show();
    return true;
  }

  private synchronized boolean forget(RoomName room) {
    boolean was = rooms.remove(room);
    if (room.equals(current)) {
      current = rooms.isEmpty() ? null : rooms.iterator().next();
    }
    return was;
  }

  /**
   * Says something. Returns when it is in the outbox; a broker takes all that one client says in
   * order.
   *
   * @param settled told null when the broker has it on disk, else why it does not take it
   */
  public void say(
      Place place,
      String text,
      boolean action,
      Consumer<@Nullable QuiverMessagingException> settled)
      throws InterruptedException {
    Homes.Home home = place instanceof Place.Room room ? homes.of(room.room()) : own;
    home.speaker().say(place, new ChatMessage.Said(text, action), settled);
  }

  private void tellAll(ChatMessage notice) throws InterruptedException {
    own.speaker()
        .tellAll(
            notice,
            failure -> {
              if (failure != null) {
                inbound.say(new ChatEvent.Untold(failure));
              }
            });
  }

  private void tellOf(UserName other, ChatMessage message) throws InterruptedException {
    own.speaker()
        .say(new Place.Person(other), message, failure -> files.notTold(other, message, failure));
  }

  /** The last so many messages of a room, oldest first, as far as the broker keeps them. */
  public List<Heard> history(RoomName room, int count) throws InterruptedException {
    List<Heard> all =
        inbound.words(new Place.Room(room), homes.of(room).keeper().link().history(room));
    return all.subList(Math.max(0, all.size() - count), all.size());
  }

  /** Who is in the chat. */
  public List<Member> members() {
    return new Presences(own.keeper().link().connection()).members();
  }

  /** Who is connected: people in the chat, task clients, workers. */
  public List<Connected> connected() {
    return new Presences(own.keeper().link().connection()).connected();
  }

  /**
   * Says why it is away from the keyboard, or that it is back.
   *
   * @param why null if back
   */
  public void away(@Nullable String why) throws InterruptedException {
    synchronized (this) {
      away = why;
    }
    tellAll(new ChatMessage.Away(why));
    presence.show();
  }

  /** Whether it said that it is away. */
  public synchronized boolean isAway() {
    return away != null;
  }

  /**
   * Offers a file to somebody; its digest is worked out in the background.
   *
   * @return the id of the transfer
   * @throws java.io.IOException if it is no file that can be read
   */
  public String offer(UserName to, Path file) throws java.io.IOException {
    return files.offer(to, file);
  }

  /** The files offered to it that were not answered yet, oldest first. */
  public List<ChatMessage.Offered> offers() {
    return files.offers();
  }

  /** Takes a file that was offered; false if there is no such offer. */
  public boolean accept(String file) {
    return files.accept(file);
  }

  /** Refuses a file that was offered; false if there is no such offer. */
  public boolean refuse(String file) {
    return files.refuse(file);
  }

  /** Waits until the broker has all that was said; false if it had not after that time. */
  public boolean flush(Duration patience) throws InterruptedException {
    return homes.awaitEmpty(patience);
  }

  /** Waits until no file is under way; false if one was after that time. */
  public boolean awaitFiles(Duration patience) throws InterruptedException {
    return files.awaitIdle(patience);
  }

  /** Whether it ended by itself, as when its account was removed. */
  public boolean isEnded() {
    return homes.isEnded();
  }

  /**
   * Leaves all rooms and says so, lets the broker have what was said, takes presence back and
   * disconnects. Idempotent.
   */
  @Override
  public void close() {
    List<RoomName> left;
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      left = List.copyOf(rooms);
      rooms.clear();
      current = null;
    }
    files.close();
    try {
      for (RoomName room : left) {
        // Who is leaving has nobody left to say that it could not be told.
        own.speaker().tellAll(new ChatMessage.Departed(room), failure -> {});
      }
      homes.awaitEmpty(CLOSING);
      homes.quit(left);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      homes.close();
      connections.close();
    }
  }
}
