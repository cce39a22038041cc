package dev.quiver.multicast.jms;

import dev.quiver.messaging.codec.JsonCodec;
import dev.quiver.messaging.codec.JsonReader;
import dev.quiver.multicast.jms.Reports.Submission;
import dev.quiver.multicast.wire.Lists;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One part of a log that is handed in.
 *
 * @param part its place, from 0
 * @param parts how many there are
 */
record ReportPart(
    String group,
    int peer,
    String id,
    int part,
    int parts,
    String text,
    Traffic traffic,
    Map<Integer, String> ids) {

  ReportPart {
    ids = Map.copyOf(ids);
  }

  static String write(Submission log, int part, int parts, String text) {
    return JsonCodec.standard()
        .write(
            out ->
                out.field("group", log.group())
                    .field("peer", log.peer())
                    .field("id", log.id())
                    .field("part", part)
                    .field("parts", parts)
                    .field("text", text)
                    .field("framesOut", log.traffic().framesOut())
                    .field("framesIn", log.traffic().framesIn())
                    .field("words", log.traffic().words())
                    .field("met", Lists.map(log.ids())));
  }

  static ReportPart read(JsonReader in) throws IOException {
    Map<String, Long> numbers = new HashMap<>();
    Map<String, @Nullable String> texts = new HashMap<>();
    while (in.next()) {
      switch (in.name()) {
        case "peer", "part", "parts", "framesOut", "framesIn", "words" ->
            numbers.put(in.name(), in.longInteger());
        case "group", "id", "text", "met" -> texts.put(in.name(), in.string());
        default -> in.skip();
      }
    }
    @Nullable String met = texts.get("met");
    ReportPart part =
        new ReportPart(
            JsonReader.required("group", texts.get("group")),
            small(JsonReader.required("peer", numbers.get("peer"))),
            JsonReader.required("id", texts.get("id")),
            small(JsonReader.required("part", numbers.get("part"))),
            small(JsonReader.required("parts", numbers.get("parts"))),
            JsonReader.required("text", texts.get("text")),
            new Traffic(
                numbers.getOrDefault("framesOut", 0L),
                numbers.getOrDefault("framesIn", 0L),
                numbers.getOrDefault("words", 0L)),
            Lists.texts(met == null ? "" : met));
    if (part.part() >= part.parts()) {
      throw new IllegalArgumentException("part " + part.part() + " of " + part.parts());
    }
    return part;
  }

  private static int small(long number) {
    if (number < 0 || number > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("the number " + number + " is out of range");
    }
    return (int) number;
  }
}
