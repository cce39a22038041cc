package dev.quiver.orchestrator.shell;

import dev.quiver.messaging.codec.JsonCodec;
import dev.quiver.messaging.codec.JsonReader;
import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.messaging.connection.WaitListener;
import dev.quiver.messaging.reply.Request;
import dev.quiver.messaging.reply.Responder;
import dev.quiver.orchestrator.OrchestratorReasons;
import dev.quiver.orchestrator.StateEntry;
import dev.quiver.orchestrator.TaskState;
import dev.quiver.orchestrator.ask.ScheduleView;
import dev.quiver.orchestrator.ask.Statistics;
import dev.quiver.orchestrator.ask.TaskList;
import dev.quiver.orchestrator.ask.TaskQuery;
import dev.quiver.orchestrator.ask.TaskView;
import dev.quiver.orchestrator.ledger.Ledger;
import dev.quiver.orchestrator.ledger.LedgerChunk;
import dev.quiver.orchestrator.ledger.LedgerFilter;
import dev.quiver.orchestrator.ledger.LedgerPage;
import dev.quiver.orchestrator.ledger.LedgerStatistics;
import dev.quiver.orchestrator.schedule.Schedule;
import dev.quiver.tasks.TaskId;
import dev.quiver.tasks.TaskType;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers the questions that come to {@code tasks.query}, while this orchestrator leads, from its
 * ledger and the broker's queues. Users hear of their own tasks, admins of all.
 */
final class QueryDesk implements AutoCloseable {

  /** So that a chunk is within the limits of documents, whatever is in its entries. */
  private static final int CHUNK_ENTRIES = 200;

  private static final int CHUNK_CHARS = 16 * 1024;

  private final String id;
  private final long epoch;
  private final Ledger ledger;
  private final BrokerConnection connection;
  private final CountDesk counts;
  private final Supplier<SortedMap<TaskType, Instant>> withoutWorker;
  private final WaitingTasks waiting;
  private final LongSupplier running;
  private final Clock clock;
  private final Responder responder;

  /**
   * Begins to answer.
   *
   * @param withoutWorker the types that wait for a worker, and since when
   * @param running how many tasks are executed now
   */
  QueryDesk(
      String id,
      long epoch,
      Ledger ledger,
      Connections connections,
      BrokerConnection connection,
      CountDesk counts,
      Supplier<SortedMap<TaskType, Instant>> withoutWorker,
      LongSupplier running,
      Clock clock) {
    this.id = id;
    this.epoch = epoch;
    this.ledger = ledger;
    this.connection = connection;
    this.counts = counts;
    this.withoutWorker = withoutWorker;
    this.running = running;
    this.waiting = new WaitingTasks(connection, counts, withoutWorker);
    this.clock = clock;
    this.responder =
        Responder.start(
            connections,
            connection.settings().addresses().taskQuery(),
            queues -> {},
            this::answer,
            WaitListener.silent(),
            clock);
  }

  private Responder.@Nullable Answer answer(Request request) {
    try {
      return new Responder.Answer(request.type(), JsonCodec.standard().write(found(request)));
    } catch (IllegalArgumentException e) {
      return new Responder.Answer(
          "refused",
          JsonCodec.standard().write(json -> json.field("reason", String.valueOf(e.getMessage()))));
    }
  }

  private JsonCodec.Writing found(Request request) {
    return switch (request.type()) {
      case "status" -> {
        String task = JsonCodec.standard().read(request.body(), QueryDesk::taskId);
        TaskView view = status(request, new TaskId(task).value());
        yield view::write;
      }
      case "list" -> {
        TaskQuery query = JsonCodec.standard().read(request.body(), TaskQuery::read);
        TaskList list = list(request, query);
        yield list::write;
      }
      case "stats" -> {
        Statistics statistics = statistics();
        yield statistics::write;
      }
      case "schedules" -> {
        List<ScheduleView> schedules = schedules(request);
        yield json -> json.objects("schedules", schedules, (each, out) -> each.write(out));
      }
      case Snapshot.QUESTION -> {
        LedgerChunk chunk = snapshot(request);
        yield json -> ChunkCodec.write(chunk, json);
      }
      default ->
          throw new IllegalArgumentException(
              OrchestratorReasons.say("refused.question", request.type()));
    };
  }

  private static String taskId(JsonReader in) throws java.io.IOException {
    String task = null;
    while (in.next()) {
      if (in.name().equals("taskId")) {
        task = in.string();
      } else {
        in.skip();
      }
    }
    return JsonReader.required("taskId", task);
  }

  private LedgerChunk snapshot(Request request) {
    if (!request.admin() && !request.user().equals(connection.settings().requiredUser())) {
      throw new IllegalArgumentException(OrchestratorReasons.say("refused.snapshot"));
    }
    return ledger.export(ChunkCodec.from(request.body()), CHUNK_ENTRIES, CHUNK_CHARS);
  }

  private TaskView status(Request request, String task) {
    TaskView view = ledger.find(task).map(TaskView::of).orElse(null);
    boolean takenBack = view != null && view.state().equals(TaskView.WAITING);
    if (view == null || takenBack || view.state().equals(TaskState.DEAD.label())) {
      // What was requeued from the dead waits, and no event has told of that.
      TaskView found = waiting.find(task);
      boolean newer = view != null && found.isKnown() && found.generation() > view.generation();
      if (view == null || newer || (takenBack && found.isKnown())) {
        view = found;
      }
    }
    boolean theirs = request.admin() || view.submitter().equals(request.user());
    return theirs || view.mayWait() ? view : TaskView.unknown(task);
  }

  /** What waits comes first; then what was assigned, the newest first. */
  private TaskList list(Request request, TaskQuery query) {
    String submitter = request.admin() ? query.submitter() : request.user();
    boolean onlyWaiting = TaskView.WAITING.equals(query.state());
    LedgerFilter filter =
        new LedgerFilter(
            query.state() == null || onlyWaiting ? null : TaskState.of(query.state()),
            query.type(),
            query.worker(),
            submitter,
            query.batch());
    boolean first = query.from() < 0;
    boolean withWaiting =
        (first || query.from() >= TaskList.WAITING) && (query.state() == null || onlyWaiting);
    if (!withWaiting) {
      long from = first ? LedgerPage.START : query.from();
      LedgerPage page = ledger.list(filter, from, query.limit());
      return new TaskList(
          page.entries().stream().map(TaskView::of).toList(), page.total(), page.next());
    }
    List<TaskView> found = waiting.list(view -> isListed(view, query, submitter));
    long before = first ? 0 : Math.min(query.from() - TaskList.WAITING, found.size());
    long shown = Math.min(before + query.limit(), found.size());
    List<TaskView> tasks = new ArrayList<>(found.subList((int) before, (int) shown));
    boolean more = shown < found.size();
    long rest = TaskList.WAITING + shown;
    if (onlyWaiting) {
      return new TaskList(tasks, found.size(), more ? rest : LedgerPage.END);
    }
    int room = query.limit() - tasks.size();
    LedgerPage page = ledger.list(filter, LedgerPage.START, Math.max(1, room));
    long total = found.size() + page.total();
    if (more || room == 0) {
      return new TaskList(tasks, total, more || page.total() > 0 ? rest : LedgerPage.END);
    }
    page.entries().forEach(entry -> tasks.add(TaskView.of(entry)));
    return new TaskList(tasks, total, page.next());
  }

  private boolean isListed(TaskView view, TaskQuery query, @Nullable String submitter) {
    return (query.type() == null || query.type().equals(view.type()))
        && (query.worker() == null || query.worker().equals(view.worker()))
        && (query.batch() == null || query.batch().equals(view.batch()))
        && (submitter == null || submitter.equals(view.submitter()))
        && ledger.find(view.taskId()).map(TaskView::of).stream()
            .noneMatch(told -> isTold(view, told, query));
  }

  /**
   * What was taken back from a worker is listed by the ledger, unless only what waits is wanted.
   */
  private static boolean isTold(TaskView found, TaskView told, TaskQuery query) {
    boolean onlyFound = TaskView.WAITING.equals(query.state());
    return told.generation() >= found.generation()
        && !(onlyFound && told.state().equals(TaskView.WAITING));
  }

  private Statistics statistics() {
    LedgerStatistics figures = ledger.statistics(clock.instant());
    SortedMap<String, Long> states = new TreeMap<>();
    figures.counts().forEach((state, count) -> states.put(state.label(), count));
    // Counted where it waits.
    states.remove(TaskState.WAITING.label());
    SortedMap<String, Long> types = counts.waitingByType();
    SortedMap<TaskType, Instant> without = withoutWorker.get();
    List<Statistics.TypeFigures> byType = new ArrayList<>();
    types.forEach(
        (type, count) ->
            byType.add(new Statistics.TypeFigures(type, count, without.get(new TaskType(type)))));
    List<String> paused = new ArrayList<>();
    for (StateEntry each : StateQueue.browse(connection)) {
      if (each instanceof StateEntry.Pause pause && pause.paused()) {
        paused.add(pause.target().key());
      }
    }
    long named = counts.named();
    long wait = sum(types.values()) + named;
    return new Statistics(
        id,
        epoch,
        states,
        sum(states.values()) + wait,
        wait,
        named,
        running.getAsLong(),
        figures.assignedPerSecond(),
        figures.endedPerSecond(),
        figures.waitedP50Ms(),
        figures.waitedP95Ms(),
        figures.ranP50Ms(),
        figures.ranP95Ms(),
        byType,
        paused);
  }

  private static long sum(Collection<Long> counts) {
    return counts.stream().mapToLong(Long::longValue).sum();
  }

  private List<ScheduleView> schedules(Request request) {
    List<ScheduleView> found = new ArrayList<>();
    for (StateEntry each : StateQueue.browse(connection)) {
      Schedule schedule = each instanceof StateEntry.Periodic periodic ? periodic.schedule() : null;
      if (schedule != null && (request.admin() || schedule.owner().equals(request.user()))) {
        found.add(
            new ScheduleView(
                schedule.name(),
                schedule.when().expression(),
                schedule.when().zone(),
                schedule.type().name(),
                schedule.args(),
                schedule.payload(),
                schedule.taskClass().label(),
                schedule.client(),
                schedule.owner(),
                schedule.when().next(clock.instant()).orElse(null)));
      }
    }
    return found;
  }

  @Override
  public void close() {
    responder.close();
  }
}
