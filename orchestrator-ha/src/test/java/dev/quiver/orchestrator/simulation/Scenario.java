package dev.quiver.orchestrator.simulation;

import dev.quiver.orchestrator.Event;
import dev.quiver.orchestrator.OrchestratorConfig;
import dev.quiver.orchestrator.Place;
import dev.quiver.orchestrator.Target;
import dev.quiver.orchestrator.TaskHeader;
import dev.quiver.orchestrator.TaskKey;
import dev.quiver.orchestrator.TaskState;
import dev.quiver.orchestrator.Ticket;
import dev.quiver.orchestrator.schedule.CronRule;
import dev.quiver.orchestrator.schedule.Schedule;
import dev.quiver.tasks.BatchId;
import dev.quiver.tasks.TaskClass;
import dev.quiver.tasks.TaskId;
import dev.quiver.tasks.TaskType;
import dev.quiver.tasks.WorkerId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** What one seed stands for: who there is, what is submitted, cancelled, asked for and broken. */
final class Scenario {

  /** An admin's request in the control queue. */
  @FunctionalInterface
  interface Request {
    Event event(Ticket ticket);
  }

  static final int FAULTS_END_MS = 15_000;
  private static final int AHEAD = 2;

  final World world;
  final Checker checker;
  final Broker broker;
  final Breakage breakage;
  final OrchestratorConfig config;
  final int batch;
  final SortedSet<TaskType> types = new TreeSet<>();
  final List<SimOrchestrator> orchestrators = new ArrayList<>();
  final SortedMap<WorkerId, SimWorker> workers = new TreeMap<>();
  private final List<Event.CancelSeen> cancels = new ArrayList<>();
  private final List<Request> requests = new ArrayList<>();
  private final SortedSet<TaskKey> poison = new TreeSet<>();
  private final double losing;
  private final boolean scheduled;
  private boolean broken;

  Scenario(World world, Breakage breakage) {
    this.world = world;
    this.breakage = breakage;
    this.checker = new Checker();
    this.broker = new Broker(world, checker);
    this.batch = world.between(1, 8);
    this.losing = world.chance(0.5) ? 0.01 : 0;
    this.config =
        OrchestratorConfig.defaults()
            .withAhead(Duration.ofMillis(100), AHEAD, AHEAD)
            .withPolicy(
                world.chance(0.5)
                    ? OrchestratorConfig.Policy.ROUND_ROBIN
                    : OrchestratorConfig.Policy.LEAST_LOADED);
    // A part of the seeds: what the others play does not change by it.
    this.scheduled = world.seed() % 5 == 4 || breakage == Breakage.TELLS_FIRINGS_LATE;
    for (String type : List.of("a", "b", "c", "none")) {
      types.add(new TaskType(type));
    }
    people();
    tasks();
    admin();
    Faults.plan(this);
    if (scheduled) {
      schedules();
    }
  }

  private void people() {
    int leaders = world.between(2, 3);
    for (int i = 0; i < leaders; i++) {
      orchestrators.add(new SimOrchestrator(world, broker, this, String.valueOf((char) ('A' + i))));
    }
    int many = world.between(2, 4);
    for (int i = 1; i <= many; i++) {
      WorkerId id = new WorkerId("w" + i);
      SortedSet<TaskType> served = new TreeSet<>();
      served.add(new TaskType("a"));
      if (i != 2) {
        served.add(new TaskType("b"));
      }
      if (i == 1) {
        served.add(new TaskType("c"));
      }
      int slots = world.between(1, 3);
      SimWorker worker =
          new SimWorker(
              world,
              broker,
              this,
              id,
              slots,
              served,
              event -> orchestrators.forEach(each -> each.tell(event)));
      workers.put(id, worker);
      checker.limit(new Place.Assigned(id), slots + AHEAD);
    }
    orchestrators.forEach(each -> world.after(world.between(0, 2000), each::start));
    workers.values().forEach(each -> world.after(world.between(0, 3000), each::start));
  }

  private void tasks() {
    int many = world.between(10, 40);
    for (int i = 0; i < many; i++) {
      int number = i;
      world.after(world.between(0, 9000), () -> submit(number));
    }
  }

  private void submit(int number) {
    boolean grouped = world.chance(0.35);
    String type = grouped ? "b" : List.of("a", "a", "b", "c", "none").get(world.between(0, 4));
    TaskKey key = new TaskKey(new TaskId("t" + number), 0);
    boolean endsByItself = !type.equals("none");
    Instant deadline =
        !endsByItself || world.chance(0.1)
            ? world.now().plusMillis(world.between(500, 12_000))
            : null;
    TaskHeader task =
        new TaskHeader(
            key,
            new TaskType(type),
            grouped ? TaskClass.NORMAL : List.of(TaskClass.values()).get(world.between(0, 2)),
            "alice",
            world.chance(0.1) ? new BatchId("b1") : null,
            1,
            world.between(1, 3),
            deadline,
            grouped ? "g" + world.between(1, 2) : null,
            0,
            false);
    boolean named = !grouped && endsByItself && world.chance(0.08);
    if (!named && endsByItself && world.chance(0.03)) {
      poison.add(key);
    }
    if (world.chance(0.12)) {
      boolean rightful = world.chance(0.7);
      world.after(world.between(0, 6000), () -> cancel(rightful, key.id(), null));
    }
    if (world.chance(0.02)) {
      world.after(world.between(0, 3000), () -> cancel(true, null, new BatchId("b1")));
    }
    Place place =
        named
            ? new Place.Named(workers.firstKey())
            : new Place.Submit(task.type(), task.taskClass());
    broker.submit(place, task);
  }

  private void cancel(boolean rightful, @Nullable TaskId task, @Nullable BatchId batchId) {
    Event.CancelSeen cancel =
        new Event.CancelSeen(
            rightful ? "alice" : "mallory",
            false,
            task,
            batchId,
            world.now().plus(Duration.ofHours(1)));
    cancels.add(cancel);
    orchestrators.forEach(each -> each.tell(cancel));
  }

  private void admin() {
    if (world.chance(0.3)) {
      Target target =
          world.chance(0.3)
              ? new Target.Everything()
              : world.chance(0.3)
                  ? new Target.OneType(new TaskType("a"))
                  : new Target.OneWorker(workers.lastKey());
      Request stop =
          world.chance(0.5)
              ? ticket -> new Event.PauseRequested(ticket, target)
              : ticket -> new Event.DrainRequested(ticket, target);
      world.after(world.between(1000, 9000), () -> requests.add(stop));
      Request resume = ticket -> new Event.ResumeRequested(ticket, target);
      world.after(world.between(9000, FAULTS_END_MS), () -> requests.add(resume));
    }
  }

  /** Each fires every second until the faults end. */
  private void schedules() {
    int many = world.between(1, 3);
    for (int i = 0; i < many; i++) {
      String name = "s" + i;
      Schedule schedule =
          new Schedule(
              name,
              "alice",
              CronRule.parse("* * * * * *", "UTC", world.now()),
              new TaskType("a"),
              List.of(),
              "",
              TaskClass.NORMAL);
      Request add = ticket -> new Event.ScheduleRequested(ticket, schedule);
      world.after(world.between(500, 3000), () -> requests.add(add));
      Request remove = ticket -> new Event.UnscheduleRequested(ticket, name);
      world.after(FAULTS_END_MS, () -> requests.add(remove));
    }
  }

  // What the processes ask.

  List<Event.CancelSeen> cancels() {
    return cancels;
  }

  /** One at a time: the control queue is read in order. */
  List<Request> requests() {
    return requests.isEmpty() ? List.of() : requests.subList(0, 1);
  }

  void accepted(Request request) {
    requests.remove(request);
  }

  boolean isCancelled(TaskHeader task) {
    for (Event.CancelSeen cancel : cancels) {
      boolean fits =
          task.key().id().equals(cancel.task())
              || (cancel.batch() != null && cancel.batch().equals(task.batch()));
      if (fits && cancel.by().equals(task.submitter())) {
        return true;
      }
    }
    return false;
  }

  boolean isDue(TaskHeader task, Instant now) {
    return isCancelled(task) || task.isOverdue(now);
  }

  boolean kills(TaskHeader task) {
    return poison.contains(task.key());
  }

  int runTimeMs() {
    return world.chance(0.1) ? world.between(1000, 4000) : world.between(1, 200);
  }

  TaskState result(TaskHeader task) {
    if (world.chance(0.85)) {
      return TaskState.SUCCEEDED;
    }
    if (world.chance(0.3)) {
      return TaskState.FAILED;
    }
    return task.attempt() < task.maxAttempts() ? TaskState.RETRYING : TaskState.DEAD;
  }

  /** Whether a commit's answer gets lost, so that nobody knows what became of it. */
  boolean loses(int weight) {
    return losing > 0 && world.nowMs() < FAULTS_END_MS && world.chance(losing * weight);
  }

  /** Whether the broker refuses a commit, say for a queue that was just deleted. */
  boolean rollsBack() {
    double chance = scheduled ? 0.2 : 0.03;
    return losing > 0 && world.nowMs() < FAULTS_END_MS && world.chance(chance);
  }

  WorkerId anyWorker(TaskType type) {
    return workers.values().stream()
        .filter(each -> each.types.contains(type))
        .reduce((first, second) -> second)
        .orElseThrow()
        .id;
  }

  // Controls.

  void broke() {
    broken = true;
  }

  void breaks(BooleanSupplier act) {
    broken |= act.getAsBoolean();
  }

  boolean isBroken() {
    return broken;
  }

  /** The broker's own expiry: what it notices goes to the queue of the expired. */
  void expire() {
    for (Queue queue : new ArrayList<>(queuesWithDeadlines())) {
      Connection itself = broker.connect("broker");
      Message overdue = queue.take(itself, world.nowMs(), each -> each.task.isOverdue(world.now()));
      if (overdue != null) {
        Transaction transaction = new Transaction();
        transaction.acks.add(new Transaction.Ack(queue, overdue));
        transaction.sends.add(new Transaction.Send(new Place.Expired(), overdue.task, 0, 0));
        broker.commit(itself, transaction);
      }
      broker.close(itself);
    }
  }

  /** Where that task is. */
  @Nullable Place placeOf(@Nullable TaskHeader task) {
    for (Queue queue : broker.queues()) {
      for (Message message : queue.all()) {
        if (task != null && message.task.key().equals(task.key())) {
          return queue.place;
        }
      }
    }
    return null;
  }

  private List<Queue> queuesWithDeadlines() {
    List<Queue> found = new ArrayList<>();
    for (Queue queue : broker.queues()) {
      if (!(queue.place instanceof Place.Expired)) {
        found.add(queue);
      }
    }
    return found;
  }
}
