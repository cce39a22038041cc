package dev.quiver.multicast.jms;

import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.messaging.connection.QuiverMessagingException;
import dev.quiver.messaging.connection.WaitListener;
import dev.quiver.messaging.reply.Request;
import dev.quiver.messaging.reply.Responder;
import dev.quiver.multicast.log.PeerLog;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
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

  /**
   * What a round has brought.
   *
   * @param handedIn all that is judged with it, also what does not count
   * @param logs of those who handed one in, in the order in which they came
   * @param missing who handed in none
   * @param damaged who handed in one that makes no sense; it counts as none
   * @param notStarted who never answered that it started
   * @param joined who came when the round was under way
   */
  public record Outcome(
      List<Reports.Submitted> handedIn,
      List<PeerLog> logs,
      SortedSet<Integer> missing,
      SortedSet<Integer> damaged,
      SortedSet<Integer> notStarted,
      SortedSet<Integer> joined,
      Traffic traffic) {
    public Outcome {
      handedIn = List.copyOf(handedIn);
      logs = List.copyOf(logs);
    }
  }

  private final Manager manager;
  private final Responder responder;
  private final ReportDesk desk;
  private final HandedIn earlier = new HandedIn();
  private int rounds;

  /** As {@link #GroupServer(Connections, String, WaitListener)}, and waits in silence. */
  public GroupServer(Connections connections, String group) {
    this(connections, group, WaitListener.silent());
  }

  /**
   * Serves that group from now on. Of a broker that goes away later, or is followed by another one,
   * it only loses time: it waits, and goes on.
   *
   * @param waiting hears that it waits
   */
  public GroupServer(Connections connections, String group, WaitListener waiting) {
    this.manager = new Manager(Clock.systemUTC());
    this.desk = new ReportDesk(connections, group, waiting);
    String queue = connections.settings().addresses().multicastManager(group);
    this.responder =
        Responder.start(
            connections,
            queue,
            queues -> queues.durable(queue),
            this::answer,
            WaitListener.silent(),
            Clock.systemUTC());
  }

  private Responder.@Nullable Answer answer(Request request) {
    ManagerWords.Question question = ManagerWords.question(request.body());
    manager.requireTheirs(question.id(), request.user());
    switch (request.type()) {
      case ManagerWords.REGISTER -> {
        int number = manager.register(question.id(), request.user());
        return number > 0
            ? new Responder.Answer(ManagerWords.REGISTERED, ManagerWords.number(number))
            : new Responder.Answer(ManagerWords.FULL, ManagerWords.number(RoundConfig.MAX_PEERS));
      }
      case ManagerWords.DEREGISTER -> manager.deregister(question.id());
      case ManagerWords.STARTED -> manager.started(question.id(), question.round());
      case ManagerWords.LIST -> {
        return new Responder.Answer(ManagerWords.PEERS, ManagerWords.peers(manager.list()));
      }
      case ManagerWords.NEXT, ManagerWords.JOIN -> {
        return next(question, request.type().equals(ManagerWords.JOIN));
      }
      default -> {
        return null;
      }
    }
    return new Responder.Answer(ManagerWords.OK, "{}");
  }

  private Responder.Answer next(ManagerWords.Question question, boolean joins) {
    if (!manager.knows(question.id())) {
      return new Responder.Answer(ManagerWords.UNKNOWN, "{}");
    }
    Manager.@Nullable Round round =
        joins
            ? manager.join(question.id(), question.round())
            : manager.next(question.id(), question.round());
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
    Manager.Round number = new Manager.Round(++rounds, config);
    manager.start(number);
    long until = System.nanoTime() + limit.toNanos();
    RoundUnderWay round = new RoundUnderWay(config, System.nanoTime());
    while (!round.isOver() && System.nanoTime() < until) {
      Optional<Reports.Submitted> log = poll(round);
      if (log.isPresent() && !log.get().group().equals(config.group())) {
        earlier.add(log.get());
      } else if (log.isPresent() && round.take(log.get(), manager.holder(log.get().peer()))) {
        arrived.accept(log.get().peer());
      }
      round.joined(manager.joiners(), System.nanoTime());
      look(round);
      round.giveUp(System.nanoTime());
      if (Thread.interrupted()) {
        throw new InterruptedException("interrupted while the logs were waited for");
      }
    }
    manager.over();
    return round.outcome(manager.startedOf(number.number()));
  }

  /** Whoever could not be heard while the broker was away may be there nevertheless. */
  private Optional<Reports.Submitted> poll(RoundUnderWay round) throws InterruptedException {
    BrokerConnection before = desk.connection();
    Optional<Reports.Submitted> log = desk.poll(LOOK);
    if (desk.connection() != before) {
      round.notLooked(System.nanoTime());
    }
    return log;
  }

  private void look(RoundUnderWay round) {
    try {
      PeersHere here = new PeersHere(desk.connection(), round.group());
      round.seen(here.now().keySet(), System.nanoTime());
    } catch (QuiverMessagingException e) {
      // Of a connection that has broken the desk says so, and makes it anew.
      if (!ReportDesk.isBreak(e)) {
        LOG.warn("nobody could be looked for: {}", e.getMessage());
      }
      round.notLooked(System.nanoTime());
    }
  }

  /**
   * The logs of rounds that were begun by another server of this group, which is gone: whoever had
   * ended has handed in its log, and the broker has kept it. A round is not told while peers of it
   * are still to be seen.
   */
  public List<HandedIn.Round> earlier() throws InterruptedException {
    for (Optional<Reports.Submitted> log = desk.poll(LOOK);
        log.isPresent();
        log = desk.poll(LOOK)) {
      earlier.add(log.get());
    }
    return earlier.takeOver(round -> round.isWhole() || isNobodyHere(round.group()));
  }

  private boolean isNobodyHere(String roundGroup) {
    try {
      return new PeersHere(desk.connection(), roundGroup).now().isEmpty();
    } catch (QuiverMessagingException e) {
      if (!ReportDesk.isBreak(e)) {
        LOG.warn("nobody of {} could be looked for: {}", roundGroup, e.getMessage());
      }
      return false;
    }
  }

  /**
   * Those logs are judged. Until then they come again to the next server; so do all others.
   *
   * @param logs of an {@link Outcome}, or of {@link #earlier}
   */
  public void judged(Collection<Reports.Submitted> logs) throws InterruptedException {
    desk.judged(logs);
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
    desk.close();
  }
}
