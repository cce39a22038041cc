package dev.quiver.multicast.jms;

import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.messaging.connection.Use;
import dev.quiver.messaging.connection.WaitListener;
import dev.quiver.messaging.reply.Request;
import dev.quiver.messaging.reply.Responder;
import dev.quiver.multicast.log.BadLogException;
import dev.quiver.multicast.log.LogText;
import dev.quiver.multicast.log.PeerLog;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The group manager and comparison service: peers register with it, it starts rounds and collects
 * what each peer delivered.
 */
public final class GroupServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(GroupServer.class);
  private static final Duration LOOK = Duration.ofMillis(200);

  /** How long a log is waited for after its peer was last heard of. */
  private static final Duration LATE = Duration.ofSeconds(15);

  /**
   * What a round has brought.
   *
   * @param logs of those who handed one in, in the order in which they came
   * @param missing who handed in none
   * @param damaged who handed in one that makes no sense; it counts as none
   * @param notStarted who never answered that it started
   * @param joined who came when the round was under way
   */
  public record Outcome(
      List<PeerLog> logs,
      SortedSet<Integer> missing,
      SortedSet<Integer> damaged,
      SortedSet<Integer> notStarted,
      SortedSet<Integer> joined,
      Traffic traffic) {
    public Outcome {
      logs = List.copyOf(logs);
    }
  }

  private final BrokerConnection connection;
  private final Manager manager;
  private final Responder responder;
  private final Reports reports;
  private int rounds;

  /** Serves that group from now on. */
  public GroupServer(Connections connections, String group) {
    this.connection = connections.connect(Use.FENCED);
    this.manager = new Manager(Clock.systemUTC());
    String queue = connection.settings().addresses().multicastManager(group);
    this.responder =
        Responder.start(
            connections,
            queue,
            queues -> queues.durable(queue),
            this::answer,
            WaitListener.silent(),
            Clock.systemUTC());
    this.reports = Reports.open(connection, group);
  }

  private Responder.@Nullable Answer answer(Request request) {
    ManagerWords.Question question = ManagerWords.question(request.body());
    switch (request.type()) {
      case ManagerWords.REGISTER -> {
        return new Responder.Answer(
            ManagerWords.REGISTERED, ManagerWords.number(manager.register(question.id())));
      }
      case ManagerWords.DEREGISTER -> manager.deregister(question.id());
      case ManagerWords.STARTED -> manager.started(question.id(), question.round());
      case ManagerWords.LIST -> {
        return new Responder.Answer(ManagerWords.PEERS, ManagerWords.peers(manager.list()));
      }
      case ManagerWords.NEXT -> {
        return next(manager.next(question.id(), question.round()));
      }
      case ManagerWords.JOIN -> {
        return next(manager.join(question.id(), question.round()));
      }
      default -> {
        return null;
      }
    }
    return new Responder.Answer(ManagerWords.OK, "{}");
  }

  private Responder.Answer next(Manager.@Nullable Round round) {
    if (round != null) {
      return new Responder.Answer(ManagerWords.START, ManagerWords.round(round));
    }
    return new Responder.Answer(manager.hasEnded() ? ManagerWords.END : ManagerWords.WAIT, "{}");
  }

  /** The numbers of the peers that are there. */
  public SortedSet<Integer> present() {
    return manager.present();
  }

  /**
   * Waits until so many peers are there, or the time is over.
   *
   * @return those who are
   */
  public SortedSet<Integer> awaitPeers(int count, Duration patience) throws InterruptedException {
    long until = System.nanoTime() + patience.toNanos();
    SortedSet<Integer> present = manager.present();
    while (present.size() < count && System.nanoTime() < until) {
      Thread.sleep(LOOK.toMillis());
      present = manager.present();
    }
    return present;
  }

  /**
   * Runs a round: starts the peers, waits for their logs. A peer that is gone is not waited for.
   *
   * @param arrived hears whose log has come
   * @param limit after which it is ended whatever is missing
   */
  public Outcome run(RoundConfig config, IntConsumer arrived, Duration limit)
      throws InterruptedException {
    Manager.Round round = new Manager.Round(++rounds, config);
    manager.start(round);
    PeersHere here = new PeersHere(connection, config.group());
    long until = System.nanoTime() + limit.toNanos();
    List<PeerLog> logs = new ArrayList<>();
    Traffic traffic = Traffic.NONE;
    TreeSet<Integer> members = new TreeSet<>(config.members());
    TreeSet<Integer> waiting = new TreeSet<>(members);
    TreeSet<Integer> damaged = new TreeSet<>();
    TreeMap<Integer, Long> lastSeen = new TreeMap<>();
    long begun = System.nanoTime();
    while (!waiting.isEmpty() && System.nanoTime() < until) {
      Optional<Reports.Submitted> log = reports.poll(LOOK);
      if (log.isPresent() && isWanted(log.get(), config.group(), members, logs)) {
        waiting.remove(log.get().peer());
        Optional<PeerLog> read = read(log.get());
        if (read.isEmpty()) {
          damaged.add(log.get().peer());
        } else {
          logs.add(read.get());
          traffic = traffic.plus(log.get().traffic());
          arrived.accept(log.get().peer());
        }
      }
      long now = System.nanoTime();
      for (int joiner : manager.joiners()) {
        if (members.add(joiner)) {
          waiting.add(joiner);
          lastSeen.put(joiner, now);
        }
      }
      for (int peer : here.now().keySet()) {
        lastSeen.put(peer, now);
      }
      long late = config.startWait().plus(LATE).toNanos();
      waiting.removeIf(
          peer ->
              lastSeen.containsKey(peer)
                  ? now - lastSeen.get(peer) > LATE.toNanos()
                  : now - begun > late);
      if (Thread.interrupted()) {
        throw new InterruptedException("interrupted while the logs were waited for");
      }
    }
    manager.over();
    TreeSet<Integer> missing = new TreeSet<>(members);
    logs.forEach(log -> missing.remove(log.peer()));
    missing.removeAll(damaged);
    TreeSet<Integer> notStarted = new TreeSet<>(config.members());
    notStarted.removeAll(manager.startedOf(round.number()));
    members.removeAll(config.members());
    return new Outcome(logs, missing, damaged, notStarted, members, traffic);
  }

  private static boolean isWanted(
      Reports.Submitted log, String group, SortedSet<Integer> members, List<PeerLog> logs) {
    return log.group().equals(group)
        && members.contains(log.peer())
        && logs.stream().noneMatch(each -> each.peer() == log.peer());
  }

  /** A log that makes no sense counts as none. */
  private static Optional<PeerLog> read(Reports.Submitted submitted) {
    try {
      PeerLog log = LogText.read("the log of peer " + submitted.peer(), submitted.text());
      if (log.peer() == submitted.peer()) {
        return Optional.of(log);
      }
      LOG.warn("peer {} handed in the log of peer {}", submitted.peer(), log.peer());
    } catch (BadLogException e) {
      LOG.warn("a log that was handed in is left out: {}", e.getMessage());
    }
    return Optional.empty();
  }

  /** Tells the peers that there are no more rounds, and waits a little for them to go. */
  public void end(Duration patience) throws InterruptedException {
    manager.end();
    long until = System.nanoTime() + patience.toNanos();
    while (!manager.isEmpty() && !manager.present().isEmpty() && System.nanoTime() < until) {
      Thread.sleep(LOOK.toMillis());
    }
  }

  @Override
  public void close() {
    responder.close();
    reports.close();
    connection.close();
  }
}
