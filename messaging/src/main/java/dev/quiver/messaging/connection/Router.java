package dev.quiver.messaging.connection;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * To which broker a connection goes if there are several.
 *
 * <p>Queues with one owner and queues that keep the last value are of one broker: who leads, who is
 * here, what was cancelled, and all that goes through an orchestrator. They live on the designated
 * broker, or pair, at whose address everything finds the platform. Beside it there may be a cluster
 * of brokers for what grows: the pools, the outcomes of what was submitted to them, and what the
 * nodes of rings say to each other. A task client has one of these as its home, always the same,
 * for a submit that is sent again must meet the broker that remembers it, and outcomes wait where
 * they were asked for. Whose messages nobody remembers may go to any.
 */
public final class Router {

  private final ConnectionSettings designated;
  private final List<String> members;

  private Router(ConnectionSettings designated, List<String> members) {
    this.designated = designated;
    this.members = members;
  }

  /** One broker, or pair, for everything. */
  public static Router to(ConnectionSettings only) {
    return new Router(only, List.of());
  }

  /**
   * A designated broker, or pair, and a cluster beside it.
   *
   * @param cluster the addresses of its brokers, each as {@link ConnectionSettings#url} has one, in
   *     any order; those of a pair count as one. Empty for no cluster
   * @throws IllegalArgumentException if one is no broker's address
   */
  public static Router of(ConnectionSettings designated, List<String> cluster) {
    Set<String> members = new LinkedHashSet<>();
    for (String each : cluster) {
      members.add(BrokerUrl.parse(each).text());
    }
    return new Router(designated, List.copyOf(members));
  }

  /** Where leadership, presence, cancels and everything orchestrated is. */
  public ConnectionSettings designated() {
    return designated;
  }

  /** Whether pools are elsewhere too. */
  public boolean isSpread() {
    return !members.isEmpty();
  }

  /**
   * Where the pools are for that client, and its outcomes. The same for the same name, in whatever
   * order the cluster was named; a broker that is added takes over some names and moves no other.
   */
  public ConnectionSettings home(String name) {
    return isSpread() ? preferred(name).get(0) : designated;
  }

  /** All of the cluster, for who may go to any: first the one that is home for that name. */
  public List<ConnectionSettings> preferred(String name) {
    return members.stream().sorted(byRank(name)).map(designated::withUrl).toList();
  }

  /**
   * Any one of the cluster, for whom it is all the same which: all are asked at once, beginning
   * with that name's home, and the first that answers is taken; when it is away, another one. The
   * designated broker if there is no cluster.
   */
  public ConnectionSettings any(String name) {
    if (!isSpread()) {
      return designated;
    }
    List<BrokerUrl> all =
        preferred(name).stream().map(each -> BrokerUrl.parse(each.url())).toList();
    return designated.withUrl(BrokerUrl.anyOf(all).text());
  }

  /**
   * The one of those that has what bears that name. As with {@link #home} one that is added takes
   * over some names and moves no other.
   *
   * @param members their names, in any order, at least one
   */
  public static String chosen(String name, Collection<String> members) {
    return members.stream().min(byRank(name)).orElseThrow();
  }

  private static Comparator<String> byRank(String name) {
    return Comparator.comparingLong((String member) -> rank(name, member))
        .thenComparing(Comparator.naturalOrder());
  }

  /** Rendezvous: each pair of a name and a broker has a number, and the lowest wins. */
  private static long rank(String name, String member) {
    long hash = 0xcbf29ce484222325L;
    for (byte each : (name + "\n" + member).getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (each & 0xff)) * 0x100000001b3L;
    }
    // Names that end alike must not rank alike: mixes the low bits into all.
    hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
    hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return hash ^ (hash >>> 33);
  }
}
