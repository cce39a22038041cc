package dev.quiver.broker.guard;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.core.persistence.OperationContext;
import org.apache.activemq.artemis.core.postoffice.Binding;
import org.apache.activemq.artemis.core.postoffice.QueueBinding;
import org.apache.activemq.artemis.core.postoffice.RoutingStatus;
import org.apache.activemq.artemis.core.security.SecurityAuth;
import org.apache.activemq.artemis.core.server.ActivateCallback;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.RoutingContext;
import org.apache.activemq.artemis.core.server.ServerConsumer;
import org.apache.activemq.artemis.core.server.ServerSession;
import org.apache.activemq.artemis.core.server.impl.AckReason;
import org.apache.activemq.artemis.core.server.impl.AddressInfo;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerPlugin;
import org.apache.activemq.artemis.core.transaction.Transaction;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.apache.activemq.artemis.spi.core.protocol.SessionCallback;
import org.jspecify.annotations.Nullable;

/**
 * Where Artemis calls in. Named in {@code broker.xml} with its properties, so that a stock broker
 * with this jar in its {@code lib} is guarded the same.
 */
public final class QuiverPlugin implements ActiveMQServerPlugin {

  /** The client id under which management shows the connection of another broker of a pair. */
  public static final String OTHER_BROKER = "quiver-other-broker";

  private final Refusals refusals = new Refusals();
  private final Sessions sessions = new Sessions(refusals);
  private final QueueCounts queues = new QueueCounts(refusals);
  private final Bearers bearers = new Bearers();
  private final AddressBook addresses = new AddressBook(() -> parts().settings());
  private final StreamLimit streams =
      new StreamLimit(addresses::of, sessions, new SendRights(() -> this.server));

  private @Nullable Parts parts;

  /** What depends on the settings. */
  private record Parts(
      GuardSettings settings,
      MessageRules messages,
      NameRules names,
      ChatRules chat,
      Delayed delayed) {}

  private @Nullable PersonalRights rights;
  private @Nullable MemoryBudget memory;
  private @Nullable KeyedRoom keyed;
  private @Nullable AddressCounts made;

  /** Of one of a cluster; null for others. */
  private @Nullable ClusterTraffic cluster;

  private @Nullable ActiveMQServer server;
  private @Nullable Sweeper sweeper;

  /** Those of this life of the broker. */
  private final List<ActivateCallback> callbacks = new ArrayList<>();

  @Override
  public void init(Map<String, String> properties) {
    GuardSettings settings = GuardSettings.of(properties);
    Delayed delayed = new Delayed(settings.delayed());
    parts =
        new Parts(
            settings,
            new MessageRules(refusals, delayed),
            new NameRules(settings.namespace(), refusals, settings.queuesPerUser()),
            new ChatRules(
                settings.namespace(),
                settings.chat().messagesPerSecond(),
                refusals,
                System::nanoTime),
            delayed);
  }

  @Override
  public void registered(ActiveMQServer running) {
    if (!callbacks.isEmpty()) {
      // One of a pair begins anew in the same process each time it has served.
      callbacks.forEach(running::unregisterActivateCallback);
      callbacks.clear();
      unregistered(running);
    }
    server = running;
    GuardSettings settings = parts().settings();
    rights = new PersonalRights(running, settings.namespace());
    memory = new MemoryBudget(running::getPagingManager, refusals, settings.memory());
    cluster = null;
    if (settings.cluster()) {
      cluster = new ClusterTraffic(running, settings.namespace());
      callbacks.add(new ClusterNames(running, settings.namespace(), settings.members()));
    }
    KeyedRoom room = new KeyedRoom(running, addresses, refusals);
    keyed = room;
    callbacks.add(room);
    AddressCounts counted = new AddressCounts(running, sessions, settings);
    made = counted;
    Sweeper sweeps =
        new Sweeper(
            running, settings, addresses::of, addresses::remove, parts().delayed(), counted);
    sweeper = sweeps;
    callbacks.add(sweeps);
    callbacks.forEach(running::registerActivateCallback);
    running.getRemotingService().addIncomingInterceptor(streams);
    running.getRemotingService().addIncomingInterceptor(counted);
    running.getRemotingService().addIncomingInterceptor(new NoDistributedTransactions(refusals));
    running
        .getRemotingService()
        .addIncomingInterceptor(new OtherBrokers(running.getConfiguration()));
  }

  @Override
  public void unregistered(ActiveMQServer stopped) {
    Sweeper running = sweeper;
    if (running != null) {
      running.stop();
    }
    sessions.clear();
    queues.clear();
    bearers.clear();
    addresses.clear();
  }

  /** How often that was the reason of a refusal since the start. */
  public long refused(Refusal reason) {
    return refusals.total(reason);
  }

  // Sessions.

  @Override
  public void beforeCreateSession(
      String name,
      @Nullable String username,
      int minLargeMessageSize,
      RemotingConnection connection,
      boolean autoCommitSends,
      boolean autoCommitAcks,
      boolean preAcknowledge,
      boolean xa,
      @Nullable String defaultAddress,
      SessionCallback callback,
      boolean autoCreateQueues,
      OperationContext context,
      @Nullable Map<SimpleString, RoutingType> prefixes)
      throws ActiveMQException {
    if (cluster == null || !cluster.isBroker(username)) {
      if (xa) {
        // With one anybody could end what others have prepared, or prepare and never end.
        throw refusals.refuse(
            Refusal.DISTRIBUTED_TRANSACTION, String.valueOf(username), "distributed");
      }
      sessions.requireRoom(username, parts().settings().sessionsPerUser());
    }
  }

  @Override
  public void afterCreateSession(ServerSession session) {
    ActiveMQServer running = server;
    if (running == null) {
      return;
    }
    sessions.opened(running, parts().settings().namespace(), session);
    String user = session.getValidatedUser();
    if (user != null && rights != null) {
      rights.ensure(user);
    }
  }

  @Override
  public void beforeCloseSession(ServerSession session, boolean failed) {
    if (failed) {
      FailedSession.closeConsumers(session);
    }
  }

  @Override
  public void afterCloseSession(ServerSession session, boolean failed) {
    SessionFacts closed = sessions.of(session);
    if (closed != null) {
      unsent(closed);
    }
    sessions.closed(session);
    bearers.closed(session);
  }

  @Override
  public void afterDestroyConnection(RemotingConnection connection) {
    streams.forget(connection);
  }

  @Override
  public void beforeSessionMetadataAdded(ServerSession session, String key, String data)
      throws ActiveMQException {
    ActiveMQServer running = server;
    SessionFacts facts = sessions.of(session);
    if (running == null || facts == null) {
      return;
    }
    judge(
        key,
        () -> {
          if (key.equals(ClientSession.JMS_SESSION_CLIENT_ID_PROPERTY)) {
            parts().chat().checkClientId(facts.user, data);
          }
          parts().names().checkMetadata(facts, key, data);
          if (NameRules.isBorneByOne(key)) {
            bearers.take(running, session, key, data);
          }
        });
  }

  // Messages.

  @Override
  public void beforeSend(
      ServerSession session,
      @Nullable Transaction tx,
      Message message,
      boolean direct,
      boolean noAutoCreateQueue)
      throws ActiveMQException {
    SimpleString name = AddressBook.nameOf(session, message);
    SessionFacts sender = sessions.of(session);
    if (name == null || sender == null) {
      return;
    }
    unsent(sender);
    AddressFacts address = addresses.of(name);
    if (address.kind == AddressKind.FOREIGN) {
      return;
    }
    ClusterTraffic others = cluster;
    boolean ofBroker = others != null && others.isOfBroker(session);
    if (others != null && ofBroker) {
      others.comes(message, address.kind);
    }
    try {
      if (others != null && address.kind.mayBeLost()) {
        others.goes(name);
      }
      if (!ofBroker) {
        requireDisk(sender, message);
        parts().messages().check(sender, address, message);
        if (others != null) {
          parts().messages().checkCluster(sender, address, message);
        }
      }
      if (address.kind.isChat()) {
        parts().chat().count(sender.user);
      }
      if (memory != null) {
        memory.comes(sender.user, address.kind, name);
      }
      if (address.kind.isTransient() && !sender.enter(address)) {
        throw beingRemoved(sender.user, message.getAddress());
      }
      if (keyed != null && address.kind.isKeyed()) {
        // The last one: what has taken room is sent, or its sending fails. None is transient.
        keyed.comes(sender, name, message);
        sender.sendingKeyed = message;
      }
    } catch (ActiveMQException refused) {
      failed(tx, refused);
      throw refused;
    } catch (RuntimeException unforeseen) {
      ActiveMQException refused = unreadable(sender.user, message.getAddress(), unforeseen);
      failed(tx, refused);
      throw refused;
    }
  }

  /** What may refuse something. */
  private interface Judgement {
    void pass() throws ActiveMQException;
  }

  /** What cannot be judged is refused. */
  private void judge(Object what, Judgement judgement) throws ActiveMQException {
    try {
      judgement.pass();
    } catch (RuntimeException unforeseen) {
      throw unreadable("", what, unforeseen);
    }
  }

  /** Artemis logs whatever else a plugin throws, and goes on as if there had been no objection. */
  private ActiveMQException unreadable(String user, Object what, RuntimeException unforeseen) {
    return refusals.refuse(Refusal.UNREADABLE, user, "unreadable", what, unforeseen);
  }

  @Override
  public void afterSend(
      ServerSession session,
      @Nullable Transaction tx,
      Message message,
      boolean direct,
      boolean noAutoCreateQueue,
      RoutingStatus result)
      throws ActiveMQException {
    AddressFacts address = addresses.of(session, message);
    if (address == null || address.kind == AddressKind.FOREIGN) {
      return;
    }
    SessionFacts sender = sessions.of(session);
    if (sender != null) {
      sender.sendingKeyed = null;
      sender.sent(tx);
      parts().messages().arrived(sender, message, tx);
    }
    if (keyed != null && address.kind.isKeyed()) {
      keyed.sent(message, tx);
    }
    if (cluster != null && (cluster.isOfBroker(session) || address.kind.mayBeLost())) {
      // An outcome whose inbox is gone, which the other broker would send for ever; or a node that
      // is on its way to another broker.
      return;
    }
    if (result == RoutingStatus.NO_BINDINGS && !address.kind.isTopic()) {
      ActiveMQException refused =
          refusals.refuse(
              Refusal.NO_QUEUE,
              String.valueOf(session.getValidatedUser()),
              "noQueue",
              message.getAddress());
      failed(tx, refused);
      throw refused;
    }
  }

  @Override
  public void beforeMessageRoute(
      Message message, RoutingContext context, boolean direct, boolean rejectDuplicates) {
    if (cluster != null) {
      cluster.isRouted(message, context);
    }
  }

  @Override
  public void onSendException(
      ServerSession session,
      @Nullable Transaction tx,
      Message message,
      boolean direct,
      boolean noAutoCreateQueue,
      Exception cause) {
    SessionFacts sender = sessions.of(session);
    if (sender != null) {
      unsent(sender);
    }
  }

  /** Artemis does not say so if it was another plugin that refused it. */
  private void unsent(SessionFacts sender) {
    sender.sent(null);
    Message message = sender.sendingKeyed;
    if (keyed != null && message != null) {
      sender.sendingKeyed = null;
      keyed.giveBack(message);
    }
  }

  @Override
  public void messageAcknowledged(
      @Nullable Transaction tx,
      MessageReference reference,
      AckReason reason,
      @Nullable ServerConsumer consumer) {
    if (keyed != null) {
      keyed.acknowledged(reference, tx);
    }
  }

  /** Artemis refuses new credit then, but a sender may have some left. */
  private void requireDisk(SessionFacts sender, Message message) throws ActiveMQException {
    ActiveMQServer running = server;
    if (running != null && message.isDurable() && running.getPagingManager().isDiskFull()) {
      throw refusals.refuse(Refusal.DISK_FULL, sender.user, "diskFull", message.getAddress());
    }
  }

  /** Or a refused message would be missing from a transaction that commits. */
  private static void failed(@Nullable Transaction tx, ActiveMQException refused) {
    if (tx != null) {
      tx.markAsRollbackOnly(refused);
    }
  }

  private ActiveMQException beingRemoved(String user, String address) {
    return refusals.refuse(Refusal.BEING_REMOVED, user, "beingRemoved", address);
  }

  // Queues, addresses, consumers.

  @Override
  public void afterAddBinding(Binding binding) {
    if (isOurs(binding.getAddress())) {
      queues.made(binding);
    }
    if (cluster != null) {
      cluster.bound(binding);
    }
  }

  @Override
  public void afterRemoveBinding(Binding binding, Transaction tx, boolean deleteData) {
    queues.removed(binding);
    if (cluster != null) {
      cluster.unbound(binding);
    }
  }

  @Override
  public void beforeCreateQueue(QueueConfiguration queue) throws ActiveMQException {
    judge(queue.getName(), () -> parts().names().checkQueue(queue));
    if (isOurs(queue.getAddress()) && (cluster == null || !cluster.isBroker(queue.getUser()))) {
      queues.requireRoom(queue.getUser(), parts().settings().queuesPerUser());
    }
  }

  private boolean isOurs(SimpleString address) {
    return AddressKind.of(parts().settings().namespace(), address.toString())
        != AddressKind.FOREIGN;
  }

  @Override
  public void beforeAddAddress(AddressInfo address, boolean reload) throws ActiveMQException {
    if (!reload) {
      judge(address.getName(), () -> parts().names().checkAddress(address));
    }
  }

  @Override
  public void afterAddAddress(AddressInfo address, boolean reload) {
    if (made != null) {
      made.made(address.getName());
    }
  }

  @Override
  public void afterRemoveAddress(SimpleString name, AddressInfo address) {
    if (made != null) {
      made.removed(name);
    }
  }

  @Override
  public void beforeUpdateAddress(SimpleString address, EnumSet<RoutingType> routingTypes)
      throws ActiveMQException {
    judge(address, () -> parts().names().checkAddress(new AddressInfo(address, routingTypes)));
  }

  @Override
  public void beforeCreateConsumer(
      long consumer,
      QueueBinding queue,
      @Nullable SimpleString filter,
      boolean browseOnly,
      boolean supportsLarge)
      throws ActiveMQException {
    String address = queue.getAddress().toString();
    judge(address, () -> parts().names().checkSelector(filter, address));
    if (!addresses.of(queue.getUniqueName()).consumerComes()) {
      throw beingRemoved("", queue.getUniqueName().toString());
    }
  }

  @Override
  public void afterCreateConsumer(ServerConsumer consumer) throws ActiveMQException {
    ActiveMQServer running = server;
    Queue queue = consumer.getQueue();
    AddressKind kind = addresses.of(queue.getAddress()).kind;
    if (running == null) {
      return;
    }
    SessionFacts reader = sessions.of(running.getSessionByID(consumer.getSessionID()));
    if (reader == null) {
      return;
    }
    try {
      judge(queue.getName(), () -> parts().names().checkSubscriber(reader, kind, queue));
    } catch (ActiveMQException refused) {
      // It has no credit yet, so nothing was delivered to it.
      close(consumer);
      throw refused;
    }
  }

  private static void close(ServerConsumer consumer) throws ActiveMQException {
    try {
      consumer.close(true);
    } catch (Exception cause) {
      throw new ActiveMQException(
          "the consumer could not be closed", cause, ActiveMQExceptionType.GENERIC_EXCEPTION);
    }
  }

  @Override
  public void beforeDestroyQueue(
      Queue queue,
      @Nullable SecurityAuth session,
      boolean checkConsumerCount,
      boolean removeConsumers,
      boolean autoDeleteAddress)
      throws ActiveMQException {
    SessionFacts remover = sessions.of(session instanceof ServerSession ours ? ours : null);
    if (remover != null) {
      AddressKind kind = addresses.of(queue.getAddress()).kind;
      judge(queue.getName(), () -> parts().names().checkSubscriber(remover, kind, queue));
    }
  }

  /** In a cluster other brokers may still pass answers on to it. */
  @Override
  public void afterDestroyQueue(
      Queue queue,
      SimpleString address,
      @Nullable SecurityAuth session,
      boolean checkConsumerCount,
      boolean removeConsumers,
      boolean autoDeleteAddress) {
    Sweeper running = sweeper;
    if (running != null && session instanceof ServerSession && cluster == null) {
      running.ownerRemoved(address);
    }
  }

  private Parts parts() {
    Parts made = parts;
    if (made == null) {
      throw new IllegalStateException("the broker's plugin was not given its properties");
    }
    return made;
  }
}
