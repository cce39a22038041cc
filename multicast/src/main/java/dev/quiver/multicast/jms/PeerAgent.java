package dev.quiver.multicast.jms;

import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.messaging.connection.BrokerUnreachableException;
import dev.quiver.messaging.connection.ConnectionLostException;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.messaging.connection.RolledBackException;
import dev.quiver.messaging.connection.UnknownOutcomeException;
import dev.quiver.messaging.connection.Use;
import dev.quiver.messaging.connection.WaitListener;
import dev.quiver.messaging.reply.Reply;
import dev.quiver.messaging.reply.ReplyTimeoutException;
import dev.quiver.messaging.reply.Requester;
import dev.quiver.messaging.text.UnusableValueException;
import dev.quiver.multicast.log.PeerLog.End;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * A peer that belongs to a group with a manager: registers, asks what comes next, runs the rounds
 * it is told to run, hands in its logs, and deregisters.
 */
public final class PeerAgent implements AutoCloseable {

  private static final Duration ANSWER = Duration.ofSeconds(5);
  private static final long ASK_EVERY_MS = 250;

  /** Hears what the agent does; any thread. */
  public interface Listener extends RoundListener {

    void registered(int number);

    /** It came too late for the round that it wanted to join. */
    void cameTooLate(int round);

    /** The manager does not answer; it is asked on. */
    void waitingForManager();

    void started(int round, RoundConfig config);

    /** The broker went away before it had begun the round. */
    void missed(int round);

    /** It ended; as crashed if its connection to the broker broke. */
    void ended(int round, PeerRound.Result result);
  }

  private final Connections connections;
  private final String group;
  private final String id;
  private final Path folder;
  private final boolean joins;
  private final Listener listener;
  private final Requester requester;
  private final CountDownLatch closing = new CountDownLatch(1);
  private int last;
  private boolean told;

  /**
   * @param id the peer's own, random: no other peer of the group bears it
   * @param folder where its logs go
   * @param joins whether it also takes part in a round that is under way
   */
  public PeerAgent(
      Connections connections,
      String group,
      String id,
      Path folder,
      boolean joins,
      Listener listener) {
    this.joins = joins;
    this.connections = connections;
    this.group = group;
    this.id = id;
    this.folder = folder;
    this.listener = listener;
    this.requester =
        Requester.start(connections, "peer-" + id, WaitListener.silent(), Clock.systemUTC());
  }

  /**
   * Registers and runs rounds until the manager says that there are no more. If the manager ends
   * without a word and another one comes, it registers with that. A round that breaks off, since
   * the broker goes away or another takes over, is not the last one.
   *
   * @throws dev.quiver.messaging.connection.QuiverMessagingException if the broker refuses
   * @throws UnusableValueException if the group is full
   */
  public void run() throws InterruptedException, IOException {
    int number = 0;
    while (closing.getCount() > 0) {
      if (number == 0) {
        Reply registered = ask(ManagerWords.REGISTER);
        if (registered == null) {
          continue;
        }
        number = ManagerWords.number(registered.body());
        if (registered.type().equals(ManagerWords.FULL)) {
          throw UnusableValueException.of("value.round.full", number);
        }
        listener.registered(number);
      }
      Reply next = ask(joins ? ManagerWords.JOIN : ManagerWords.NEXT);
      if (next != null && next.type().equals(ManagerWords.START)) {
        Manager.Round round = ManagerWords.round(next.body());
        last = round.number();
        ask(ManagerWords.STARTED);
        runRound(round, number);
      } else if (next != null && next.type().equals(ManagerWords.END)) {
        ask(ManagerWords.DEREGISTER);
        return;
      } else if (next != null && next.type().equals(ManagerWords.UNKNOWN)) {
        // Another server than the one before: it counts peers and rounds anew.
        number = 0;
        last = 0;
      } else if (closing.await(ASK_EVERY_MS, TimeUnit.MILLISECONDS)) {
        return;
      }
    }
  }

  private void runRound(Manager.Round round, int number) throws InterruptedException, IOException {
    RoundConfig config = round.config();
    listener.started(round.number(), config);
    PeerRound.Result result;
    try (PeerRound peer =
        PeerRound.start(connections, config, number, id, folder, listener, Clock.systemUTC())) {
      result = peer.await();
      if (result.end() != End.CRASHED) {
        // While it shows that it is here: the round is not over before its log is there.
        hasEnded(round, number, result);
        return;
      }
    } catch (NobodyToJoinException e) {
      listener.cameTooLate(round.number());
      return;
    } catch (BrokerUnreachableException | ConnectionLostException | UnknownOutcomeException e) {
      listener.missed(round.number());
      return;
    }
    hasEnded(round, number, result);
  }

  private void hasEnded(Manager.Round round, int number, PeerRound.Result result)
      throws InterruptedException, IOException {
    listener.ended(round.number(), result);
    handIn(
        new Reports.Submission(
            round.config().group(), number, id, result.log(), result.traffic(), result.ids()));
  }

  /** What it has delivered counts whatever became of the round: it waits for the broker. */
  private void handIn(Reports.Submission log) throws InterruptedException, IOException {
    while (true) {
      try (BrokerConnection connection = connections.await(Use.FENCED, WaitListener.silent())) {
        Reports.submit(connection, group, log);
        return;
      } catch (ConnectionLostException | UnknownOutcomeException | RolledBackException e) {
        // If it has arrived nevertheless: the same log twice is one.
        if (closing.await(ASK_EVERY_MS, TimeUnit.MILLISECONDS)) {
          return;
        }
      }
    }
  }

  private @org.jspecify.annotations.Nullable Reply ask(String type) throws InterruptedException {
    String queue = connections.settings().addresses().multicastManager(group);
    try {
      Reply reply =
          requester
              .ask(queue, type, ManagerWords.question(new ManagerWords.Question(id, last)), ANSWER)
              .get();
      told = false;
      return reply;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ReplyTimeoutException
          || e.getCause() instanceof dev.quiver.messaging.connection.QueueMissingException
          || e.getCause() instanceof UnknownOutcomeException) {
        if (!told) {
          told = true;
          listener.waitingForManager();
        }
        closing.await(ASK_EVERY_MS, TimeUnit.MILLISECONDS);
        return null;
      }
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  /** Asks it to end: after the round under way, at once if there is none. */
  @Override
  public void close() {
    closing.countDown();
    requester.close();
  }
}
