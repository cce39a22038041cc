package dev.quiver.orchestrator.shell;

import dev.quiver.messaging.codec.JsonCodec;
import dev.quiver.messaging.codec.JsonReader;
import dev.quiver.orchestrator.GroupKey;
import dev.quiver.orchestrator.StateEntry;
import dev.quiver.orchestrator.Target;
import dev.quiver.orchestrator.TaskKey;
import dev.quiver.orchestrator.schedule.CronRule;
import dev.quiver.orchestrator.schedule.Schedule;
import dev.quiver.tasks.TaskClass;
import dev.quiver.tasks.TaskId;
import dev.quiver.tasks.TaskType;
import dev.quiver.tasks.WorkerId;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The documents in {@code orchestrators.state}, and their parts in requests to it. */
final class StateCodec {

  private StateCodec() {}

  static String write(StateEntry entry) {
    return JsonCodec.standard()
        .write(
            json -> {
              if (entry instanceof StateEntry.Pause pause) {
                json.field("kind", "pause")
                    .field("target", pause.target().key())
                    .field("paused", pause.paused())
                    .field("drained", pause.drained());
              } else if (entry instanceof StateEntry.Group group) {
                TaskKey member = group.member();
                WorkerId worker = group.worker();
                json.field("kind", "group")
                    .field("submitter", group.group().submitter())
                    .field("type", group.group().type().name())
                    .field("group", group.group().group())
                    .field("member", member == null ? null : member.id().value())
                    .field("generation", member == null ? 0 : member.generation())
                    .field("worker", worker == null ? null : worker.value())
                    .field("over", group.over());
              } else if (entry instanceof StateEntry.Periodic periodic) {
                json.field("kind", "schedule")
                    .field("name", periodic.name())
                    .field("lastFiring", periodic.lastFiring());
                Schedule schedule = periodic.schedule();
                if (schedule != null) {
                  json.field("owner", schedule.owner())
                      .field("cron", schedule.when().expression())
                      .field("zone", schedule.when().zone())
                      .field("type", schedule.type().name())
                      .strings("args", schedule.args())
                      .field("payload", schedule.payload())
                      .field("class", schedule.taskClass().label())
                      .field("client", schedule.client());
                }
              }
            });
  }

  /** Whether nothing would be missed if the entry were forgotten. */
  static boolean isOver(StateEntry entry) {
    return (entry instanceof StateEntry.Pause pause && !pause.paused())
        || (entry instanceof StateEntry.Group group && group.over())
        || (entry instanceof StateEntry.Periodic periodic && periodic.schedule() == null);
  }

  static StateEntry read(JsonReader in) throws IOException {
    Fields fields = new Fields();
    fields.read(in);
    return fields.entry();
  }

  /** The fields of all kinds of entries. */
  static final class Fields {
    private @Nullable String kind;
    private @Nullable String target;
    private boolean paused;
    private boolean drained;
    private @Nullable String submitter;
    private @Nullable String group;
    private @Nullable String member;
    private int generation;
    private @Nullable String worker;
    private boolean over;
    private @Nullable String name;
    private @Nullable String owner;
    private @Nullable String cron;
    private String zone = "UTC";
    private @Nullable String type;
    private List<String> args = List.of();
    private String payload = "";
    private TaskClass taskClass = TaskClass.NORMAL;
    private String client = Schedule.USUAL_CLIENT;
    private @Nullable Instant lastFiring;

    void read(JsonReader in) throws IOException {
      while (in.next()) {
        switch (in.name()) {
          case "kind" -> kind = in.string();
          case "target" -> target = in.string();
          case "paused" -> paused = in.bool();
          case "drained" -> drained = in.bool();
          case "submitter" -> submitter = in.string();
          case "group" -> group = in.string();
          case "member" -> member = in.string();
          case "generation" -> generation = in.integer();
          case "worker" -> worker = in.string();
          case "over" -> over = in.bool();
          case "name" -> name = in.string();
          case "owner" -> owner = in.string();
          case "cron" -> cron = in.string();
          case "zone" -> zone = in.string();
          case "type" -> type = in.string();
          case "args" -> args = in.strings();
          case "payload" -> payload = in.string();
          case "class" -> taskClass = TaskClass.of(in.string());
          case "client" -> client = in.string();
          case "lastFiring" -> lastFiring = in.instant();
          default -> in.skip();
        }
      }
    }

    private StateEntry entry() {
      return switch (JsonReader.required("kind", kind)) {
        case "pause" -> new StateEntry.Pause(target(), paused, drained);
        case "group" -> groupEntry();
        case "schedule" ->
            new StateEntry.Periodic(
                name(),
                owner == null ? null : schedule(owner, CronRule.read(cron(), zone)),
                JsonReader.required("lastFiring", lastFiring));
        default -> throw new IllegalArgumentException("an entry of the kind \"" + kind + "\"");
      };
    }

    private StateEntry groupEntry() {
      GroupKey key =
          new GroupKey(
              JsonReader.required("submitter", submitter),
              type(),
              JsonReader.required("group", group));
      return new StateEntry.Group(
          key,
          member == null ? null : new TaskKey(new TaskId(member), generation),
          worker == null ? null : new WorkerId(worker),
          over);
    }

    Target target() {
      return Target.of(JsonReader.required("target", target));
    }

    String name() {
      return JsonReader.required("name", name);
    }

    String cron() {
      return JsonReader.required("cron", cron);
    }

    String zone() {
      return zone;
    }

    Schedule schedule(String by, CronRule when) {
      return new Schedule(name(), by, when, type(), args, payload, taskClass, client);
    }

    private TaskType type() {
      return new TaskType(JsonReader.required("type", type));
    }
  }
}
