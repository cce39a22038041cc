package dev.quiver.orchestrator.notice;

import dev.quiver.messaging.text.Messages;
import dev.quiver.messaging.text.Printable;
import dev.quiver.orchestrator.Ending;
import dev.quiver.orchestrator.Notice;
import dev.quiver.orchestrator.OrchestratorReasons;
import dev.quiver.orchestrator.Target;
import java.util.Locale;
import java.util.Optional;
import java.util.StringJoiner;

/** The words of notices in one language. */
public final class NoticeTexts {

  private final Locale locale;
  private final Messages text;

  public NoticeTexts(Locale locale) {
    this.locale = locale;
    this.text = Messages.of(NoticeTexts.class, locale);
  }

  /** One line; nothing if people need not be told. */
  public Optional<String> line(Notice notice) {
    return Optional.of(words(notice)).filter(words -> !words.isEmpty());
  }

  private String words(Notice notice) {
    if (notice instanceof Notice.TaskReceived n) {
      return text.format("task.received", n.task(), n.type(), Printable.harmless(n.submitter()));
    } else if (notice instanceof Notice.TaskAssigned n) {
      return text.format("task.assigned", n.task(), n.worker());
    } else if (notice instanceof Notice.TaskMoved n) {
      return text.format("task.moved", n.task(), n.from(), n.to(), n.execution());
    } else if (notice instanceof Notice.TaskReturned n) {
      return text.format("task.returned", n.task(), n.from());
    } else if (notice instanceof Notice.TaskEnded n) {
      return text.format("task." + ending(n.ending()), n.task(), said(n.reason()));
    } else if (notice instanceof Notice.WorkerJoined n) {
      return text.format("worker.joined", n.worker(), n.concurrency());
    } else if (notice instanceof Notice.WorkerLeft n) {
      return text.format("worker.left", n.worker());
    } else if (notice instanceof Notice.WorkerEnding n) {
      return text.format("worker.ending", n.worker());
    } else if (notice instanceof Notice.WorkerSilent n) {
      return text.format("worker.silent", n.worker(), n.silence().toMillis() / 1000.0);
    } else if (notice instanceof Notice.WorkerBack n) {
      return text.format("worker.back", n.worker());
    } else if (notice instanceof Notice.TypeWithoutWorker n) {
      return text.format("type.without", n.type());
    } else if (notice instanceof Notice.TypeServed n) {
      return text.format("type.served", n.type());
    }
    return ofOrchestrators(notice);
  }

  private String ofOrchestrators(Notice notice) {
    if (notice instanceof Notice.StartedAsPrimary n) {
      return text.format("role.primary", n.epoch());
    } else if (notice instanceof Notice.StartedAsBackup n) {
      return text.format("role.backup", n.leader());
    } else if (notice instanceof Notice.TakingOver n) {
      return text.format("role.takeover", n.former(), n.epoch());
    } else if (notice instanceof Notice.NoBackup) {
      return text.format("role.alone");
    } else if (notice instanceof Notice.BackupInStep n) {
      return text.format("role.inStep", n.backup());
    } else if (notice instanceof Notice.Disconnected n) {
      return text.format("role.disconnected", said(n.why()));
    } else if (notice instanceof Notice.LedUntil n) {
      return text.format("role.ledUntil", n.epoch());
    } else if (notice instanceof Notice.Paused n) {
      return text.format("paused", target(n.target()));
    } else if (notice instanceof Notice.Resumed n) {
      return text.format("resumed", target(n.target()));
    } else if (notice instanceof Notice.Drained n) {
      return text.format("drained", n.worker());
    } else if (notice instanceof Notice.Fired n) {
      return text.format("schedule.fired", n.schedule(), n.task(), n.due());
    } else if (notice instanceof Notice.CaughtUp n) {
      return text.format("schedule.caughtUp", n.schedule(), n.task(), n.missed());
    }
    // That a reign begins is said by how the role began or took over.
    return "";
  }

  /** What became of so many tasks since it was last said; {@code ended} without a worker. */
  public String summary(long received, long assigned, long moved, long returned, long ended) {
    StringJoiner words = new StringJoiner(", ");
    add(words, "many.received", received);
    add(words, "many.assigned", assigned);
    add(words, "many.moved", moved);
    add(words, "many.returned", returned);
    add(words, "many.ended", ended);
    return text.format("task.many", words);
  }

  private void add(StringJoiner words, String key, long count) {
    if (count > 0) {
      words.add(text.format(key, count));
    }
  }

  /** What a pause, a resume or a drain is about. */
  public String target(Target target) {
    if (target instanceof Target.OneWorker one) {
      return text.format("target.worker", one.worker());
    } else if (target instanceof Target.OneType one) {
      return text.format("target.type", one.type());
    }
    return text.format("target.everything");
  }

  private String said(String reason) {
    return Printable.harmless(OrchestratorReasons.in(locale, reason));
  }

  private static String ending(Ending ending) {
    return ending.name().toLowerCase(Locale.ROOT);
  }
}
