package dev.quiver.orchestrator.ask;

import dev.quiver.messaging.codec.JsonReader;
import dev.quiver.messaging.codec.JsonWriter;
import dev.quiver.orchestrator.schedule.Schedule;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A periodic task.
 *
 * @param cron five fields, or six with a second before them
 * @param zone a time zone such as {@code Europe/Lisbon}
 * @param taskClass {@code high}, {@code normal} or {@code low}
 * @param client under which of the owner's client names the outcomes wait
 * @param owner whose tasks they are; none in a request, where it is whoever asks
 * @param next when it fires next; none in a request, or if it never does again
 */
public record ScheduleView(
    String name,
    String cron,
    String zone,
    String type,
    List<String> args,
    String payload,
    String taskClass,
    String client,
    @Nullable String owner,
    @Nullable Instant next) {

  public ScheduleView {
    args = List.copyOf(args);
  }

  /** Writes its fields. */
  public void write(JsonWriter json) throws IOException {
    json.field("name", name)
        .field("cron", cron)
        .field("zone", zone)
        .field("type", type)
        .strings("args", args)
        .field("payload", payload)
        .field("class", taskClass)
        .field("client", client)
        .field("owner", owner)
        .field("next", next);
  }

  /** Reads its fields. */
  public static ScheduleView read(JsonReader in) throws IOException {
    String name = null;
    String cron = null;
    String zone = "UTC";
    String type = null;
    List<String> args = List.of();
    String payload = "";
    String taskClass = "normal";
    String client = Schedule.USUAL_CLIENT;
    String owner = null;
    Instant next = null;
    while (in.next()) {
      switch (in.name()) {
        case "name" -> name = in.string();
        case "cron" -> cron = in.string();
        case "zone" -> zone = in.string();
        case "type" -> type = in.string();
        case "args" -> args = in.strings();
        case "payload" -> payload = in.string();
        case "class" -> taskClass = in.string();
        case "client" -> client = in.string();
        case "owner" -> owner = in.string();
        case "next" -> next = in.instant();
        default -> in.skip();
      }
    }
    return new ScheduleView(
        JsonReader.required("name", name),
        JsonReader.required("cron", cron),
        zone,
        JsonReader.required("type", type),
        args,
        payload,
        taskClass,
        client,
        owner,
        next);
  }
}
