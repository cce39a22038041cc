package dev.quiver.dht.jms;

import dev.quiver.dht.ChordMessage;
import dev.quiver.dht.NodeRef;
import dev.quiver.messaging.Addresses;
import dev.quiver.messaging.batch.ExplicitQueues;
import dev.quiver.messaging.batch.ProducerCache;
import dev.quiver.messaging.batch.SessionKeeper;
import dev.quiver.messaging.codec.JsonLimits;
import dev.quiver.messaging.codec.MessageFamily.Document;
import dev.quiver.messaging.codec.RejectedMessageException;
import dev.quiver.messaging.codec.Rejection;
import dev.quiver.messaging.codec.Rejections;
import dev.quiver.messaging.codec.TextBody;
import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.messaging.connection.Failures;
import dev.quiver.messaging.connection.QuiverMessagingException;
import dev.quiver.messaging.protocol.NodeId;
import dev.quiver.messaging.protocol.Transport;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.FailoverEventType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The nodes' queues and what they send, over one connection that is made anew when it breaks. What
 * is sent while it is away is lost, as on any network.
 */
final class RingLink implements Transport<Hosted> {

  /** Hears what comes in. */
  interface Arrivals {
    void arrived(NodeId local, NodeId from, ChordMessage message);

    /** The queues are there, for the first time or again. */
    void connected();

    void disconnected();
  }

  private static final Logger LOG = LoggerFactory.getLogger(RingLink.class);
  private static final SimpleString TYPE = SimpleString.of("JMSType");
  private static final SimpleString CORRELATION = SimpleString.of("JMSCorrelationID");
  private static final SimpleString REPLY_TO = SimpleString.of("JMSReplyTo");
  private static final SimpleString SENDER = SimpleString.of("dhtNode");
  private static final String QUEUE_PREFIX = "queue://";
  private static final int MAX_CHARS = JsonLimits.defaults().documentChars();
  private static final int WINDOW_BYTES = 256 * 1024;
  private static final int PRODUCERS = 1024;
  private static final long LOOK_MS = 200;

  private final String ring;
  private final List<NodeRef> nodes;
  private final Addresses addresses;
  private final Duration life;
  private final Clock clock;
  private final Arrivals arrivals;
  private final Rejections rejections;
  private volatile @Nullable Out out;

  /** Used by one thread at a time, the one that steps. */
  private record Out(ClientSession session, ProducerCache producers) {}

  /**
   * @param life after which a message that nobody took is of no use
   */
  RingLink(
      String ring,
      List<NodeRef> nodes,
      Addresses addresses,
      Duration life,
      Clock clock,
      Arrivals arrivals) {
    this.ring = ring;
    this.nodes = nodes;
    this.addresses = addresses;
    this.life = life;
    this.clock = clock;
    this.arrivals = arrivals;
    this.rejections = new Rejections("nodes of ring " + ring, LOG, clock);
  }

  Rejections rejections() {
    return rejections;
  }

  /**
   * Serves the queues until the connection breaks or the keeper is closed. The queues stay: others
   * send to them until they know better, and the broker complains at length of what goes to a queue
   * that is not there. What is in them expires, and the broker sweeps them when they are disused.
   */
  void run(BrokerConnection connection, SessionKeeper keeper) throws InterruptedException {
    CountDownLatch broken = new CountDownLatch(1);
    connection
        .factory()
        .addFailoverListener(
            event -> {
              if (event != FailoverEventType.FAILOVER_COMPLETED) {
                broken.countDown();
              }
            });
    try (ClientSession in = connection.preAcknowledgedSession();
        ClientSession sending = connection.preAcknowledgedSession();
        ProducerCache producers = new ProducerCache(sending, PRODUCERS)) {
      ExplicitQueues queues = new ExplicitQueues(in);
      for (NodeRef node : nodes) {
        String queue = addresses.dhtNode(ring, node.label());
        queues.nonDurable(queue);
        ClientConsumer consumer =
            in.createConsumer(SimpleString.of(queue), null, WINDOW_BYTES, -1, false);
        consumer.setMessageHandler(message -> receive(node.name(), message));
      }
      in.start();
      out = new Out(sending, producers);
      arrivals.connected();
      while (!keeper.isClosing() && !broken.await(LOOK_MS, TimeUnit.MILLISECONDS)) {
        if (connection.isClosed() || in.isClosed()) {
          break;
        }
      }
      out = null;
    } catch (ActiveMQException e) {
      throw Failures.translate(e);
    } finally {
      out = null;
      arrivals.disconnected();
    }
  }

  private void receive(NodeId local, ClientMessage message) {
    try {
      TextBody.load(message, MAX_CHARS);
      ChordMessage said = ChordCodec.read(header(message, TYPE), TextBody.read(message, MAX_CHARS));
      NodeId from = sender(message);
      if (ReplyPath.of(from) != null && !(said instanceof dev.quiver.dht.ClientMessage)) {
        throw new RejectedMessageException(
            Rejection.NOT_ENTITLED, "nodes say such things, and this came from a client");
      }
      arrivals.arrived(local, from, said);
    } catch (RejectedMessageException e) {
      rejections.count(e, String.valueOf(message.getValidatedUserID()));
    }
  }

  /** Whom it is from: the name is its own to say, the account the broker vouches for. */
  private NodeId sender(ClientMessage message) {
    String user = message.getValidatedUserID();
    if (user == null) {
      throw new RejectedMessageException(
          Rejection.MISSING_FIELD, "the broker does not say whom it is from");
    }
    String replyTo = header(message, REPLY_TO);
    if (replyTo == null) {
      String node = header(message, SENDER);
      if (node == null) {
        throw new RejectedMessageException(Rejection.MISSING_FIELD, "it does not say who sent it");
      }
      if (!NodeNames.isUsable(node)) {
        throw new RejectedMessageException(
            Rejection.WRONG_VALUE, "no node has the name of the one that it says sent it");
      }
      return NodeRef.named(node, user);
    }
    String queue =
        replyTo.startsWith(QUEUE_PREFIX) ? replyTo.substring(QUEUE_PREFIX.length()) : replyTo;
    String correlation = header(message, CORRELATION);
    if (correlation == null || !ReplyPath.isTheirs(addresses, user, queue)) {
      throw new RejectedMessageException(
          Rejection.NOT_ENTITLED, "the answer should go to " + queue + ", which is not theirs");
    }
    return new ReplyPath(queue, correlation).asNode();
  }

  private static @Nullable String header(ClientMessage message, SimpleString name) {
    Object value = message.getObjectProperty(name);
    return value == null || value.toString().length() > 300 ? null : value.toString();
  }

  @Override
  public void send(NodeId to, Hosted hosted) {
    Out link = out;
    if (link == null || (ReplyPath.of(to) == null && !NodeNames.isUsable(NodeRef.label(to)))) {
      return;
    }
    Document document = ChordCodec.write(hosted.message());
    ClientMessage message = link.session().createMessage(Message.TEXT_TYPE, false);
    message.setRoutingType(RoutingType.ANYCAST);
    message.putStringProperty(TYPE, SimpleString.of(document.type()));
    TextBody.write(message, document.text());
    ReplyPath path = ReplyPath.of(to);
    String queue;
    if (path == null) {
      message.putStringProperty(SENDER, SimpleString.of(NodeRef.label(hosted.local())));
      message.setExpiration(clock.millis() + life.toMillis());
      queue = addresses.dhtNode(ring, NodeRef.label(to));
    } else {
      message.putStringProperty(CORRELATION, SimpleString.of(path.correlation()));
      queue = path.queue();
    }
    try {
      link.producers().send(queue, message);
    } catch (QuiverMessagingException e) {
      LOG.debug("{}: not sent to {}: {}", hosted.local(), queue, e.getMessage());
    }
  }
}
