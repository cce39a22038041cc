package dev.quiver.chat.client;

import dev.quiver.chat.Place;
import dev.quiver.chat.RoomName;
import dev.quiver.messaging.Addresses;
import dev.quiver.messaging.batch.ExplicitQueues;
import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.messaging.connection.Failures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.jspecify.annotations.Nullable;

/**
 * What a client has on the broker, over one connection that never comes back by itself: its claim
 * to its name, its queue, its subscriptions. When the connection breaks all of it is made anew.
 *
 * <p>The broker keeps what is said in a room in an internal queue, and gives a new subscription a
 * copy of the last ones, usually before it says that the subscription is made, now and then a
 * little after. So a new subscription is watched until its depth stands still.
 */
final class Link implements AutoCloseable {

  private static final long STILL_MS = 25;
  private static final int LOOKS = 20;
  private static final long GATHER_MS = 2_000;

  private final BrokerConnection connection;
  private final Addresses addresses;
  private final String user;
  private final ReentrantLock order;
  private final ClientSession control;
  private final ExplicitQueues queues;
  private @Nullable Subscription everyone;

  /** Told by the library; who has nothing to say would not notice otherwise. */
  private volatile boolean broken;

  private final Map<RoomName, Subscription> rooms = new LinkedHashMap<>();

  private Link(BrokerConnection connection, ReentrantLock order) {
    this.connection = connection;
    this.addresses = connection.settings().addresses();
    this.user = connection.settings().requiredUser();
    this.order = order;
    this.control = connection.autoCommitSession();
    this.queues = new ExplicitQueues(control);
    connection.onChange(
        new BrokerConnection.ChangeListener() {
          @Override
          public void broken() {
            broken = true;
          }

          @Override
          public void restored() {}

          @Override
          public void lost() {
            broken = true;
          }
        });
  }

  /**
   * Claims the user's name for this connection.
   *
   * @throws NameInUseException if another connection has it
   */
  static Link claim(BrokerConnection connection, ReentrantLock order) {
    Link link = new Link(connection, order);
    try {
      link.control.addUniqueMetaData(
          ClientSession.JMS_SESSION_CLIENT_ID_PROPERTY,
          connection.settings().namespace() + ".chat." + link.user);
      return link;
    } catch (ActiveMQException e) {
      if (e.getType() == ActiveMQExceptionType.DUPLICATE_METADATA) {
        throw new NameInUseException(link.user, e);
      }
      throw Failures.translate(e);
    }
  }

  BrokerConnection connection() {
    return connection;
  }

  /** Removes what is not for somebody who was away: words to everyone connected, stale files. */
  synchronized void forgetOld() {
    queues.delete(subscription("all"));
    queues.delete(addresses.chatFiles(user));
  }

  /** Listens to what is said to this user, and to everyone. */
  synchronized void listen(BiConsumer<Place, ClientMessage> taker, Place self) {
    queues.durable(addresses.chatUser(user));
    queues.durableSubscription(addresses.chatAll(), subscription("all"));
    everyone =
        Subscription.to(
            connection,
            subscription("all"),
            order,
            Subscription.Manner.TOGETHER,
            message -> taker.accept(new Place.Everyone(), message));
    Subscription.to(
        connection,
        addresses.chatUser(user),
        order,
        Subscription.Manner.SINGLY,
        message -> taker.accept(self, message));
  }

  /** Whether it listens to that room. */
  synchronized boolean isIn(RoomName room) {
    return rooms.containsKey(room);
  }

  /** Whether the user's subscription to that room is there, as after a crash. */
  synchronized boolean isSubscribed(RoomName room) {
    return queues.exists(subscription(room));
  }

  /** How many messages the user missed in that room. */
  synchronized long missed(RoomName room) {
    return queues.depth(subscription(room));
  }

  /**
   * Listens to a room, which is made if it is not there; what the broker has by then is handed over
   * all at once, the rest one by one.
   */
  synchronized void enter(
      RoomName room,
      java.util.function.Consumer<List<ClientMessage>> before,
      BiConsumer<Place, ClientMessage> taker)
      throws InterruptedException {
    String topic = addresses.chatRoom(room.value());
    queues.topic(topic);
    queues.durableSubscription(topic, subscription(room));
    long depth = stillDepth(subscription(room));
    Place place = new Place.Room(room);
    Subscription subscription =
        Subscription.to(
            connection,
            subscription(room),
            order,
            Subscription.Manner.GATHERED,
            message -> taker.accept(place, message));
    rooms.put(room, subscription);
    subscription.gathered(depth, GATHER_MS, before);
  }

  /** Listens to that room no more, and lets go of what waits there. */
  synchronized void leave(RoomName room) {
    Subscription subscription = rooms.remove(room);
    if (subscription != null) {
      subscription.close();
    }
    queues.delete(subscription(room));
  }

  /** Removes the subscription to what is said to everyone connected. */
  synchronized void leaveEveryone() {
    if (everyone != null) {
      everyone.close();
    }
    queues.delete(subscription("all"));
  }

  /** What the broker keeps of a room, oldest first. */
  synchronized List<ClientMessage> history(RoomName room) throws InterruptedException {
    String queue = subscription("history-" + UUID.randomUUID());
    queues.topic(addresses.chatRoom(room.value()));
    try (ClientSession session = connection.autoCommitSession()) {
      new ExplicitQueues(session).temporarySubscription(addresses.chatRoom(room.value()), queue);
      long depth = stillDepth(queue);
      List<ClientMessage> messages = new ArrayList<>();
      ClientConsumer consumer = session.createConsumer(SimpleString.of(queue));
      session.start();
      while (messages.size() < depth) {
        ClientMessage message = consumer.receive(GATHER_MS);
        if (message == null) {
          break;
        }
        message.acknowledge();
        messages.add(message);
      }
      return messages;
    } catch (ActiveMQException e) {
      throw Failures.translate(e);
    }
  }

  /** The depth of a new subscription when it has stood still for a moment. */
  private long stillDepth(String queue) throws InterruptedException {
    long depth = queues.depth(queue);
    for (int i = 0; i < LOOKS; i++) {
      Thread.sleep(Duration.ofMillis(STILL_MS).toMillis());
      long now = queues.depth(queue);
      if (now == depth) {
        break;
      }
      depth = now;
    }
    return depth;
  }

  private String subscription(RoomName room) {
    return subscription("room." + room);
  }

  private String subscription(String what) {
    return user + "." + addresses.namespace() + "." + what;
  }

  boolean isBroken() {
    return broken || connection.isClosed();
  }

  @Override
  public void close() {
    connection.close();
  }
}
