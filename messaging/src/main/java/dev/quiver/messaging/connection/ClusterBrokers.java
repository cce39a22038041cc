package dev.quiver.messaging.connection;

import dev.quiver.messaging.text.Sayings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The brokers of a cluster for things that are on one of them and must not be on two, such as a
 * room of the chat. Which one has a thing follows from the thing's name and from the names that the
 * brokers have for each other; all who ask agree on it, however they reach the brokers, and also
 * while some of these are away. Safe for many threads.
 */
public final class ClusterBrokers implements AutoCloseable {

  private final List<Connections> ways;
  private final ConnectionSettings.Timings timings;
  private final Map<String, Connections> found = new ConcurrentHashMap<>();
  private final CountDownLatch closing = new CountDownLatch(1);

  /** All names; empty until a broker has said them. */
  private volatile List<String> names = List.of();

  private ClusterBrokers(Router router) {
    this.ways = router.preferred("").stream().map(Connections::to).toList();
    this.timings = router.designated().timings();
  }

  /** Those of a router that is spread; nothing is connected yet. */
  public static ClusterBrokers of(Router router) {
    return new ClusterBrokers(router);
  }

  /**
   * The name of the broker that has what bears that name, be it there or away. Once a broker has
   * said who is in the cluster nobody is asked.
   *
   * @throws BrokerUnreachableException if no broker has said so, and none answers
   * @throws ClusterUnclearException if they do not agree, or are none of a cluster
   * @throws QuiverMessagingException if none lets the user in
   */
  public String homeOf(String thing) {
    if (names.isEmpty()) {
      QuiverMessagingException why = ask();
      if (why instanceof ClusterUnclearException) {
        forget();
      }
      if (names.isEmpty() && why != null) {
        throw why;
      }
    }
    List<String> all = names;
    if (all.isEmpty()) {
      throw away(servers());
    }
    return Router.chosen(thing, all);
  }

  /**
   * Connects to the broker of that name, or gives up within a few seconds.
   *
   * @throws BrokerUnreachableException if it is away
   * @throws ClusterUnclearException if it says something else of the cluster than others have
   * @throws MemberLoginException if it does not let the user in
   */
  public BrokerConnection connect(String broker, Use use) {
    Connections way = found.get(broker);
    if (way == null) {
      QuiverMessagingException why = ask();
      way = found.get(broker);
      if (way == null) {
        throw why == null || isAway(why) ? away(List.of(broker)) : why;
      }
    }
    BrokerConnection connection = connect(way, use);
    try {
      MemberList list = MemberList.of(connection);
      learn(list);
      if (!list.self().equals(broker)) {
        found.remove(broker);
        throw away(List.of(broker));
      }
      return connection;
    } catch (RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  /**
   * Connects as {@link #connect} does, but waits, without limit, for a broker that is away.
   *
   * @throws ConnectionLostException if this is closed meanwhile
   */
  public BrokerConnection await(String broker, Use use) throws InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try {
        return connect(broker, use);
      } catch (QuiverMessagingException e) {
        if (!isAway(e)) {
          throw e;
        }
      }
      if (closing.await(timings.pauseAfter(attempt).toMillis(), TimeUnit.MILLISECONDS)) {
        throw ConnectionLostException.closedHere();
      }
    }
  }

  /**
   * Asks all of whom it is not known which they are.
   *
   * @return why one of them could not be asked; what can be mended goes before one that is away
   */
  private synchronized @Nullable QuiverMessagingException ask() {
    QuiverMessagingException why = null;
    for (Connections way : ways) {
      if (found.containsValue(way)) {
        continue;
      }
      try (BrokerConnection connection = connect(way, Use.FENCED)) {
        MemberList list = MemberList.of(connection);
        learn(list);
        found.put(list.self(), way);
      } catch (QuiverMessagingException e) {
        why = why == null || isAway(why) || e instanceof ClusterUnclearException ? e : why;
      }
    }
    return why;
  }

  private static BrokerConnection connect(Connections way, Use use) {
    try {
      return way.connect(use);
    } catch (LoginRefusedException e) {
      String user = e.user();
      throw user == null ? e : new MemberLoginException(String.join(", ", way.servers()), user, e);
    }
  }

  private void learn(MemberList list) {
    synchronized (found) {
      if (names.isEmpty()) {
        names = list.members();
      } else if (!names.equals(list.members())) {
        throw ClusterUnclearException.disagree(list.self(), list.members(), names);
      }
    }
  }

  /** What one said is not to be relied on when another one says something else. */
  private void forget() {
    synchronized (found) {
      names = List.of();
      found.clear();
    }
  }

  private static boolean isAway(QuiverMessagingException why) {
    return why instanceof BrokerUnreachableException
        || why instanceof ConnectionLostException
        || why instanceof UnknownOutcomeException;
  }

  private static BrokerUnreachableException away(List<String> servers) {
    return new BrokerUnreachableException(
        servers, Sayings.ofMessaging().say("failure.cluster.away"), null);
  }

  private List<String> servers() {
    List<String> all = new ArrayList<>();
    ways.forEach(way -> all.addAll(way.servers()));
    return all;
  }

  /** Ends every wait and closes every connection made here. */
  @Override
  public void close() {
    closing.countDown();
    ways.forEach(Connections::close);
  }
}
