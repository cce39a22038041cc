package dev.quiver.tasks.client;

import dev.quiver.messaging.Addresses;
import dev.quiver.messaging.codec.Rejections;
import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.messaging.connection.ConnectionSettings;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.messaging.connection.Failures;
import dev.quiver.messaging.connection.QuiverMessagingException;
import dev.quiver.messaging.connection.Router;
import dev.quiver.messaging.connection.Use;
import dev.quiver.tasks.BatchId;
import dev.quiver.tasks.Outcome;
import dev.quiver.tasks.Task;
import dev.quiver.tasks.TaskId;
import jakarta.jms.ConnectionFactory;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Submits tasks and receives their outcomes.
 *
 * <p>A task that was accepted is on the broker's disk and will have exactly one outcome. Outcomes
 * go to a durable queue of this client's, so they wait if it is away; its name is the user's and
 * the client id's. The client survives restarts of the broker. Safe for several threads.
 *
 * <p>Closing it sends what waits to be sent, ends reading, and deletes the queue if no task is
 * outstanding; otherwise the next client of the same id finds the outcomes. That of an unnamed
 * client, whose id nobody knows, is always deleted.
 */
public final class TaskClient implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(TaskClient.class);
  private static final int RECENT_TAKEN = 10_000;
  private static final int RECENT_KEPT = 100_000;

  private final TaskClientConfig config;
  private final Connections connections;
  private final @Nullable Connections elsewhere;
  private final BrokerConnection reading;
  private final InboxQueue queue;
  private final InFlight inFlight;
  private final SubmitQueue submits;
  private final SubmitThread sender;
  private final Inbox inbox;
  private final Canceller canceller;
  private final ClientHistory history;
  private final AtomicBoolean closed = new AtomicBoolean();

  private TaskClient(
      TaskClientConfig config,
      Connections connections,
      @Nullable Connections elsewhere,
      BrokerConnection reading,
      BrokerConnection producing,
      BrokerConnection cancelling,
      ClientListener listener) {
    ConnectionSettings settings = connections.settings();
    Addresses addresses = settings.addresses();
    String name = addresses.taskResults(settings.requiredUser(), config.clientId());
    String thread = "quiver-client-" + config.clientId();
    this.config = config;
    this.connections = connections;
    this.elsewhere = elsewhere;
    this.reading = reading;
    this.queue = new InboxQueue(name);
    this.inFlight =
        new InFlight(
            config.maxInFlight(), new Recent(config.keep() ? RECENT_KEPT : RECENT_TAKEN), listener);
    this.submits = new SubmitQueue(config.maxBatch());
    CountDownLatch closing = new CountDownLatch(1);
    SubmitSession session = new SubmitSession(producing, queue.name(), config.spool());
    Submitter submitter =
        new Submitter(session, inFlight, config.retryWindow(), System::nanoTime, closing);
    this.sender =
        new SubmitThread(thread + "-submit", submits, submitter, session, inFlight, closing);
    Rejections rejections = new Rejections("client " + config.clientId(), LOG, Clock.systemUTC());
    this.history = new ClientHistory(config.history(), config.keep());
    InboxReader reader = new InboxReader(name, inFlight, config.spool(), rejections, history);
    boolean fetch = config.keep() && elsewhere != null;
    this.inbox =
        new Inbox(
            config.clientId(), reading, queue, config.keep(), fetch, reader, inFlight, listener);
    this.canceller = new Canceller(cancelling, config.cancelLife());
  }

  /** Connects, hearing nothing of what was submitted by others. */
  public static TaskClient connect(ConnectionSettings settings, TaskClientConfig config) {
    return connect(settings, config, ClientListener.NONE);
  }

  /**
   * Connects, makes sure that the results queue is there, and begins to read it. What waited there
   * goes to the listener.
   *
   * @throws QuiverMessagingException if the broker cannot be reached, does not let the user in, or
   *     is not one of ours
   * @throws ClientIdInUseException if another process reads the same results
   */
  public static TaskClient connect(
      ConnectionSettings settings, TaskClientConfig config, ClientListener listener) {
    return connect(Router.to(settings), config, listener);
  }

  /**
   * The same for tasks to pools where a cluster may have these: submits and outcomes go by the
   * client's home among its brokers, cancels by the designated one. Tasks to an orchestrator or to
   * one worker are for a client of the designated broker alone.
   */
  public static TaskClient connect(
      Router router, TaskClientConfig config, ClientListener listener) {
    ConnectionSettings home = router.home(config.clientId());
    home.requiredUser();
    String name = "task client " + config.clientId();
    Connections connections = Connections.to(home.withClientName(name));
    Connections elsewhere =
        router.isSpread() ? Connections.to(router.designated().withClientName(name)) : null;
    try {
      BrokerConnection reading = connections.connect(Use.CONSUME);
      // Submits are transacted: no confirmation window, see docs/adr/0401.
      BrokerConnection producing = connections.connect(Use.CONSUME);
      BrokerConnection cancelling = elsewhere == null ? producing : elsewhere.connect(Use.CONSUME);
      TaskClient client =
          new TaskClient(config, connections, elsewhere, reading, producing, cancelling, listener);
      client.open();
      return client;
    } catch (RuntimeException e) {
      connections.close();
      if (elsewhere != null) {
        elsewhere.close();
      }
      throw e;
    }
  }

  /**
   * Connects with what a JMS connection factory of Artemis says: URL, user and password. The client
   * makes its own connections, with the parameters it needs.
   *
   * @param namespace what all addresses begin with, {@code quiver} by default
   * @throws IllegalArgumentException if it is another library's factory, or has no user
   */
  public static TaskClient connect(
      ConnectionFactory factory,
      String namespace,
      TaskClientConfig config,
      ClientListener listener) {
    return connect(JmsFactories.settings(factory).withNamespace(namespace), config, listener);
  }

  private void open() {
    try (ClientSession session = reading.autoCommitSession()) {
      queue.ensure(session);
      if (!config.keep() && queue.consumers(session) > 0) {
        throw new ClientIdInUseException(config.clientId());
      }
      inbox.start();
    } catch (Exception e) {
      throw Failures.translate(e);
    }
    sender.start();
  }

  /**
   * Submits a task; when this returns it is on the broker's disk.
   *
   * @return its outcome, once it has ended
   * @throws QuiverMessagingException if it was refused, such as {@link UnknownTypeException},
   *     {@link UnknownWorkerException}, {@link PayloadTooLargeException}, {@link
   *     TaskUnsendableException}, or if its fate is unknown
   */
  public CompletableFuture<Outcome> submit(Task task, Destination to) throws InterruptedException {
    Submission submission = start(task, to);
    await(submission.accepted());
    return submission.outcome();
  }

  /**
   * Submits tasks together; when this returns each is on the broker's disk.
   *
   * @return their outcomes, in the same order
   * @throws QuiverMessagingException the first refusal; the others may have been accepted
   */
  public List<CompletableFuture<Outcome>> submitAll(Collection<Task> tasks, Destination to)
      throws InterruptedException {
    List<Submission> submissions = new ArrayList<>(tasks.size());
    for (Task task : tasks) {
      submissions.add(start(task, to));
    }
    for (Submission each : submissions) {
      await(each.accepted());
    }
    return submissions.stream().map(Submission::outcome).toList();
  }

  /** Begins to submit a task; waits only while too many are in flight. */
  public Submission start(Task task, Destination to) throws InterruptedException {
    Submission submission = new Submission(task.id());
    submit(task, to, submission);
    return submission;
  }

  /**
   * Begins to submit a task, and tells the listener what becomes of it: the way without a future a
   * task, for very many. Waits only while too many are in flight; never on the client's own
   * threads, so that a listener may submit.
   *
   * @throws IllegalArgumentException if a task of that id is in flight
   */
  public void submit(Task task, Destination to, TaskListener listener) throws InterruptedException {
    requireOpen("task " + task.id() + " was not sent");
    boolean wait = !sender.isCurrent() && !inbox.isCurrent();
    Pending pending = inFlight.add(task, to, history.recording(listener), wait);
    history.invoked(task.id());
    submits.add(pending, wait);
  }

  /**
   * Cancels a task, durably: if it waits it will not be executed, if it runs it is interrupted. Its
   * outcome tells which it was, or that it was too late.
   */
  public void cancel(TaskId task) {
    requireOpen("task " + task + " was not cancelled");
    canceller.cancel(task);
  }

  /** Cancels all tasks of a batch, durably, also those that are submitted later. */
  public void cancel(BatchId batch) {
    requireOpen("batch " + batch + " was not cancelled");
    canceller.cancel(batch);
  }

  /** What is known of that task here, without asking anybody. */
  public TaskStatus status(TaskId task) {
    TaskStatus known = inFlight.status(task);
    return known == null ? TaskStatus.unknown(task) : known;
  }

  /** The outcomes that wait in this client's results, looked at and left there. */
  public Results results() {
    return new Results(reading, queue.name(), config.spool());
  }

  /** How many tasks were submitted here and have not ended. */
  public int outstanding() {
    return inFlight.size();
  }

  private void requireOpen(String what) {
    if (closed.get()) {
      throw new ClientClosedException(what);
    }
  }

  private void await(CompletableFuture<Boolean> accepted) throws InterruptedException {
    if (sender.isCurrent()) {
      throw new IllegalStateException(
          "this is the thread that sends: submit with a listener instead of waiting here");
    }
    try {
      accepted.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof QuiverMessagingException refused) {
        throw refused;
      }
      throw Failures.translate(e);
    }
  }

  /**
   * Sends what waits to be sent (within the configured time), stops reading, deletes the results
   * queue if no task is outstanding and nothing waits in it, or if nobody comes back for it, and
   * disconnects. Whoever waits for a task that has not ended is told so. Idempotent.
   */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    try {
      sender.stop(config.closeTimeout().toMillis());
      inbox.stop(config.closeTimeout().toMillis());
      boolean unneeded = config.once() || (!config.keep() && inFlight.size() == 0);
      if (unneeded && !reading.isClosed()) {
        deleteInbox();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      inFlight.close();
      connections.close();
      if (elsewhere != null) {
        elsewhere.close();
      }
    }
  }

  private void deleteInbox() {
    try (ClientSession session = reading.autoCommitSession()) {
      if (config.once()) {
        queue.delete(session);
      } else {
        queue.deleteIfEmpty(session);
      }
    } catch (Exception e) {
      // The broker removes it after a time of disuse.
      LOG.debug("the results queue {} was not deleted: {}", queue.name(), e.getMessage());
    }
  }
}
