package dev.quiver.broker;

import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptor;
import org.apache.activemq.artemis.spi.core.remoting.Acceptor;

/** A core client of one user for tests: connects, makes queues, sends texts, cleans up. */
final class CoreClient implements AutoCloseable {

  private final String user;
  private final String password;
  private final ServerLocator locator;
  private final ClientSessionFactory factory;
  private final ClientSession session;
  private final Deque<ClientSession> opened = new ArrayDeque<>();

  private CoreClient(String url, String user, String password) throws Exception {
    this.user = user;
    this.password = password;
    locator = ActiveMQClient.createServerLocator(url);
    try {
      factory = locator.createSessionFactory();
      session = newSession();
      session.start();
    } catch (Exception cause) {
      locator.close();
      throw cause;
    }
  }

  static CoreClient of(QuiverBroker broker, String account) throws Exception {
    return of(broker, account, broker.credentials().passwordOf(account).orElseThrow());
  }

  static CoreClient of(QuiverBroker broker, String user, String password) throws Exception {
    return new CoreClient(broker.url(), user, password);
  }

  /** With parameters for the URL such as {@code reconnectAttempts=-1}. */
  static CoreClient of(QuiverBroker broker, String account, String password, String parameters)
      throws Exception {
    return new CoreClient(broker.url() + "?" + parameters, account, password);
  }

  /** By way of an acceptor that takes names with a prefix, as a stock broker may have one. */
  static CoreClient prefixed(QuiverBroker broker, String prefix, String user, String password)
      throws Exception {
    Acceptor acceptor =
        broker
            .server()
            .getRemotingService()
            .createAcceptor("prefixed", "tcp://127.0.0.1:0?" + prefix);
    acceptor.start();
    return new CoreClient(
        "tcp://127.0.0.1:" + ((NettyAcceptor) acceptor).getActualPort(), user, password);
  }

  String user() {
    return user;
  }

  ClientSession session() {
    return session;
  }

  ClientSession newSession() throws ActiveMQException {
    ClientSession made = factory.createSession(user, password, false, true, true, false, 1);
    opened.push(made);
    return made;
  }

  ClientSession newTransactedSession() throws ActiveMQException {
    ClientSession made = factory.createSession(user, password, false, false, false, false, 1);
    opened.push(made);
    return made;
  }

  ClientSession newDistributedSession() throws ActiveMQException {
    ClientSession made = factory.createSession(user, password, true, false, false, false, 1);
    opened.push(made);
    return made;
  }

  /** An anycast queue and its address. */
  void createQueue(String name) throws ActiveMQException {
    session.createAddress(SimpleString.of(name), RoutingType.ANYCAST, false);
    session.createQueue(QueueConfiguration.of(name).setRoutingType(RoutingType.ANYCAST));
  }

  ClientMessage text(String body) {
    ClientMessage message =
        session.createMessage(org.apache.activemq.artemis.api.core.Message.TEXT_TYPE, true);
    message.getBodyBuffer().writeNullableSimpleString(SimpleString.of(body));
    return message;
  }

  void send(String address, String body) throws ActiveMQException {
    send(address, text(body));
  }

  void send(String address, ClientMessage message) throws ActiveMQException {
    try (var producer = session.createProducer(address)) {
      producer.send(message);
    }
  }

  @Override
  public void close() throws ActiveMQException {
    while (!opened.isEmpty()) {
      opened.pop().close();
    }
    factory.close();
    locator.close();
  }
}
