package dev.quiver.orchestrator.shell;

import dev.quiver.messaging.batch.Mailbox;
import dev.quiver.messaging.codec.Rejections;
import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.messaging.connection.ConnectionLostException;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.messaging.connection.Failures;
import dev.quiver.messaging.connection.QuiverMessagingException;
import dev.quiver.messaging.text.Sayings;
import dev.quiver.orchestrator.Effect;
import dev.quiver.orchestrator.Event;
import dev.quiver.orchestrator.Move;
import dev.quiver.orchestrator.Notice;
import dev.quiver.orchestrator.Place;
import dev.quiver.orchestrator.TaskKey;
import dev.quiver.orchestrator.TaskState;
import dev.quiver.orchestrator.core.Orchestrator;
import dev.quiver.orchestrator.ledger.Ledger;
import dev.quiver.tasks.TaskType;
import dev.quiver.tasks.WorkerId;
import dev.quiver.tasks.wire.TaskEvent;
import dev.quiver.tasks.wire.TaskEvents;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.jspecify.annotations.Nullable;

/**
 * An orchestrator on one connection: first a candidate, which hears of workers, cancels and events,
 * and with the token a leader. Whatever breaks, ends it as a whole; then nothing that it had not
 * committed has happened, and the role begins anew.
 */
final class Candidacy implements AutoCloseable {

  private static final Duration LONGEST_NAP = Duration.ofMillis(200);
  private static final int INPUTS_A_ROUND = 500;
  private static final int MAILBOX = 20_000;

  /** Without the token after this time, another one leads. */
  private static final Duration BACKUP_AFTER = Duration.ofMillis(1500);

  private record Wake(long atNanos, Event event) implements Comparable<Wake> {
    @Override
    public int compareTo(Wake other) {
      return Long.signum(atNanos - other.atNanos);
    }
  }

  private final Connections connections;
  private final BrokerConnection connection;
  private final RoleConfig config;
  private final Orchestrator core;
  private final Ledger ledger;
  private final Consumer<Notice> tell;
  private final Unserved unserved;
  private final Rejections rejections;
  private final Clock clock;
  private final Mailbox<Input> mailbox = new Mailbox<>(MAILBOX);
  private final PriorityQueue<Wake> wakes = new PriorityQueue<>();
  private final String nonce = UUID.randomUUID().toString().substring(0, 8);
  private final long beganNanos = System.nanoTime();
  private @Nullable LedgerFeed feed;
  private @Nullable Beats beats;
  private @Nullable CountDesk counts;
  private volatile @Nullable Companions companions;
  private @Nullable Leadership leadership;
  private @Nullable QueryDesk queries;
  private volatile SortedMap<TaskType, Instant> withoutWorker = new TreeMap<>();
  private boolean saidBackup;
  private volatile boolean opened;
  private volatile boolean closing;

  Candidacy(
      Connections connections,
      BrokerConnection connection,
      RoleConfig config,
      Orchestrator core,
      Ledger ledger,
      Consumer<Notice> tell,
      Rejections rejections,
      Clock clock) {
    this.connections = connections;
    this.connection = connection;
    this.config = config;
    this.core = core;
    this.ledger = ledger;
    this.tell = tell;
    this.unserved = new Unserved(tell);
    this.rejections = rejections;
    this.clock = clock;
  }

  /** Stands by, and leads once it may, until the connection ends or it is told to stop. */
  void run() throws InterruptedException {
    try {
      open();
      opened = true;
      while (!closing) {
        round();
      }
    } catch (ActiveMQException e) {
      throw Failures.translate(e);
    }
  }

  /** Whether it heard of all and queued up for the token. */
  boolean isOpened() {
    return opened;
  }

  /** Ends it soon. May be called by any thread. */
  void stop() {
    closing = true;
    mailbox.offer(new Input.Broken(ConnectionLostException.closedHere()));
  }

  private void open() throws ActiveMQException {
    connection.onChange(
        new BrokerConnection.ChangeListener() {
          @Override
          public void broken() {
            brokenBecause("failure.lost.broke");
          }

          @Override
          public void restored() {}

          @Override
          public void lost() {
            brokenBecause("failure.lost.gone");
          }
        });
    String user = connection.settings().requiredUser();
    String mine = user + ".%s." + config.id();
    Consumer<Event> learned = event -> mailbox.offer(new Input.Learned(event));
    feed =
        LedgerFeed.start(
            connection,
            mine.formatted("events"),
            ledger,
            new Snapshot(
                "snapshot-" + config.id() + "-" + nonce,
                connections,
                this::leaderKnown,
                ledger,
                clock),
            clock,
            mailbox::put,
            rejections);
    beats = Beats.listen(connection, mine.formatted("beats") + "-" + nonce, learned, rejections);
    WorkerEnds.listen(connection, mine.formatted("ends") + "-" + nonce, learned);
    CancelFeed.listen(connection, mine.formatted("cancels") + "-" + nonce, learned, rejections);
    companions = Companions.start(connection, config.id(), nonce, () -> inStep(), tell, clock);
    TokenKeeper keeper = new TokenKeeper(connection, config.id(), clock);
    Thread waiting = new Thread(() -> awaitToken(keeper), config.id() + "-token");
    waiting.setDaemon(true);
    waiting.start();
  }

  private String leaderKnown() {
    Companions watching = companions;
    return watching == null ? "" : watching.leader();
  }

  private boolean inStep() {
    LedgerFeed reading = feed;
    return reading != null && reading.isCaughtUp();
  }

  private void brokenBecause(String key) {
    String why = Sayings.ofMessaging().say(key);
    mailbox.offer(new Input.Broken(new ConnectionLostException(why, null)));
  }

  private void awaitToken(TokenKeeper keeper) {
    try {
      mailbox.offer(new Input.Crowned(keeper.await()));
    } catch (QuiverMessagingException e) {
      mailbox.offer(new Input.Broken(e));
    }
  }

  private void round() throws InterruptedException {
    Input input = mailbox.poll(nap());
    for (int i = 0; input != null; i++) {
      handle(input);
      input = i < INPUTS_A_ROUND ? mailbox.poll() : null;
    }
    long now = System.nanoTime();
    for (Wake next = wakes.peek(); next != null && next.atNanos() - now <= 0; ) {
      wakes.remove();
      step(next.event());
      next = wakes.peek();
    }
    Leadership leading = leadership;
    if (leading != null) {
      while (leading.work() && mailbox.size() == 0) {
        // What waits is handed over in full transactions until there is something to learn.
      }
    } else {
      sayBackup();
    }
  }

  private Duration nap() {
    Leadership leading = leadership;
    if (leading != null && leading.hasWaiting()) {
      return Duration.ZERO;
    }
    Wake next = wakes.peek();
    if (next == null) {
      return LONGEST_NAP;
    }
    Duration left = Duration.ofNanos(Math.max(0, next.atNanos() - System.nanoTime()));
    return left.compareTo(LONGEST_NAP) < 0 ? left : LONGEST_NAP;
  }

  private void handle(Input input) {
    Leadership leading = leadership;
    if (input instanceof Input.Happened happened) {
      learn(happened.events());
    } else if (input instanceof Input.Learned learned) {
      step(learned.event());
    } else if (input instanceof Input.Came came) {
      if (leading != null) {
        leading.onCame(came.arrived());
      }
    } else if (input instanceof Input.Wanted wanted) {
      if (leading != null) {
        leading.onWanted(wanted);
      }
    } else if (input instanceof Input.Crowned crowned) {
      lead(crowned.crown());
    } else if (input instanceof Input.Broken broken) {
      throw broken.why();
    }
  }

  private void learn(TaskEvents events) {
    if (leadership == null) {
      return;
    }
    for (TaskEvent each : events.events()) {
      WorkerId worker = each.worker() == null ? events.worker() : each.worker();
      if (each.state() != dev.quiver.tasks.wire.TaskState.ASSIGNED) {
        step(
            new Event.OutcomeSeen(
                worker,
                new TaskKey(each.taskId(), each.generation()),
                each.attempt(),
                each.epoch() == null ? 0 : each.epoch(),
                TaskState.of(each.state().label())));
      }
    }
  }

  private void lead(TokenKeeper.Crown crown) {
    LedgerFeed reading = feed;
    if (reading != null) {
      reading.abandonSnapshot();
    }
    try {
      CountDesk counting =
          new CountDesk(connection, config.id() + "-counts-" + nonce, mailbox::put);
      counts = counting;
      Leadership leading =
          new Leadership(
              connection,
              crown.epoch(),
              config,
              ledger,
              this::step,
              mailbox::offer,
              counting,
              rejections,
              clock);
      // It may have come so shortly before that it has not said that it stands by.
      boolean heardLeader = saidBackup || !leaderKnown().isEmpty();
      boolean takesOver = heardLeader && !crown.former().isEmpty();
      tell.accept(
          takesOver
              ? new Notice.TakingOver(crown.former(), crown.epoch())
              : new Notice.StartedAsPrimary(crown.epoch()));
      Companions watching = companions;
      if (watching != null) {
        watching.leads(crown.epoch());
      }
      leadership = leading;
      leading.begin();
      step(new Event.LeadershipGained(crown.epoch(), StateQueue.browse(connection)));
      Beats hearing = Objects.requireNonNull(beats, "beats are heard before the token comes");
      queries =
          new QueryDesk(
              config.id(),
              crown.epoch(),
              ledger,
              connections,
              connection,
              counting,
              () -> withoutWorker,
              hearing::running,
              clock);
    } catch (ActiveMQException e) {
      throw Failures.translate(e);
    }
  }

  private void step(Event event) {
    if (event instanceof Event.TimerFired) {
      withoutWorker = core.typesWithoutWorker();
    }
    Leadership leading = leadership;
    if (event instanceof Event.TaskArrived arrived && arrived.from() instanceof Place.Submit) {
      tell.accept(
          new Notice.TaskReceived(
              arrived.task().key().id(), arrived.task().type(), arrived.task().submitter()));
    }
    for (Effect effect : core.on(clock.instant(), event)) {
      if (effect instanceof Effect.Tell said) {
        unserved.accept(said.notice());
      } else if (effect instanceof Effect.StartTimer timer) {
        wakes.add(
            new Wake(
                System.nanoTime() + timer.after().toNanos(),
                new Event.TimerFired(timer.timer(), timer.epoch())));
      } else if (leading == null) {
        throw new IllegalStateException("who does not lead wants nothing done: " + effect);
      } else if (effect instanceof Move move) {
        leading.carryOut(move);
      } else if (effect instanceof Effect.Plain plain) {
        leading.carryOut(plain);
      }
    }
    if (leading != null) {
      leading.stepped();
    }
    CountDesk counting = counts;
    if (counting != null && event instanceof Event.QueuesCounted) {
      unserved.onCounted(counting.waitingByType());
    }
  }

  private void sayBackup() {
    if (saidBackup || System.nanoTime() - beganNanos < BACKUP_AFTER.toNanos()) {
      return;
    }
    String leader = leaderKnown();
    if (!leader.isEmpty()) {
      saidBackup = true;
      tell.accept(new Notice.StartedAsBackup(leader));
    }
  }

  /** Ends the connection; what was not committed did not happen. */
  @Override
  public void close() {
    closing = true;
    mailbox.close();
    Companions watching = companions;
    if (watching != null) {
      watching.close();
    }
    QueryDesk answering = queries;
    if (answering != null) {
      answering.close();
    }
    CountDesk counting = counts;
    if (counting != null) {
      counting.close();
    }
    LedgerFeed reading = feed;
    if (reading != null) {
      reading.close();
    }
    connection.close();
    if (leadership != null) {
      leadership = null;
      core.on(clock.instant(), new Event.LeadershipLost())
          .forEach(
              effect -> {
                if (effect instanceof Effect.Tell said) {
                  tell.accept(said.notice());
                }
              });
    }
  }
}
