package dev.quiver.orchestrator.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quiver.messaging.BrokerFixture;
import dev.quiver.messaging.codec.Rejections;
import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.messaging.connection.Use;
import dev.quiver.messaging.connection.WaitListener;
import dev.quiver.orchestrator.Event;
import dev.quiver.orchestrator.GroupKey;
import dev.quiver.orchestrator.Move;
import dev.quiver.orchestrator.StateEntry;
import dev.quiver.orchestrator.ledger.Ledger;
import dev.quiver.orchestrator.ledger.LedgerConfig;
import dev.quiver.orchestrator.schedule.CronRule;
import dev.quiver.orchestrator.schedule.Firings;
import dev.quiver.orchestrator.schedule.Schedule;
import dev.quiver.tasks.TaskClass;
import dev.quiver.tasks.TaskType;
import dev.quiver.tasks.WorkerId;
import dev.quiver.tasks.handler.HandlerRegistry;
import dev.quiver.tasks.worker.Worker;
import dev.quiver.tasks.worker.WorkerConfig;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What the core is told of a schedule's firing, and of what was committed with it. */
@Timeout(120)
class FiringIT {

  private static final TaskType TYPE = new TaskType("test.echo");
  private static final Instant DUE = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir private Path folder;
  private final List<Event> told = new ArrayList<>();
  private final List<Input> mailbox = new CopyOnWriteArrayList<>();
  private BrokerFixture broker;
  private Ledger ledger;
  private Connections connections;
  private CountDesk counts;
  private Leadership leading;

  @BeforeEach
  void lead() throws Exception {
    broker = BrokerFixture.in(folder);
    // Makes the queues of its type.
    Worker.start(
            WorkerConfig.named(new WorkerId("w1")),
            broker.as("worker"),
            HandlerRegistry.of(new EchoHandler(TYPE.name())),
            WaitListener.silent())
        .close();
    RoleConfig config = RoleConfig.of("A", LedgerConfig.in(folder.resolve("ledger")));
    ledger = Ledger.open(config.ledger());
    connections = broker.connectionsAs("orchestrator");
    BrokerConnection connection = connections.connect(Use.FENCED);
    counts = new CountDesk(connection, "counts", mailbox::add);
    Clock clock = Clock.systemUTC();
    leading =
        new Leadership(
            connection,
            1,
            config,
            ledger,
            told::add,
            mailbox::add,
            counts,
            new Rejections("test", LoggerFactory.getLogger(FiringIT.class), clock),
            clock);
  }

  @AfterEach
  void close() {
    counts.close();
    connections.close();
    ledger.close();
    broker.close();
  }

  private static Move.Note note(long number) {
    return new Move.Note(number, StateEntry.Group.over(new GroupKey("alice", TYPE, "g" + number)));
  }

  private static Move.Fire fire(long number) {
    Schedule schedule =
        new Schedule(
            "hourly",
            "alice",
            CronRule.parse("0 * * * *", "UTC", DUE),
            TYPE,
            List.of(),
            "",
            TaskClass.NORMAL);
    return new Move.Fire(number, schedule, Firings.id(schedule, DUE), DUE);
  }

  private long submitted() {
    return broker.depth("quiver.tasks.submit." + TYPE.name() + ".normal");
  }

  @Test
  void whatIsCommittedWithItIsToldBeforeAnythingElseIsPutIn() {
    leading.carryOut(note(1));
    leading.carryOut(fire(2));
    leading.stepped();

    assertThat(told).containsExactly(new Event.Committed(2));
    assertThat(mailbox).isEmpty();
    // The broker counts a moment after it has committed.
    await().until(() -> submitted() == 1);

    leading.carryOut(note(3));
    leading.commit();

    assertThat(told).containsExactly(new Event.Committed(2), new Event.Committed(3));
  }

  @Test
  void whatFollowsItInOneStepIsNotToldWithIt() {
    leading.carryOut(fire(1));
    leading.carryOut(note(2));
    leading.stepped();

    assertThat(told).containsExactly(new Event.Committed(1));

    leading.commit();

    assertThat(told).containsExactly(new Event.Committed(1), new Event.Committed(2));
  }

  @Test
  void oneThatAnEarlierLeaderMadeIsCommittedAndMadeOnce() {
    leading.carryOut(fire(1));
    leading.stepped();
    leading.carryOut(fire(2));
    leading.stepped();

    assertThat(told).containsExactly(new Event.Committed(1), new Event.Committed(2));
    await().until(() -> submitted() == 1);
  }
}
