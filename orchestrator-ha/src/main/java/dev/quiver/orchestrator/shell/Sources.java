package dev.quiver.orchestrator.shell;

import dev.quiver.messaging.Addresses;
import dev.quiver.messaging.batch.KnownQueues;
import dev.quiver.messaging.connection.Failures;
import dev.quiver.orchestrator.GroupKey;
import dev.quiver.orchestrator.Place;
import dev.quiver.tasks.TaskClass;
import dev.quiver.tasks.TaskType;
import dev.quiver.tasks.WorkerId;
import dev.quiver.tasks.wire.TaskCodec;
import dev.quiver.tasks.wire.WireProperties;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.jspecify.annotations.Nullable;

/**
 * The queues that a leader takes tasks from. An intake that the core closes hands over nothing
 * more; its consumers stay for a moment, since a type whose workers are busy closes and opens many
 * times a second, and then give back what lies in their windows. Belongs to the role's thread.
 */
final class Sources {

  private static final int INTAKE_BYTES = 256 * 1024;
  private static final int DRAIN_BYTES = 64 * 1024;
  private static final int SWEEP_BYTES = 32 * 1024;
  private static final String NOT_ALONE = WireProperties.TASK_ALONE + " IS NULL";
  private static final long FETCH_PAUSE_NANOS = 20_000_000L;
  private static final long LINGER_NANOS = 500_000_000L;

  private final ClientSession session;
  private final Addresses addresses;
  private final TaskCodec codec;
  private final Consumer<Arrived> came;
  private final Map<TaskType, Intake> intakes = new LinkedHashMap<>();
  private final Deque<Intake> turn = new ArrayDeque<>();
  private final Map<WorkerId, TaskSource> drains = new LinkedHashMap<>();
  private final Map<Place, TaskSource> sweeps = new LinkedHashMap<>();
  private final List<TaskSource> released = new ArrayList<>();
  private final TaskSource expired;

  /** One type's submit queues, the most urgent class first. */
  private static final class Intake {
    final TaskType type;
    final List<TaskSource> byClass = new ArrayList<>();
    boolean open;
    long closedAt;

    Intake(TaskType type) {
      this.type = type;
    }
  }

  /**
   * None is open yet.
   *
   * @param codec reads messages, on the client's thread
   * @param came told of each message, on the client's thread
   */
  Sources(ClientSession session, Addresses addresses, TaskCodec codec, Consumer<Arrived> came) {
    this.session = session;
    this.addresses = addresses;
    this.codec = codec;
    this.came = came;
    this.expired = source(new Place.Expired(), addresses.taskExpired(), null, SWEEP_BYTES);
  }

  private TaskSource source(Place place, String queue, @Nullable String filter, int bytes) {
    return new TaskSource(place, queue, filter, bytes, codec, came);
  }

  void openExpired() {
    open(List.of(expired));
  }

  /** From now on tasks of that type are handed over; only queues that exist are read. */
  void openIntake(TaskType type, KnownQueues queues) {
    Intake intake = intakes.computeIfAbsent(type, Intake::new);
    if (!intake.open) {
      intake.open = true;
      turn.add(intake);
    }
    if (intake.byClass.isEmpty()) {
      for (TaskClass each : TaskClass.values()) {
        String queue = addresses.taskSubmit(type.name(), each.label());
        Place place = new Place.Submit(type, each);
        stopSweeping(place);
        if (queues.exists(queue)) {
          intake.byClass.add(source(place, queue, null, INTAKE_BYTES));
        }
      }
      open(intake.byClass);
    }
  }

  void closeIntake(TaskType type) {
    Intake intake = intakes.get(type);
    if (intake != null && intake.open) {
      intake.open = false;
      intake.closedAt = System.nanoTime();
      turn.remove(intake);
    }
  }

  /** What lies in the windows of intakes that stay closed goes back. */
  void closeIdle(long nowNanos) {
    for (Intake each : intakes.values()) {
      if (!each.open && !each.byClass.isEmpty() && nowNanos - each.closedAt > LINGER_NANOS) {
        giveBack(each);
      }
    }
  }

  private static void giveBack(Intake intake) {
    intake.byClass.forEach(TaskSource::close);
    intake.byClass.clear();
  }

  /** Begins to take what lies in that worker's queue, but for what is to run alone if so asked. */
  void openDrain(WorkerId worker, boolean exceptAlone) {
    Place place = new Place.Assigned(worker);
    stopSweeping(place);
    TaskSource drain =
        source(
            place,
            addresses.taskAssigned(worker.value()),
            exceptAlone ? NOT_ALONE : null,
            DRAIN_BYTES);
    drains.put(worker, drain);
    open(List.of(drain));
  }

  void closeDrain(WorkerId worker) {
    TaskSource drain = drains.remove(worker);
    if (drain != null) {
      drain.close();
    }
  }

  /** Looks for what passes the filter in a queue that is not read. */
  void openSweep(Place place, String queue, String filter) {
    if (place instanceof Place.Submit submit) {
      Intake intake = intakes.get(submit.type());
      if (intake != null && !intake.open) {
        giveBack(intake);
      } else if (intake != null) {
        return;
      }
    }
    stopSweeping(place);
    TaskSource sweep = source(place, queue, filter, SWEEP_BYTES);
    sweeps.put(place, sweep);
    open(List.of(sweep));
  }

  void stopSweeping(Place place) {
    TaskSource sweep = sweeps.remove(place);
    if (sweep != null) {
      sweep.close();
    }
  }

  void stopSweeping() {
    sweeps.values().forEach(TaskSource::close);
    sweeps.clear();
  }

  boolean isSweep(TaskSource source) {
    return sweeps.get(source.place()) == source;
  }

  /** What became of fetching a held member. */
  enum Fetched {
    TAKEN,
    /** There is none. */
    NONE,
    /** There is one, and the broker does not hand it over yet: it is paged out. */
    OUT_OF_REACH
  }

  /**
   * Fetches the first held member of that group, if there is one.
   *
   * @param tries how often, with a short pause: what was just given back takes a moment
   */
  Fetched fetchHeld(GroupKey group, int tries) {
    // What lies in a sweep's window would not be found.
    stopSweeping(new Place.Held(group.type()));
    for (int left = tries; ; left--) {
      if (fetchOnce(group)) {
        return Fetched.TAKEN;
      }
      if (!isHeld(group)) {
        return Fetched.NONE;
      }
      if (left <= 1) {
        return Fetched.OUT_OF_REACH;
      }
      LockSupport.parkNanos(FETCH_PAUSE_NANOS);
    }
  }

  /** Whether a browser finds one: it sees also what is paged out. */
  private boolean isHeld(GroupKey group) {
    try (ClientConsumer browser =
        session.createConsumer(
            SimpleString.of(addresses.taskHeld(group.type().name())),
            SimpleString.of(filter(group)),
            true)) {
      return browser.receiveImmediate() != null;
    } catch (ActiveMQException e) {
      throw Failures.translate(e);
    }
  }

  private static String filter(GroupKey group) {
    return Message.HDR_GROUP_ID + " = '" + group + "'";
  }

  private boolean fetchOnce(GroupKey group) {
    TaskSource source =
        source(
            new Place.Held(group.type()),
            addresses.taskHeld(group.type().name()),
            filter(group),
            0);
    try {
      if (source.fetchOne(session)) {
        released.add(source);
        return true;
      }
    } catch (ActiveMQException e) {
      throw Failures.translate(e);
    }
    source.close();
    return false;
  }

  private void open(Collection<TaskSource> all) {
    try {
      session.stop();
      for (TaskSource each : all) {
        each.open(session);
      }
      session.start();
    } catch (ActiveMQException e) {
      throw Failures.translate(e);
    }
  }

  /**
   * The next message to be handed over: of drains and sweeps first, then of open intakes in turn,
   * of each the most urgent. None if there is none.
   */
  @Nullable Arrived next() {
    if (expired.hasWaiting()) {
      return expired.next();
    }
    Arrived special = first(released);
    special = special == null ? first(drains.values()) : special;
    special = special == null ? first(sweeps.values()) : special;
    if (special != null) {
      return special;
    }
    for (int i = turn.size(); i > 0; i--) {
      Intake intake = turn.removeFirst();
      turn.addLast(intake);
      for (TaskSource each : intake.byClass) {
        if (each.hasWaiting()) {
          return each.next();
        }
      }
    }
    return null;
  }

  boolean hasWaiting() {
    return expired.hasWaiting()
        || released.stream().anyMatch(TaskSource::hasWaiting)
        || drains.values().stream().anyMatch(TaskSource::hasWaiting)
        || sweeps.values().stream().anyMatch(TaskSource::hasWaiting)
        || turn.stream().anyMatch(each -> each.byClass.stream().anyMatch(TaskSource::hasWaiting));
  }

  private static @Nullable Arrived first(Collection<TaskSource> sources) {
    for (TaskSource each : sources) {
      if (each.hasWaiting()) {
        return each.next();
      }
    }
    return null;
  }

  /** That message was taken, or is not wanted: its source has served. */
  void forget(TaskSource source) {
    if (released.remove(source)) {
      source.close();
    }
  }

  /** Closes all; what was not acknowledged goes back. What the core has opened is opened anew. */
  void reopen(KnownQueues queues) {
    List<TaskType> open = turn.stream().map(each -> each.type).toList();
    Map<WorkerId, Boolean> draining = new LinkedHashMap<>();
    drains.forEach((worker, drain) -> draining.put(worker, drain.isFiltered()));
    expired.close();
    intakes.values().forEach(Sources::giveBack);
    intakes.clear();
    turn.clear();
    draining.keySet().forEach(this::closeDrain);
    stopSweeping();
    released.forEach(TaskSource::close);
    released.clear();
    openExpired();
    open.forEach(type -> openIntake(type, queues));
    draining.forEach(this::openDrain);
  }
}
