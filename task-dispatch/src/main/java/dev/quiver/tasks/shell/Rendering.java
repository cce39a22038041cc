package dev.quiver.tasks.shell;

import dev.quiver.messaging.terminal.Palette;
import dev.quiver.messaging.terminal.TextTable;
import dev.quiver.messaging.text.LineFault;
import dev.quiver.messaging.text.Messages;
import dev.quiver.messaging.text.Printable;
import dev.quiver.tasks.Outcome;
import dev.quiver.tasks.Payload;
import dev.quiver.tasks.Task;
import dev.quiver.tasks.TaskReasons;
import dev.quiver.tasks.WorkerId;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes text for people of what is known, in their language; foreign text is made harmless. */
final class Rendering {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

  /** How long workers keep an outcome for its reader unless they are told otherwise. */
  private static final Duration RETENTION = Duration.ofDays(7);

  private static final int CELL_COLUMNS = 48;
  private static final int TYPES_COLUMNS = 80;
  private static final int NOTICE_COLUMNS = 2000;
  private static final int RESULT_COLUMNS = 200;

  private final Messages messages;
  private final Palette palette;
  private final ZoneId zone;
  private final Function<Exception, String> explain;

  /**
   * @param explain what a failure of the platform means to people
   */
  Rendering(Messages messages, Palette palette, ZoneId zone, Function<Exception, String> explain) {
    this.messages = messages;
    this.explain = explain;
    this.palette = palette;
    this.zone = zone;
  }

  String text(String key, Object... args) {
    return messages.format(key, args);
  }

  String fault(LineFault fault) {
    return palette.bad(faultText(fault));
  }

  private String faultText(LineFault fault) {
    Object[] args = fault.args();
    for (int i = 0; i < args.length; i++) {
      if (args[i] instanceof LineFault inner) {
        args[i] = faultText(inner);
      } else if (args[i] instanceof String text) {
        args[i] = Printable.harmless(text);
      }
    }
    return text(fault.key(), args);
  }

  /** A failure of the platform. */
  String failure(Exception failure) {
    return palette.bad(text("failure", Printable.harmlessLines(explain.apply(failure))));
  }

  String members(List<Member> members, String self) {
    if (members.isEmpty()) {
      return text("list.nobody");
    }
    TextTable table =
        new TextTable(CELL_COLUMNS, text("list.name"), text("list.kind"), text("list.since"));
    for (Member each : members) {
      boolean isSelf = each.id().equals(self) && each.kind().equals(Member.CLIENT);
      String name = isSelf ? text("list.you", each.id()) : each.id();
      table.add(name, kind(each.kind()), time(each.since()));
    }
    return table.render(palette);
  }

  /** Kinds that this version does not know are shown as they are. */
  private String kind(String kind) {
    String key = "kind." + kind;
    return messages.has(key) ? text(key) : kind;
  }

  String workers(List<Member> members) {
    TextTable table =
        new TextTable(
            TYPES_COLUMNS,
            text("workers.id"),
            text("workers.concurrency"),
            text("workers.running"),
            text("workers.load"),
            text("workers.types"));
    int rows = 0;
    for (Member each : members) {
      Member.WorkerFacts facts = each.worker();
      if (facts != null) {
        rows++;
        table.add(
            each.id(),
            Integer.toString(facts.concurrency()),
            facts.running() < 0 ? "?" : Integer.toString(facts.running()),
            load(facts),
            String.join(" ", facts.types()));
      }
    }
    return rows == 0 ? text("workers.none") : table.render(palette);
  }

  private static String load(Member.WorkerFacts facts) {
    if (facts.running() < 0 || facts.concurrency() < 1) {
      return "?";
    }
    return Math.round(100.0 * facts.running() / facts.concurrency()) + "%";
  }

  String sent(Task task, String to) {
    return palette.faint(text("sent", task.id().value(), task.type().name(), to));
  }

  String results(List<Outcome> outcomes) {
    if (outcomes.isEmpty()) {
      return text("results.none");
    }
    TextTable table =
        new TextTable(
            CELL_COLUMNS,
            text("results.ended"),
            text("results.task"),
            text("results.type"),
            text("results.worker"),
            text("results.outcome"),
            text("results.result"));
    for (Outcome each : outcomes) {
      Outcome.Facts facts = each.facts();
      table.add(
          time(facts.finishedAt()),
          facts.taskId().value(),
          facts.type().name(),
          worker(facts.worker()),
          text("outcome." + each.label()),
          TextTable.cut(Printable.harmless(what(each)), RESULT_COLUMNS));
    }
    return table.render(palette) + "\n" + palette.faint(text("results.kept", RETENTION.toDays()));
  }

  /** One line for an outcome that has just come. */
  String notice(Outcome outcome) {
    Outcome.Facts facts = outcome.facts();
    String what = TextTable.cut(Printable.harmless(what(outcome)), NOTICE_COLUMNS);
    String key = outcome instanceof Outcome.Succeeded ? "notice.succeeded" : "notice.other";
    String line =
        text(
            key,
            facts.taskId().value(),
            facts.type().name(),
            what,
            worker(facts.worker()),
            took(facts),
            text("outcome." + outcome.label()));
    return outcome instanceof Outcome.Succeeded ? palette.good(line) : palette.bad(line);
  }

  private String what(Outcome outcome) {
    if (outcome instanceof Outcome.Succeeded succeeded) {
      Payload result = succeeded.result();
      return result instanceof Payload.Text text
          ? text.text()
          : text("result.long", ((Payload.Streamed) result).bytes());
    }
    return TaskReasons.in(messages.locale(), String.valueOf(outcome.reason()));
  }

  private static String took(Outcome.Facts facts) {
    Instant startedAt = facts.startedAt();
    if (startedAt == null) {
      return "-";
    }
    // Both are the worker's; its clock may have been set back between them.
    return Math.max(0, Duration.between(startedAt, facts.finishedAt()).toMillis()) + " ms";
  }

  private static String worker(@Nullable WorkerId worker) {
    return worker == null ? "-" : worker.value();
  }

  private String time(Instant at) {
    return TIME.format(at.atZone(zone));
  }
}
