package dev.quiver.orchestrator;

import dev.quiver.orchestrator.schedule.Schedule;
import dev.quiver.tasks.BatchId;
import dev.quiver.tasks.TaskId;
import dev.quiver.tasks.TaskType;
import dev.quiver.tasks.WorkerId;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What an orchestrator learns. The shell puts it into one mailbox, in the order it learned it. */
public sealed interface Event {

  /** Calls the case for this kind of event. */
  void accept(Cases cases);

  /** This orchestrator holds the token of that epoch; {@code recorded} is what it browsed then. */
  record LeadershipGained(long epoch, List<StateEntry> recorded) implements Event {
    public LeadershipGained {
      recorded = List.copyOf(recorded);
    }

    @Override
    public void accept(Cases cases) {
      cases.leadershipGained(this);
    }
  }

  /** Its connection failed, and with it the reign; every ticket is void. */
  record LeadershipLost() implements Event {
    @Override
    public void accept(Cases cases) {
      cases.leadershipLost(this);
    }
  }

  /**
   * A worker's beat, or its liveness consumer was found.
   *
   * @param incarnation differs each time a worker is started under this id
   * @param concurrency how many tasks it runs at a time
   * @param alone it runs one task and nothing beside it, or is about to
   */
  record WorkerSeen(
      WorkerId worker,
      String incarnation,
      SortedSet<TaskType> types,
      int concurrency,
      boolean alone)
      implements Event {
    public WorkerSeen {
      types = new TreeSet<>(types);
    }

    @Override
    public void accept(Cases cases) {
      cases.workerSeen(this);
    }
  }

  /** The broker says that the liveness consumer of that incarnation is gone. */
  record WorkerGone(WorkerId worker, String incarnation) implements Event {
    @Override
    public void accept(Cases cases) {
      cases.workerGone(this);
    }
  }

  /** That worker says that it ends in good order: it takes nothing more and gives back the rest. */
  record WorkerEnding(WorkerId worker, String incarnation) implements Event {
    @Override
    public void accept(Cases cases) {
      cases.workerEnding(this);
    }
  }

  /**
   * A message was received; nothing is acknowledged yet.
   *
   * @param deliveries how often it had been delivered before, out of this place
   */
  record TaskArrived(Ticket ticket, Place from, TaskHeader task, int deliveries) implements Event {
    @Override
    public void accept(Cases cases) {
      cases.taskArrived(this);
    }
  }

  /** A sweep found a message that is cancelled or overdue; nothing is acknowledged yet. */
  record TaskSwept(Ticket ticket, Place from, TaskHeader task) implements Event {
    @Override
    public void accept(Cases cases) {
      cases.taskSwept(this);
    }
  }

  /**
   * The topic of events says what a worker committed: an outcome, or that it sent the task back to
   * be assigned anew.
   *
   * @param attempt which attempt of the task that was
   * @param epoch the reign that put the task into that worker's assigned queue; 0 if the worker had
   *     it from elsewhere, or does not say
   */
  record OutcomeSeen(
      @Nullable WorkerId worker, TaskKey task, int attempt, long epoch, TaskState state)
      implements Event {
    @Override
    public void accept(Cases cases) {
      cases.outcomeSeen(this);
    }
  }

  /** No member of that group is held, says the answer to that request. */
  record NoneHeld(GroupKey group, long request) implements Event {
    @Override
    public void accept(Cases cases) {
      cases.noneHeld(this);
    }
  }

  /**
   * What lay in the workers' queues at one moment after it was asked.
   *
   * @param assigned by worker, for every assigned queue there is
   * @param named by worker, for every queue of tasks addressed to one
   * @param types the types that have a submit queue
   */
  record QueuesCounted(
      long request,
      SortedMap<WorkerId, Long> assigned,
      SortedMap<WorkerId, Long> named,
      SortedSet<TaskType> types)
      implements Event {
    public QueuesCounted {
      assigned = new TreeMap<>(assigned);
      named = new TreeMap<>(named);
      types = new TreeSet<>(types);
    }

    @Override
    public void accept(Cases cases) {
      cases.queuesCounted(this);
    }
  }

  /** This reign's mark came back on the topic of events. */
  record MarkSeen(long epoch, long request) implements Event {
    @Override
    public void accept(Cases cases) {
      cases.markSeen(this);
    }
  }

  /**
   * A cancel of a task or of a batch.
   *
   * @param by who asked, as the broker vouches
   * @param admin the broker says that it is an admin
   * @param expires when the tombstone does
   */
  record CancelSeen(
      String by, boolean admin, @Nullable TaskId task, @Nullable BatchId batch, Instant expires)
      implements Event {
    @Override
    public void accept(Cases cases) {
      cases.cancelSeen(this);
    }
  }

  /** An admin wants nothing more given to the target. */
  record PauseRequested(Ticket ticket, Target target) implements Event {
    @Override
    public void accept(Cases cases) {
      cases.pauseRequested(this);
    }
  }

  /** An admin lifts a pause or a drain. */
  record ResumeRequested(Ticket ticket, Target target) implements Event {
    @Override
    public void accept(Cases cases) {
      cases.resumeRequested(this);
    }
  }

  /** An admin wants the target paused and a worker's waiting tasks given to others. */
  record DrainRequested(Ticket ticket, Target target) implements Event {
    @Override
    public void accept(Cases cases) {
      cases.drainRequested(this);
    }
  }

  /** An admin adds or replaces a periodic task, checked already. */
  record ScheduleRequested(Ticket ticket, Schedule schedule) implements Event {
    @Override
    public void accept(Cases cases) {
      cases.scheduleRequested(this);
    }
  }

  /** An admin removes a periodic task. */
  record UnscheduleRequested(Ticket ticket, String name) implements Event {
    @Override
    public void accept(Cases cases) {
      cases.unscheduleRequested(this);
    }
  }

  /** All moves of this reign up to that number are committed. */
  record Committed(long upTo) implements Event {
    @Override
    public void accept(Cases cases) {
      cases.committed(this);
    }
  }

  /** All moves not reported as committed were rolled back; every ticket is void. */
  record RolledBack() implements Event {
    @Override
    public void accept(Cases cases) {
      cases.rolledBack(this);
    }
  }

  /** A timer of that reign. */
  record TimerFired(Timer timer, long epoch) implements Event {
    @Override
    public void accept(Cases cases) {
      cases.timerFired(this);
    }
  }

  /** One case a kind of event, so that the compiler finds who must learn a new one. */
  interface Cases {
    void leadershipGained(LeadershipGained e);

    void leadershipLost(LeadershipLost e);

    void workerSeen(WorkerSeen e);

    void workerGone(WorkerGone e);

    void workerEnding(WorkerEnding e);

    void taskArrived(TaskArrived e);

    void taskSwept(TaskSwept e);

    void outcomeSeen(OutcomeSeen e);

    void noneHeld(NoneHeld e);

    void queuesCounted(QueuesCounted e);

    void markSeen(MarkSeen e);

    void cancelSeen(CancelSeen e);

    void pauseRequested(PauseRequested e);

    void resumeRequested(ResumeRequested e);

    void drainRequested(DrainRequested e);

    void scheduleRequested(ScheduleRequested e);

    void unscheduleRequested(UnscheduleRequested e);

    void committed(Committed e);

    void rolledBack(RolledBack e);

    void timerFired(TimerFired e);
  }
}
