package dev.quiver.multicast.jms;

import dev.quiver.messaging.Addresses;
import dev.quiver.messaging.batch.ExplicitQueues;
import dev.quiver.messaging.batch.ProducerCache;
import dev.quiver.messaging.codec.RejectedMessageException;
import dev.quiver.messaging.codec.Rejections;
import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.messaging.connection.Failures;
import dev.quiver.messaging.protocol.NodeId;
import dev.quiver.messaging.protocol.Transport;
import dev.quiver.messaging.text.UnusableValueException;
import dev.quiver.multicast.Data;
import dev.quiver.multicast.PeerMessage;
import dev.quiver.multicast.core.Destinations;
import dev.quiver.multicast.wire.PeerCodec;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.slf4j.LoggerFactory;

/**
 * One peer's queues of one group, over a connection that does not come back by itself: whoever was
 * away has missed frames and is no member any more. Words of the group are not persistent: they are
 * of use only while their group is there.
 */
final class GroupLink implements Transport<PeerMessage>, AutoCloseable {

  /** What is gathered at the most, so that no message goes in pieces. */
  private static final int MOST_GATHERED = 128;

  private static final int MOST_GATHERED_CHARS = 32 * 1024;

  private static final int WINDOW_BYTES = 1024 * 1024;

  private final String group;
  private final int self;
  private final Addresses addresses;
  private final ClientSession sending;
  private final ClientSession receiving;
  private final ProducerCache producers;
  private final ClientConsumer own;
  private final PeerCodec codec = new PeerCodec();
  private final Rejections rejections;
  private final AtomicLong framesOut = new AtomicLong();
  private final AtomicLong framesIn = new AtomicLong();
  private final AtomicLong words = new AtomicLong();
  private final int others;
  private final Runnable beforeSends;
  private final List<PeerMessage.Framed> frames = new ArrayList<>();
  private final List<Data> requests = new ArrayList<>();
  private int gatheredChars;

  /**
   * Makes the queues of all members, so that nobody's first words are lost. What was left in this
   * peer's own one by a killed peer of an earlier run is dropped; a READY lost by that is repeated.
   *
   * @param beforeSends run before anything leaves, on the thread that sends
   * @throws IllegalArgumentException if a peer of that number is running in the group already
   */
  GroupLink(BrokerConnection connection, RoundConfig round, int self, Runnable beforeSends) {
    this.beforeSends = beforeSends;
    this.group = round.group();
    this.self = self;
    this.others = round.members().size() - 1;
    this.addresses = connection.settings().addresses();
    this.rejections =
        new Rejections(
            "peer " + self + " of " + group,
            LoggerFactory.getLogger(GroupLink.class),
            Clock.systemUTC());
    this.sending = connection.autoCommitSession();
    this.receiving = connection.preAcknowledgedSession();
    this.producers = new ProducerCache(sending, 128);
    ExplicitQueues queues = new ExplicitQueues(sending);
    for (int member : round.members()) {
      queues.durableForOne(addresses.multicastPeer(group, member));
    }
    queues.durableForOne(addresses.multicastPeer(group, self));
    queues.topic(addresses.multicastAll(group));
    this.own = takeNumber(addresses.multicastPeer(group, self));
    new ExplicitQueues(receiving)
        .temporarySubscription(addresses.multicastAll(group), subscription(connection));
  }

  /** Who consumes from that queue has the number: the broker lets one of two who try at once. */
  private ClientConsumer takeNumber(String queue) {
    try {
      receiving.start();
      ClientConsumer consumer =
          receiving.createConsumer(SimpleString.of(queue), null, WINDOW_BYTES, -1, false);
      while (consumer.receiveImmediate() != null) {
        framesIn.get(); // Of no use to anybody any more.
      }
      return consumer;
    } catch (ActiveMQException e) {
      if (e.getType() == ActiveMQExceptionType.MAX_CONSUMER_LIMIT_EXCEEDED) {
        throw UnusableValueException.of("value.round.taken", self, group);
      }
      throw Failures.translate(e);
    }
  }

  private String subscription(BrokerConnection connection) {
    return connection.settings().requiredUser() + ".multicast." + group + "." + self;
  }

  /** Puts the first last number into the coordinator's queue; the broker keeps one of all. */
  void sendFirst(PeerMessage.LastNumber first) {
    try {
      ClientMessage message = sending.createMessage(Message.TEXT_TYPE, true);
      message.putStringProperty(Message.HDR_DUPLICATE_DETECTION_ID, SimpleString.of("first"));
      codec.write(message, group, self, first);
      producers.send(addresses.multicastSequence(group), message);
    } catch (dev.quiver.messaging.connection.DuplicateIdException e) {
      framesOut.get(); // Somebody else was first.
    }
  }

  /**
   * Receives from now on.
   *
   * @param listener called on a thread of the library, one message at a time; may wait
   */
  void receive(BrokerConnection connection, Consumer<PeerCodec.Arrived> listener) {
    try {
      listen(own, addresses.multicastPeer(group, self), listener);
      String all = subscription(connection);
      listen(
          receiving.createConsumer(SimpleString.of(all), null, WINDOW_BYTES, -1, false),
          all,
          listener);
    } catch (ActiveMQException e) {
      throw Failures.translate(e);
    }
  }

  private void listen(ClientConsumer consumer, String queue, Consumer<PeerCodec.Arrived> listener)
      throws ActiveMQException {
    consumer.setMessageHandler(
        message -> {
          framesIn.incrementAndGet();
          try {
            PeerCodec.Arrived arrived = codec.read(message);
            if (!arrived.group().equals(group)) {
              throw new RejectedMessageException(
                  dev.quiver.messaging.codec.Rejection.WRONG_VALUE,
                  "it is for the group "
                      + dev.quiver.messaging.text.Printable.harmless(arrived.group())
                      + ", not for "
                      + group);
            }
            unpacked(arrived, listener);
          } catch (RejectedMessageException e) {
            rejections.count(e, queue);
          }
        });
  }

  private static void unpacked(PeerCodec.Arrived arrived, Consumer<PeerCodec.Arrived> listener) {
    if (arrived.message() instanceof PeerMessage.Frames several) {
      for (PeerMessage.Framed each : several.frames()) {
        listener.accept(new PeerCodec.Arrived(arrived.group(), arrived.from(), each));
      }
    } else {
      listener.accept(arrived);
    }
  }

  /** Frames and requests are gathered; whatever else goes at once, after what was gathered. */
  @Override
  public void send(NodeId to, PeerMessage message) {
    if (message instanceof PeerMessage.Framed framed) {
      frames.add(framed);
      gather(framed.frame() instanceof Data data ? data.body().length() : 0);
    } else if (message instanceof PeerMessage.Request request) {
      requests.addAll(request.data());
      gather(request.data().stream().mapToInt(data -> data.body().length()).sum());
    } else {
      flush();
      sendNow(to, message);
    }
  }

  private void gather(int chars) {
    gatheredChars += chars;
    if (frames.size() + requests.size() >= MOST_GATHERED || gatheredChars >= MOST_GATHERED_CHARS) {
      flush();
    }
  }

  @Override
  public void flush() {
    beforeSends.run();
    gatheredChars = 0;
    if (!frames.isEmpty()) {
      words.addAndGet((frames.size() - 1L) * others);
      PeerMessage all =
          frames.size() == 1 ? frames.get(0) : new PeerMessage.Frames(List.copyOf(frames));
      frames.clear();
      sendNow(Destinations.ALL, all);
    }
    if (!requests.isEmpty()) {
      words.addAndGet(requests.size() - 1L);
      PeerMessage all = new PeerMessage.Request(List.copyOf(requests));
      requests.clear();
      sendNow(Destinations.COORDINATOR, all);
    }
  }

  private void sendNow(NodeId to, PeerMessage message) {
    ClientMessage text = sending.createMessage(Message.TEXT_TYPE, false);
    codec.write(text, group, self, message);
    framesOut.incrementAndGet();
    if (to.equals(Destinations.ALL)) {
      words.addAndGet(others);
      producers.publish(addresses.multicastAll(group), text);
    } else if (to.equals(Destinations.COORDINATOR)) {
      words.incrementAndGet();
      producers.send(addresses.multicastSequence(group), text);
    } else {
      int peer = Destinations.number(to);
      words.addAndGet(peer == self ? 0 : 1);
      producers.send(addresses.multicastPeer(group, peer), text);
    }
  }

  /** This peer's coordinator has made a step: it took, published and put back so many. */
  void stepped(int taken, int published, int putBack) {
    framesIn.addAndGet(taken);
    framesOut.addAndGet((long) published + putBack);
    words.addAndGet((long) published * others);
  }

  /** What came and was not acceptable. */
  Rejections rejections() {
    return rejections;
  }

  PeerCodec codec() {
    return codec;
  }

  /** Frames sent to the broker, frames received from it, and protocol messages (one to one). */
  Traffic traffic() {
    return new Traffic(framesOut.get(), framesIn.get(), words.get());
  }

  /**
   * Removes what only this peer used, and the coordinator's queue if nobody uses it any more: so
   * the group's name can be used again.
   */
  @Override
  public void close() {
    try {
      receiving.close();
      ExplicitQueues queues = new ExplicitQueues(sending);
      queues.delete(addresses.multicastPeer(group, self));
      queues.deleteUnused(addresses.multicastSequence(group));
      sending.close();
    } catch (ActiveMQException | dev.quiver.messaging.connection.QuiverMessagingException e) {
      framesIn.get(); // The connection is gone, and its subscription with it.
    }
  }
}
