package dev.quiver.chat.client;

import dev.quiver.chat.ChatEvent;
import dev.quiver.chat.RoomName;
import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.messaging.connection.ClusterBrokers;
import dev.quiver.messaging.connection.ConnectionSettings;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.messaging.connection.QuiverMessagingException;
import dev.quiver.messaging.connection.Router;
import dev.quiver.messaging.connection.Use;
import dev.quiver.messaging.connection.UserStamps;
import dev.quiver.messaging.connection.WaitListener;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where rooms are: on the designated broker, or, if there is a cluster, each on one broker of that,
 * which follows from the room's name. To a broker of the cluster a connection is made when the
 * client first comes into a room that is there; it stays until the client leaves the chat.
 */
final class Homes implements AutoCloseable {

  /** What a broker is asked for that has a room. */
  private static final String THING = "chat.room.";

  /** A broker that has rooms: what is said there, and who keeps the client connected to it. */
  record Home(Outbox outbox, Speaker speaker, Keeper keeper) {}

  private final Home own;
  private final @Nullable ClusterBrokers cluster;
  private final ConnectionSettings settings;
  private final ChatConfig config;
  private final Inbound inbound;
  private final String stream;
  private final Supplier<List<RoomName>> rooms;
  private final Clock clock;
  private final Map<String, Home> homes = new ConcurrentHashMap<>();

  /**
   * Those of one client; nothing is connected yet.
   *
   * @param connections to the designated broker, closed by the caller
   * @param presence what hangs on that one beside rooms
   * @param stream tells this process of its user from others
   * @param rooms those that the client is in, wherever they are
   */
  Homes(
      Router router,
      Connections connections,
      ChatConfig config,
      Inbound inbound,
      Presence presence,
      String stream,
      Supplier<List<RoomName>> rooms,
      Clock clock) {
    this.settings = router.designated();
    this.config = config;
    this.inbound = inbound;
    this.stream = stream;
    this.rooms = rooms;
    this.clock = clock;
    this.cluster = router.isSpread() ? ClusterBrokers.of(router) : null;
    Supplier<List<RoomName>> there = router.isSpread() ? () -> List.of() : rooms;
    this.own = home("", new Designated(connections), presence, there);
  }

  private Home home(String broker, Way way, Part part, Supplier<List<RoomName>> there) {
    Outbox outbox = new Outbox(Speaker.CAPACITY);
    String thread = ("chat-" + settings.requiredUser() + " " + broker).strip();
    int shown = config.shown();
    return new Home(
        outbox,
        new Speaker(outbox, settings.addresses(), stream, clock),
        new Keeper(thread, way, part, shown, outbox, inbound, there, clock));
  }

  /** On the designated broker. */
  Home own() {
    return own;
  }

  /**
   * The home of a room, connected if its broker is there.
   *
   * @throws QuiverMessagingException if it cannot be said which one that is, or it does not let the
   *     user in
   */
  Home of(RoomName room) {
    ClusterBrokers all = cluster;
    if (all == null) {
      return own;
    }
    Home home = homes.computeIfAbsent(all.homeOf(THING + room), broker -> make(all, broker));
    home.keeper().begin();
    return home;
  }

  private Home make(ClusterBrokers all, String broker) {
    Supplier<List<RoomName>> there = () -> of(all, broker, rooms.get());
    return home(broker, new Member(all, broker), new Rooms(inbound, there), there);
  }

  /** Those of the rooms that are on that broker; it is known by now which brokers there are. */
  private static List<RoomName> of(ClusterBrokers all, String broker, List<RoomName> rooms) {
    return rooms.stream().filter(room -> all.homeOf(THING + room).equals(broker)).toList();
  }

  /** Waits until the brokers have all that was said; false if one had not after that time. */
  boolean awaitEmpty(Duration patience) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    for (Home home : all()) {
      long left = Math.max(0, end - System.nanoTime());
      if (!home.outbox().awaitEmpty(Duration.ofNanos(left))) {
        return false;
      }
    }
    return true;
  }

  /** Lets go of those rooms, and of all else that is on the brokers. */
  void quit(List<RoomName> left) {
    ClusterBrokers all = cluster;
    if (all != null) {
      homes.forEach((broker, home) -> home.keeper().quit(of(all, broker, left)));
    }
    own.keeper().quit(all == null ? left : List.of());
  }

  boolean isEnded() {
    return all().stream().anyMatch(home -> home.keeper().isEnded());
  }

  private List<Home> all() {
    List<Home> all = new ArrayList<>(homes.values());
    all.add(own);
    return all;
  }

  @Override
  public void close() {
    all().forEach(home -> home.keeper().close());
    if (cluster != null) {
      cluster.close();
    }
  }

  private record Designated(Connections connections) implements Way {

    @Override
    public BrokerConnection connect() {
      return connections.connect(Use.FENCED);
    }

    @Override
    public BrokerConnection await() throws InterruptedException {
      return connections.await(Use.FENCED, WaitListener.silent());
    }
  }

  /** The way to one broker of a cluster. */
  private static final class Member implements Way {

    private final ClusterBrokers all;
    private final String broker;
    private volatile boolean stamps;

    Member(ClusterBrokers all, String broker) {
      this.all = all;
      this.broker = broker;
    }

    @Override
    public BrokerConnection connect() {
      return stamped(all.connect(broker, Use.FENCED));
    }

    @Override
    public BrokerConnection await() throws InterruptedException {
      return stamped(all.await(broker, Use.FENCED));
    }

    private BrokerConnection stamped(BrokerConnection connection) {
      if (!stamps) {
        try {
          UserStamps.require(connection);
        } catch (RuntimeException e) {
          connection.close();
          throw e;
        }
        stamps = true;
      }
      return connection;
    }
  }

  /** Rooms and nothing else. */
  private record Rooms(Inbound inbound, Supplier<List<RoomName>> there) implements Part {

    @Override
    public void away() {
      List<RoomName> now = there.get();
      if (!now.isEmpty()) {
        inbound.say(new ChatEvent.RoomsAway(now));
      }
    }

    @Override
    public void back() {
      List<RoomName> now = there.get();
      if (!now.isEmpty()) {
        inbound.say(new ChatEvent.RoomsBack(now));
      }
    }

    @Override
    public void lacks(RoomName room) {
      inbound.say(new ChatEvent.RoomsAway(List.of(room)));
    }
  }
}
