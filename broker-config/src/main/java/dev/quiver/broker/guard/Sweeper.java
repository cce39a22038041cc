package dev.quiver.broker.guard;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.postoffice.Binding;
import org.apache.activemq.artemis.core.server.ActivateCallback;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.apache.activemq.artemis.core.server.Queue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes variable queues that nobody uses, together with their addresses, and counts delayed
 * messages on the way.
 *
 * <p>A queue is in use while it has a consumer or a message, and whenever somebody sent to it or
 * consumed from it since the last look; what it was before the broker started does not count. Only
 * subscriptions, and what killed peers had said to each other, go with what they hold. Artemis' own
 * auto-delete is not used: after a restart it forgets its delay and removes queues of owners that
 * are about to come back.
 */
final class Sweeper implements ActivateCallback {

  private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);

  /** How long a consumer that was announced may take to be attached. */
  private static final Duration ARRIVAL = Duration.ofSeconds(10);

  private final ActiveMQServer server;
  private final GuardSettings settings;
  private final Function<SimpleString, AddressFacts> facts;
  private final Consumer<SimpleString> forget;
  private final Delayed delayed;
  private final AddressCounts made;
  private final Map<SimpleString, Watch> watched = new HashMap<>();

  /** Those that could not be removed. */
  private final Set<SimpleString> stuck = new HashSet<>();

  private @Nullable ScheduledExecutorService thread;

  Sweeper(
      ActiveMQServer server,
      GuardSettings settings,
      Function<SimpleString, AddressFacts> facts,
      Consumer<SimpleString> forget,
      Delayed delayed,
      AddressCounts made) {
    this.server = server;
    this.settings = settings;
    this.facts = facts;
    this.forget = forget;
    this.delayed = delayed;
    this.made = made;
  }

  /** Since when a name has been idle, and how many messages it had taken by then. */
  private static final class Watch {
    private long idleSince;
    private long taken = -1;
  }

  @Override
  public synchronized void activationComplete() {
    if (thread == null) {
      thread =
          Executors.newSingleThreadScheduledExecutor(
              work -> {
                Thread made = new Thread(work, settings.namespace() + "-sweeper");
                made.setDaemon(true);
                return made;
              });
      long millis = settings.scan().toMillis();
      var unused =
          thread.scheduleWithFixedDelay(this::sweepOrSay, millis, millis, TimeUnit.MILLISECONDS);
    }
  }

  @Override
  public void deActivate() {
    stop();
  }

  @Override
  public void stop(ActiveMQServer stopped) {
    stop();
  }

  synchronized void stop() {
    if (thread != null) {
      thread.shutdownNow();
      thread = null;
    }
  }

  /**
   * A user has removed the queue of that address. Whoever asks questions makes one of a new name
   * each time and has no right to remove the address with it, so that is done here, at once.
   */
  void ownerRemoved(SimpleString address) {
    if (AddressKind.of(settings.namespace(), address.toString()) != AddressKind.REPLIES) {
      return;
    }
    try {
      if (BareAddress.remove(server, address)) {
        forget.accept(address);
      }
    } catch (Exception cause) {
      LOG.debug("broker: {} is left to the sweep: {}", address, cause.toString());
    }
  }

  private void sweepOrSay() {
    try {
      sweep(System.nanoTime());
    } catch (Exception cause) {
      if (server.isStarted()) {
        LOG.warn("broker: the sweep for disused queues failed: {}", cause.toString());
      }
    }
  }

  private void sweep(long now) throws Exception {
    Set<SimpleString> there = new HashSet<>();
    Set<SimpleString> bound = new HashSet<>();
    Map<String, Delayed.Amount> scheduled = new HashMap<>();
    boolean allInMemory = true;
    for (Binding binding : server.getPostOffice().getAllBindings().toList()) {
      if (binding.getBindable() instanceof Queue queue) {
        bound.add(queue.getAddress());
        there.add(queue.getName());
        if (facts.apply(queue.getAddress()).kind.takesTasks()) {
          allInMemory &= !queue.getPagingStore().isPaging();
          count(queue, scheduled);
        }
        attempt(queue.getName(), () -> consider(queue, now));
      }
    }
    delayed.counted(scheduled, allInMemory);
    for (SimpleString address : server.getPostOffice().getAddresses()) {
      there.add(address);
      if (!bound.contains(address)) {
        attempt(address, () -> considerBare(address, now));
      }
    }
    made.forget();
    watched.keySet().retainAll(there);
    stuck.retainAll(there);
  }

  private static void count(Queue queue, Map<String, Delayed.Amount> byUser) {
    if (queue.getScheduledCount() == 0) {
      return;
    }
    for (MessageReference each : queue.getScheduledMessages()) {
      String user = String.valueOf(each.getMessage().getValidatedUserID());
      byUser.merge(
          user, new Delayed.Amount(1, each.getMessageMemoryEstimate()), Delayed.Amount::plus);
    }
  }

  /** What can be done to one queue or address, or fails. */
  private interface Step {
    void take() throws Exception;
  }

  /** One that cannot be removed holds up no other, is said once, and is tried again. */
  private void attempt(SimpleString name, Step step) {
    try {
      step.take();
    } catch (Exception cause) {
      if (server.isStarted() && stuck.add(name)) {
        LOG.warn(
            "broker: the disused {} could not be removed and will be tried again: {}",
            name,
            cause.toString());
      }
    }
  }

  private void consider(Queue queue, long now) throws Exception {
    AddressKind kind = AddressKind.of(settings.namespace(), queue.getAddress().toString());
    Duration disuse = disuseOf(kind);
    if (disuse == null || queue.isConfigurationManaged() || queue.isInternalQueue()) {
      return;
    }
    AddressFacts known = facts.apply(queue.getName());
    Watch watch = watched.computeIfAbsent(queue.getName(), name -> new Watch());
    long taken = queue.getMessagesAdded();
    boolean waiting = !kind.isPerishable() && (queue.getMessageCount() > 0 || taken != watch.taken);
    if (known.wasTouched() || waiting || queue.getConsumerCount() > 0 || watch.idleSince == 0) {
      watch.idleSince = now;
      watch.taken = taken;
    } else if (now - watch.idleSince >= disuse.toNanos()) {
      remove(queue, known, kind, disuse);
    }
  }

  private void remove(Queue queue, AddressFacts known, AddressKind kind, Duration disuse)
      throws Exception {
    if (!known.close(disuse.compareTo(ARRIVAL) < 0 ? disuse : ARRIVAL)) {
      return;
    }
    boolean removed = false;
    try {
      // Nobody can come in any more; who came in before it was closed shows now.
      if (queue.getConsumerCount() > 0 || (!kind.isPerishable() && queue.getMessageCount() > 0)) {
        return;
      }
      server.destroyQueue(queue.getName(), null, true, false, false);
      removed = true;
      if (!kind.isTopic()) {
        server.removeAddressInfo(queue.getAddress(), null);
      }
      LOG.info("broker: removed the disused queue {} after={}", queue.getName(), disuse);
    } finally {
      settle(queue.getName(), known, removed);
    }
  }

  /** What was removed stays closed for whoever still holds its facts; a new one gets new facts. */
  private void settle(SimpleString name, AddressFacts known, boolean removed) {
    if (removed) {
      forget.accept(name);
    } else {
      known.reopen();
    }
  }

  /** An address whose owner went before it made the queue, or a room with nobody in it. */
  private void considerBare(SimpleString address, long now) throws Exception {
    AddressKind kind = AddressKind.of(settings.namespace(), address.toString());
    Duration disuse = disuseOf(kind);
    if (disuse == null || !kind.isTransient()) {
      return;
    }
    AddressFacts known = facts.apply(address);
    Watch watch = watched.computeIfAbsent(address, name -> new Watch());
    if (known.wasTouched() || watch.idleSince == 0) {
      watch.idleSince = now;
    } else if (now - watch.idleSince >= disuse.toNanos() && known.close(Duration.ZERO)) {
      boolean removed = false;
      try {
        removed = BareAddress.remove(server, address);
        if (!removed) {
          return;
        }
        LOG.info("broker: removed the disused address {} after={}", address, disuse);
      } finally {
        settle(address, known, removed);
      }
    }
  }

  private @Nullable Duration disuseOf(AddressKind kind) {
    return switch (kind) {
      case WORKER_GENERATED -> settings.workerDisuse();
      case RESULTS -> settings.resultsDisuse();
      case EVENTS, ROOM -> settings.subscriptionDisuse();
      case CANCEL, HEARTBEAT, GROUP_TOPIC, GROUP, GROUP_WORDS, NODE, REPLIES, EVERYONE, FILES ->
          settings.othersDisuse();
      default -> null;
    };
  }
}
