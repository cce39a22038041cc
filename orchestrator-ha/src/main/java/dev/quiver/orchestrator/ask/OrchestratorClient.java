package dev.quiver.orchestrator.ask;

import dev.quiver.messaging.Addresses;
import dev.quiver.messaging.codec.JsonCodec;
import dev.quiver.messaging.codec.JsonReader;
import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.messaging.connection.ConnectionSettings;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.messaging.connection.Failures;
import dev.quiver.messaging.connection.QuiverMessagingException;
import dev.quiver.messaging.connection.Use;
import dev.quiver.messaging.connection.WaitListener;
import dev.quiver.messaging.presence.PresenceBrowser;
import dev.quiver.messaging.presence.PresenceEntry;
import dev.quiver.messaging.presence.PresenceKind;
import dev.quiver.messaging.reply.Reply;
import dev.quiver.messaging.reply.ReplyTimeoutException;
import dev.quiver.messaging.reply.Requester;
import dev.quiver.orchestrator.OrchestratorReasons;
import dev.quiver.tasks.TaskId;
import dev.quiver.tasks.TaskType;
import dev.quiver.tasks.WorkerId;
import dev.quiver.tasks.client.Destination;
import dev.quiver.tasks.client.Results;
import dev.quiver.tasks.client.UnknownTypeException;
import dev.quiver.tasks.wire.Spool;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Asks whoever leads, and tells it what an admin wants. Safe for many threads.
 *
 * <p>Closing it removes its reply queue and its connections.
 */
public final class OrchestratorClient implements AutoCloseable {

  /** The reply to a schedule whose type nobody ever served. */
  public static final String UNKNOWN_TYPE = "unknownType";

  private static final Duration PATIENCE = Duration.ofSeconds(4);

  /** During a change of leaders a question may be lost; it is asked again once. */
  private static final int TRIES = 3;

  private final Connections connections;
  private final BrokerConnection connection;
  private final Addresses addresses;
  private @Nullable Requester requester;

  private OrchestratorClient(Connections connections, BrokerConnection connection) {
    this.connections = connections;
    this.connection = connection;
    this.addresses = connections.settings().addresses();
  }

  /**
   * Connects.
   *
   * @throws dev.quiver.messaging.connection.QuiverMessagingException if it cannot
   */
  public static OrchestratorClient connect(ConnectionSettings settings) {
    Connections connections = Connections.to(settings);
    try {
      return new OrchestratorClient(connections, connections.connect(Use.CONSUME));
    } catch (RuntimeException e) {
      connections.close();
      throw e;
    }
  }

  /** Whether an orchestrator is there, leading or standing by. */
  public boolean isAnyThere() {
    return !new PresenceBrowser(connection)
        .browse(PresenceKind.ORCHESTRATOR, OrchestratorClient::skip)
        .isEmpty();
  }

  /** The way for a task whose submitter names none: through an orchestrator, where one is. */
  public Destination usualWay() {
    return isAnyThere() ? Destination.orchestrator() : Destination.pool();
  }

  private static boolean skip(JsonReader in) throws IOException {
    while (in.next()) {
      in.skip();
    }
    return true;
  }

  /** Whether a worker that is there now has that type. */
  public boolean isServed(TaskType type) {
    return new PresenceBrowser(connection)
        .browse(PresenceKind.WORKER, OrchestratorClient::types).stream()
            .map(PresenceEntry::facts)
            .anyMatch(types -> types.contains(type.name()));
  }

  /** Whether that worker is there now. */
  public boolean isThere(WorkerId worker) {
    return new PresenceBrowser(connection)
        .browse(PresenceKind.WORKER, OrchestratorClient::skip).stream()
            .anyMatch(each -> each.id().equals(worker.value()));
  }

  /** The types of all workers that are there now. */
  public SortedSet<TaskType> servedTypes() {
    return new PresenceBrowser(connection)
        .browse(PresenceKind.WORKER, OrchestratorClient::types).stream()
            .flatMap(worker -> worker.facts().stream())
            .map(TaskType::new)
            .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Reads the types out of the facts in a worker's presence. */
  public static List<String> types(JsonReader in) throws IOException {
    List<String> types = List.of();
    while (in.next()) {
      if (in.name().equals("types")) {
        types = in.strings();
      } else {
        in.skip();
      }
    }
    return types;
  }

  /** What is known of that task. */
  public TaskView status(TaskId task) throws InterruptedException {
    return ask("status", json -> json.field("taskId", task.value()), TaskView::read);
  }

  /** A page of tasks. */
  public TaskList list(TaskQuery query) throws InterruptedException {
    return ask("list", query::write, TaskList::read);
  }

  /** The figures of now. */
  public Statistics statistics() throws InterruptedException {
    return ask("stats", json -> {}, Statistics::read);
  }

  /** The periodic tasks there are. */
  public List<ScheduleView> schedules() throws InterruptedException {
    return ask("schedules", json -> {}, OrchestratorClient::readSchedules);
  }

  private static List<ScheduleView> readSchedules(JsonReader in) throws IOException {
    List<ScheduleView> found = List.of();
    while (in.next()) {
      if (in.name().equals("schedules")) {
        found = in.list(each -> each.object(ScheduleView::read));
      } else {
        in.skip();
      }
    }
    return found;
  }

  /**
   * Gives nothing more to the target.
   *
   * @param target {@code everything}, {@code worker/<id>} or {@code type/<type>}
   */
  public void pause(String target) throws InterruptedException {
    tell("pause", json -> json.field("target", target));
  }

  /** Lifts a pause or a drain. */
  public void resume(String target) throws InterruptedException {
    tell("resume", json -> json.field("target", target));
  }

  /** Pauses, and gives what waits with a worker to others. */
  public void drain(String target) throws InterruptedException {
    tell("drain", json -> json.field("target", target));
  }

  /**
   * Adds or replaces a periodic task, and makes the place where its outcomes wait: nobody but their
   * owner may.
   *
   * @throws UnknownTypeException if nobody ever served its type
   */
  public void schedule(ScheduleView schedule) throws InterruptedException {
    Results.of(connection, schedule.client(), Spool.defaults()).makeRoom();
    Reply reply = send(addresses.orchestratorControl(), "schedule", schedule::write);
    if (reply.type().equals(UNKNOWN_TYPE)) {
      throw new UnknownTypeException(new TaskType(schedule.type()));
    }
    requireDone(reply);
  }

  /** Removes a periodic task. */
  public void unschedule(String name) throws InterruptedException {
    tell("unschedule", json -> json.field("name", name));
  }

  private void tell(String type, JsonCodec.Writing body) throws InterruptedException {
    requireDone(send(addresses.orchestratorControl(), type, body));
  }

  private static void requireDone(Reply reply) {
    if (!reply.type().equals("done")) {
      throw new RequestRefusedException(reason(reply));
    }
  }

  private <T> T ask(String type, JsonCodec.Writing body, JsonCodec.Reading<T> reading)
      throws InterruptedException {
    Reply reply = send(addresses.taskQuery(), type, body);
    if (reply.type().equals("refused")) {
      throw new RequestRefusedException(reason(reply));
    }
    return JsonCodec.standard().read(reply.body(), reading);
  }

  private static String reason(Reply reply) {
    return JsonCodec.standard()
        .read(
            reply.body(),
            in -> {
              String reason = OrchestratorReasons.say("refused");
              while (in.next()) {
                if (in.name().equals("reason")) {
                  reason = in.string();
                } else {
                  in.skip();
                }
              }
              return reason;
            });
  }

  private Reply send(String queue, String type, JsonCodec.Writing body)
      throws InterruptedException {
    String document = JsonCodec.standard().write(body);
    for (int attempt = 1; ; attempt++) {
      try {
        return requester().askConfirmed(queue, type, document, PATIENCE).get();
      } catch (ExecutionException e) {
        boolean unanswered = e.getCause() instanceof ReplyTimeoutException;
        if (!unanswered && e.getCause() instanceof QuiverMessagingException known) {
          throw known;
        } else if (!unanswered) {
          throw Failures.translate(e);
        }
        if (attempt >= TRIES || !isAnyThere()) {
          throw new NoLeaderException(e);
        }
      }
    }
  }

  private synchronized Requester requester() {
    Requester asking = requester;
    if (asking == null) {
      asking =
          Requester.start(
              connections,
              "ask-" + UUID.randomUUID().toString().substring(0, 12),
              WaitListener.silent(),
              Clock.systemUTC());
      requester = asking;
    }
    return asking;
  }

  @Override
  public void close() {
    Requester asking = requester;
    if (asking != null) {
      asking.close();
    }
    connections.close();
  }
}
