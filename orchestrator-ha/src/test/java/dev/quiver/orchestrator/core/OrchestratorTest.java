package dev.quiver.orchestrator.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.orchestrator.Effect;
import dev.quiver.orchestrator.Ending;
import dev.quiver.orchestrator.Event;
import dev.quiver.orchestrator.Move;
import dev.quiver.orchestrator.Notice;
import dev.quiver.orchestrator.OrchestratorConfig;
import dev.quiver.orchestrator.Place;
import dev.quiver.orchestrator.StateEntry;
import dev.quiver.orchestrator.Target;
import dev.quiver.orchestrator.TaskHeader;
import dev.quiver.orchestrator.TaskKey;
import dev.quiver.orchestrator.TaskState;
import dev.quiver.orchestrator.Ticket;
import dev.quiver.orchestrator.Timer;
import dev.quiver.orchestrator.schedule.CronRule;
import dev.quiver.orchestrator.schedule.Schedule;
import dev.quiver.tasks.TaskClass;
import dev.quiver.tasks.TaskId;
import dev.quiver.tasks.TaskType;
import dev.quiver.tasks.WorkerId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class OrchestratorTest {

  private static final TaskType A = new TaskType("a");
  private static final TaskType B = new TaskType("b");

  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private Orchestrator orchestrator =
      new Orchestrator(OrchestratorConfig.defaults().withAhead(Duration.ofMillis(100), 100, 100));
  private final List<Effect> effects = new ArrayList<>();
  private long tickets;

  @ParameterizedTest
  @EnumSource
  void equalWorkersGetEquallyManyToWithinOne(OrchestratorConfig.Policy policy) {
    withPolicy(policy);
    lead();
    seen("w1", A);
    seen("w2", A);
    seen("w3", A);
    count();

    for (int i = 0; i < 100; i++) {
      arrive("t" + i, A);
    }

    assertThat(given().values()).hasSize(3).allMatch(each -> each == 33 || each == 34);
  }

  @ParameterizedTest
  @CsvSource({"ROUND_ROBIN, 25", "LEAST_LOADED, 40"})
  void aWorkerOfFourTimesTheSlotsGetsAsManyOrFourTimesAsMany(
      OrchestratorConfig.Policy policy, int wanted) {
    withPolicy(policy);
    lead();
    seen("w1", 1, A);
    seen("w2", 4, A);
    count();

    for (int i = 0; i < 50; i++) {
      arrive("t" + i, A);
    }

    assertThat(given()).containsEntry(new WorkerId("w2"), wanted);
  }

  @ParameterizedTest
  @CsvSource({"ROUND_ROBIN, 10", "LEAST_LOADED, 15"})
  void whatAWorkerHasAlreadyCountsForTheLeastLoaded(OrchestratorConfig.Policy policy, int wanted) {
    withPolicy(policy);
    lead();
    seen("w1", A);
    seen("w2", A);
    on(new Event.TimerFired(Timer.COUNT, 1));
    answer(new TreeMap<>(Map.of(new WorkerId("w1"), 10L)));

    for (int i = 0; i < 20; i++) {
      arrive("t" + i, A);
    }

    assertThat(given()).containsEntry(new WorkerId("w2"), wanted);
  }

  @Test
  void aBackupThatTakesOverAssignsWithTheFirstCountToTheWorkersItKnew() {
    seen("w1", A);
    lead();

    answer();

    assertThat(all(Effect.OpenIntake.class)).extracting(Effect.OpenIntake::type).containsOnly(A);
  }

  @Test
  void nothingIsTakenOfATypeWithoutAWorkerAndOthersAreNotDelayed() {
    lead();
    seen("w1", A);
    count();

    assertThat(all(Effect.OpenIntake.class)).extracting(Effect.OpenIntake::type).containsOnly(A);
    assertThat(orchestrator.typesWithoutWorker()).isEmpty();

    now = now.plusSeconds(4);
    seen("w1", A);
    count();

    assertThat(orchestrator.typesWithoutWorker()).containsOnlyKeys(B);
  }

  @Test
  void aFullWorkerClosesItsIntakeAndAnOutcomeOpensItAgain() {
    orchestrator =
        new Orchestrator(OrchestratorConfig.defaults().withAhead(Duration.ofMillis(100), 0, 0));
    lead();
    seen("w1", A);
    count();
    arrive("t1", A);
    arrive("t2", A);
    assertThat(all(Effect.CloseIntake.class)).hasSize(1);
    effects.clear();

    on(
        new Event.OutcomeSeen(
            new WorkerId("w1"), new TaskKey(new TaskId("t1"), 0), 1, 1, TaskState.SUCCEEDED));

    assertThat(all(Effect.OpenIntake.class)).hasSize(1);
  }

  @Test
  void aSilentWorkerIsFailedAfterTheLimitAndDrainedOnlyIntoALiveOne() {
    lead();
    seen("w1", A);
    count();
    arrive("t1", A);
    for (int i = 0; i < 16; i++) {
      now = now.plusMillis(250);
      on(new Event.TimerFired(Timer.CHECK, 1));
    }
    assertThat(all(Notice.WorkerSilent.class)).hasSize(1);
    assertThat(all(Effect.DrainQueueOf.class)).isEmpty();

    seen("w2", A);

    assertThat(all(Effect.DrainQueueOf.class)).hasSize(1);
  }

  @Test
  void anOrchestratorThatWasStoppedItselfJudgesNobody() {
    lead();
    seen("w1", A);
    now = now.plusSeconds(10);

    on(new Event.TimerFired(Timer.CHECK, 1));

    assertThat(all(Notice.WorkerSilent.class)).isEmpty();
  }

  @Test
  void aPausedWorkerGetsNothingUntilResumedAlsoUnderANewLeader() {
    lead(new StateEntry.Pause(new Target.OneWorker(new WorkerId("w1")), true, false));
    seen("w1", A);
    count();
    assertThat(all(Effect.OpenIntake.class)).isEmpty();

    on(new Event.ResumeRequested(ticket(), new Target.OneWorker(new WorkerId("w1"))));
    count();

    assertThat(all(Effect.OpenIntake.class)).hasSize(1);
    assertThat(all(Move.Accept.class)).hasSize(1);
  }

  @Test
  void aTaskThatRunsAloneAndKillsItsWorkerAsOftenAsAllowedIsDead() {
    lead();
    seen("w2", A);
    count();
    TaskHeader suspect = task("t1", A).withSuspicion(3, 5, true);

    on(new Event.TaskArrived(ticket(), new Place.Assigned(new WorkerId("w1")), suspect, 1));

    assertThat(all(Move.End.class)).extracting(Move.End::ending).containsExactly(Ending.DEAD);
  }

  @Test
  void aWorkersDeathCountsOnceHoweverOftenTheTaskWasDeliveredThere() {
    lead();
    seen("w9", A);
    count();
    TaskHeader task = task("t1", A);
    for (int deaths = 1; deaths <= 3; deaths++) {
      effects.clear();
      on(new Event.TaskArrived(ticket(), new Place.Assigned(new WorkerId("w" + deaths)), task, 3));

      task = all(Move.Assign.class).get(0).task();
      assertThat(task.deaths()).isEqualTo(deaths);
      assertThat(task.attempt()).isEqualTo(1);
      assertThat(task.alone()).isEqualTo(deaths == 3);
      assertThat(all(Notice.TaskMoved.class))
          .extracting(Notice.TaskMoved::execution)
          .containsExactly(deaths + 1);
    }
  }

  @Test
  void aWorkerThatWasGivenATaskToRunAloneGetsNothingElseAndWhatItHasNotBegunIsTakenBack() {
    lead();
    seen("w1", A);
    count();
    arrive("t0", A);
    arriveAlone("suspect");
    seen("w2", A);
    count();
    effects.clear();

    for (int i = 1; i <= 5; i++) {
      arrive("t" + i, A);
    }
    assertThat(given()).containsExactly(Map.entry(new WorkerId("w2"), 5));
    on(new Event.TimerFired(Timer.COUNT, 1));
    answer(new TreeMap<>(Map.of(new WorkerId("w1"), 2L)));
    assertThat(all(Effect.DrainQueueOf.class))
        .containsExactly(new Effect.DrainQueueOf(new WorkerId("w1"), true));

    ended("suspect", "w1");
    count();
    assertThat(all(Effect.StopDraining.class)).hasSize(1);
    effects.clear();
    arrive("t6", A);
    assertThat(given()).containsOnlyKeys(new WorkerId("w1"));
  }

  @Test
  void aWorkerThatEndsInGoodOrderIsRelievedAtOnceAndItsConnectionsEndIsNoNews() {
    lead();
    seen("w1", A);
    seen("w2", A);
    count();
    effects.clear();

    on(new Event.WorkerEnding(new WorkerId("w1"), "1"));
    on(new Event.WorkerGone(new WorkerId("w1"), "1"));

    assertThat(all(Notice.WorkerEnding.class)).hasSize(1);
    assertThat(all(Notice.WorkerLeft.class)).isEmpty();
    assertThat(all(Effect.DrainQueueOf.class))
        .containsExactly(new Effect.DrainQueueOf(new WorkerId("w1"), false));
    arrive("t1", A);
    assertThat(given()).containsOnlyKeys(new WorkerId("w2"));
  }

  @Test
  void aNewLeaderHearsFromAWorkerThatItRunsOneTaskAlone() {
    lead();
    seen("w1", 2, true, A);
    seen("w2", A);
    on(new Event.TimerFired(Timer.COUNT, 1));
    answer(new TreeMap<>(Map.of(new WorkerId("w1"), 2L)));

    arrive("t1", A);
    arrive("t2", A);
    assertThat(given()).containsOnlyKeys(new WorkerId("w2"));
    assertThat(all(Effect.DrainQueueOf.class))
        .containsExactly(new Effect.DrainQueueOf(new WorkerId("w1"), true));

    seen("w1", A);
    assertThat(all(Effect.StopDraining.class)).hasSize(1);
    arrive("t3", A);
    assertThat(given()).containsKey(new WorkerId("w1"));
  }

  @Test
  void ofAWorkerThatDiesWhileItRunsATaskAloneThatOneIsTakenToo() {
    lead();
    seen("w1", 2, true, A);
    seen("w2", A);
    on(new Event.TimerFired(Timer.COUNT, 1));
    answer(new TreeMap<>(Map.of(new WorkerId("w1"), 2L)));
    effects.clear();

    on(new Event.WorkerGone(new WorkerId("w1"), "1"));

    assertThat(effects)
        .containsSubsequence(
            new Effect.StopDraining(new WorkerId("w1")),
            new Effect.DrainQueueOf(new WorkerId("w1"), false));
  }

  @Test
  void aWorkerThatHasBeenGoneForAnHourIsForgottenAndItsQueueIsStillEmptied() {
    lead();
    seen("w1", A);
    count();
    on(new Event.WorkerGone(new WorkerId("w1"), "1"));
    now = now.plus(Duration.ofMinutes(61));
    seen("w2", A);
    count();
    effects.clear();

    on(new Event.TimerFired(Timer.COUNT, 1));
    answer(new TreeMap<>(Map.of(new WorkerId("w1"), 1L)));

    assertThat(all(Effect.DrainQueueOf.class))
        .extracting(Effect.DrainQueueOf::worker)
        .containsExactly(new WorkerId("w1"));
    seen("w1", A);
    assertThat(all(Notice.WorkerJoined.class))
        .extracting(Notice.WorkerJoined::worker)
        .containsExactly(new WorkerId("w1"));
  }

  @Test
  void aCancelOfAnotherUserDoesNotCount() {
    lead();
    seen("w1", A);
    count();
    Instant later = now.plusSeconds(60);
    on(new Event.CancelSeen("mallory", false, new TaskId("t1"), null, later));
    on(new Event.CancelSeen("alice", false, new TaskId("t2"), null, later));
    on(new Event.CancelSeen("root", true, new TaskId("t3"), null, later));

    arrive("t1", A);
    arrive("t2", A);
    arrive("t3", A);

    assertThat(all(Move.Assign.class)).hasSize(1);
    assertThat(all(Move.End.class)).hasSize(2);
  }

  @Test
  void aFiringThatWasRolledBackIsMadeAgainUnderTheSameIdAndACommittedOneIsNot() {
    Schedule hourly =
        new Schedule(
            "hourly",
            "alice",
            CronRule.parse("0 * * * *", "UTC", now),
            A,
            List.of(),
            "",
            TaskClass.NORMAL);
    lead(new StateEntry.Periodic("hourly", hourly, now.minus(Duration.ofHours(5))));
    assertThat(all(Move.Fire.class)).hasSize(1);
    assertThat(all(Notice.CaughtUp.class)).extracting(Notice.CaughtUp::missed).containsExactly(5);
    on(new Event.RolledBack());
    now = now.plusSeconds(1);
    on(new Event.TimerFired(Timer.FIRE, 1));

    assertThat(all(Move.Fire.class)).hasSize(2);
    assertThat(all(Move.Fire.class)).extracting(Move.Fire::id).containsOnly(fires(0).id());

    on(new Event.Committed(fires(1).number()));
    now = now.plusSeconds(1);
    on(new Event.TimerFired(Timer.FIRE, 1));
    assertThat(all(Move.Fire.class)).hasSize(2);
  }

  private void withPolicy(OrchestratorConfig.Policy policy) {
    orchestrator =
        new Orchestrator(
            OrchestratorConfig.defaults()
                .withAhead(Duration.ofMillis(100), 100, 100)
                .withPolicy(policy));
  }

  /** How many tasks each worker was given. */
  private SortedMap<WorkerId, Integer> given() {
    SortedMap<WorkerId, Integer> given = new TreeMap<>();
    all(Move.Assign.class).forEach(each -> given.merge(each.worker(), 1, Integer::sum));
    return given;
  }

  private Move.Fire fires(int index) {
    return all(Move.Fire.class).get(index);
  }

  private void lead(StateEntry... recorded) {
    on(new Event.LeadershipGained(1, List.of(recorded)));
  }

  private void seen(String worker, TaskType... types) {
    seen(worker, 2, types);
  }

  private void seen(String worker, int concurrency, TaskType... types) {
    seen(worker, concurrency, false, types);
  }

  private void seen(String worker, int concurrency, boolean alone, TaskType... types) {
    on(
        new Event.WorkerSeen(
            new WorkerId(worker), "1", new TreeSet<>(List.of(types)), concurrency, alone));
  }

  /** Asks again, and answers that: all queues are empty. */
  private void count() {
    on(new Event.TimerFired(Timer.COUNT, 1));
    answer();
  }

  private void answer() {
    answer(new TreeMap<>());
  }

  private void answer(SortedMap<WorkerId, Long> assigned) {
    List<Effect.CountQueues> requests = all(Effect.CountQueues.class);
    on(
        new Event.QueuesCounted(
            requests.get(requests.size() - 1).request(),
            assigned,
            new TreeMap<>(),
            new TreeSet<>(List.of(A, B))));
  }

  private void arrive(String id, TaskType type) {
    on(
        new Event.TaskArrived(
            ticket(), new Place.Submit(type, TaskClass.NORMAL), task(id, type), 0));
  }

  private void arriveAlone(String id) {
    on(
        new Event.TaskArrived(
            ticket(),
            new Place.Submit(A, TaskClass.NORMAL),
            task(id, A).withSuspicion(1, 3, true),
            0));
  }

  private void ended(String id, String worker) {
    on(
        new Event.OutcomeSeen(
            new WorkerId(worker), new TaskKey(new TaskId(id), 0), 1, 1, TaskState.SUCCEEDED));
  }

  private Ticket ticket() {
    return new Ticket(++tickets);
  }

  private static TaskHeader task(String id, TaskType type) {
    return new TaskHeader(
        new TaskKey(new TaskId(id), 0),
        type,
        TaskClass.NORMAL,
        "alice",
        null,
        1,
        3,
        null,
        null,
        0,
        false);
  }

  private void on(Event event) {
    effects.addAll(orchestrator.on(now, event));
  }

  private <T> List<T> all(Class<T> kind) {
    List<T> found = new ArrayList<>();
    for (Effect effect : effects) {
      Object each = effect instanceof Effect.Tell tell ? tell.notice() : effect;
      if (kind.isInstance(each)) {
        found.add(kind.cast(each));
      }
    }
    return found;
  }
}
