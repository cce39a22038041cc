package dev.quiver.orchestrator.core;

import dev.quiver.orchestrator.Effect;
import dev.quiver.orchestrator.Event;
import dev.quiver.orchestrator.Notice;
import dev.quiver.orchestrator.OrchestratorConfig;
import dev.quiver.orchestrator.StateEntry;
import dev.quiver.orchestrator.TaskState;
import dev.quiver.tasks.TaskType;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * One orchestrator, as a step function. It hears of workers and cancels whether it leads or not, so
 * that it is up to date the moment it does; everything else it heeds only while it leads.
 *
 * <p>It is not thread-safe: one thread, the shell's, steps it and carries out the effects in the
 * order in which they were given.
 */
public final class Orchestrator {

  private final OrchestratorConfig config;
  private final Roster roster = new Roster();
  private final Cancels cancels = new Cancels();
  private final Cases cases = new Cases();
  private Outbox out = new Outbox();
  private @Nullable Reign reign;
  private long epoch;
  private Instant now = Instant.EPOCH;

  public Orchestrator(OrchestratorConfig config) {
    this.config = config;
  }

  /** Learns of one event and says what is to be done about it. */
  public List<Effect> on(Instant time, Event event) {
    now = time;
    event.accept(cases);
    return out.take();
  }

  /** The epoch of its reign; none while it does not lead. */
  public OptionalLong epoch() {
    return reign == null ? OptionalLong.empty() : OptionalLong.of(epoch);
  }

  /** The types that wait for a worker that has them, and since when; empty unless it leads. */
  public SortedMap<TaskType, Instant> typesWithoutWorker() {
    return reign == null ? Collections.emptySortedMap() : reign.typesWithoutWorker();
  }

  private final class Cases implements Event.Cases {

    @Override
    public void leadershipGained(Event.LeadershipGained e) {
      out = new Outbox();
      epoch = e.epoch();
      reign = new Reign(config, epoch, now, roster, cancels, out);
      reign.begin(now, e.recorded());
    }

    @Override
    public void leadershipLost(Event.LeadershipLost e) {
      out = new Outbox();
      if (reign != null) {
        out.tell(new Notice.LedUntil(epoch));
      }
      reign = null;
    }

    @Override
    public void workerSeen(Event.WorkerSeen e) {
      Roster.Change change = roster.onSeen(now, e);
      if (reign != null) {
        reign.onWorkerSeen(now, e, change);
      }
    }

    @Override
    public void workerGone(Event.WorkerGone e) {
      if (roster.onGone(now, e.worker(), e.incarnation()) && reign != null) {
        reign.onWorkerGone(now, e.worker());
      }
    }

    @Override
    public void workerEnding(Event.WorkerEnding e) {
      // Its connection may have been seen to end first, and then only the word is missing.
      boolean news = roster.onGone(now, e.worker(), e.incarnation());
      if (reign != null && roster.hasLeft(e.worker(), e.incarnation())) {
        reign.onWorkerEnding(now, e.worker(), news);
      }
    }

    @Override
    public void taskArrived(Event.TaskArrived e) {
      if (reign != null) {
        reign.onArrived(now, e);
      }
    }

    @Override
    public void taskSwept(Event.TaskSwept e) {
      if (reign != null) {
        reign.onSwept(now, e);
      }
    }

    @Override
    public void outcomeSeen(Event.OutcomeSeen e) {
      if (reign == null || e.worker() == null) {
        return;
      }
      if (e.state().isFinal()) {
        reign.onOutcome(e.worker(), e.task(), e.epoch() != 0);
      } else if (e.state() != TaskState.ASSIGNED) {
        reign.onGivenAway(e.worker(), e.task(), e.attempt());
      }
    }

    @Override
    public void noneHeld(Event.NoneHeld e) {
      if (reign != null) {
        reign.onNoneHeld(e);
      }
    }

    @Override
    public void queuesCounted(Event.QueuesCounted e) {
      if (reign != null) {
        reign.onCounted(now, e);
      }
    }

    @Override
    public void markSeen(Event.MarkSeen e) {
      if (reign != null) {
        reign.onMark(e);
      }
    }

    @Override
    public void cancelSeen(Event.CancelSeen e) {
      cancels.onSeen(e);
      cancels.expire(now);
      if (reign != null) {
        reign.onCancel(now);
      }
    }

    @Override
    public void pauseRequested(Event.PauseRequested e) {
      if (reign != null) {
        reign.onPause(now, e.ticket(), new StateEntry.Pause(e.target(), true, false));
      }
    }

    @Override
    public void resumeRequested(Event.ResumeRequested e) {
      if (reign != null) {
        reign.onPause(now, e.ticket(), new StateEntry.Pause(e.target(), false, false));
      }
    }

    @Override
    public void drainRequested(Event.DrainRequested e) {
      if (reign != null) {
        reign.onPause(now, e.ticket(), new StateEntry.Pause(e.target(), true, true));
      }
    }

    @Override
    public void scheduleRequested(Event.ScheduleRequested e) {
      if (reign != null) {
        reign.onSchedule(
            now, e.ticket(), new StateEntry.Periodic(e.schedule().name(), e.schedule(), now));
      }
    }

    @Override
    public void unscheduleRequested(Event.UnscheduleRequested e) {
      if (reign != null) {
        reign.onSchedule(now, e.ticket(), new StateEntry.Periodic(e.name(), null, now));
      }
    }

    @Override
    public void committed(Event.Committed e) {
      if (reign != null) {
        reign.onCommitted(now, e.upTo());
      }
    }

    @Override
    public void rolledBack(Event.RolledBack e) {
      if (reign != null) {
        reign.onRolledBack(now);
      }
    }

    @Override
    public void timerFired(Event.TimerFired e) {
      if (reign != null && e.epoch() == epoch) {
        reign.onTimer(now, e.timer());
      }
    }
  }
}
