package dev.quiver.cli.role;

import dev.quiver.cli.output.JsonLine;
import dev.quiver.orchestrator.Notice;
import dev.quiver.orchestrator.Target;
import dev.quiver.orchestrator.notice.NoticeTexts;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * A notice of an orchestrator as a line for programs: when, who, its name, each of its facts under
 * the fact's own name, and the English text if there is one. Times are milliseconds and their names
 * end in {@code Ms}.
 */
final class NoticeJson {

  private static final NoticeTexts TEXTS = new NoticeTexts(Locale.ENGLISH);

  private NoticeJson() {}

  static String line(Instant at, String orchestrator, Notice notice) {
    JsonLine line =
        new JsonLine()
            .put("at", at)
            .put("orchestrator", orchestrator)
            .put("notice", notice.getClass().getSimpleName());
    for (RecordComponent fact : notice.getClass().getRecordComponents()) {
      put(line, fact.getName(), value(fact, notice));
    }
    return line.put("text", TEXTS.line(notice).orElse(null)).end();
  }

  private static void put(JsonLine line, String name, Object value) {
    if (value instanceof Number number) {
      line.put(name, number.longValue());
    } else if (value instanceof Duration duration) {
      line.put(name + "Ms", duration.toMillis());
    } else if (value instanceof Target target) {
      line.put(name, target.key());
    } else if (value instanceof Enum<?> one) {
      line.put(name, one.name().toLowerCase(Locale.ROOT));
    } else {
      line.put(name, value.toString());
    }
  }

  private static Object value(RecordComponent fact, Notice notice) {
    try {
      var accessor = fact.getAccessor();
      return accessor.invoke(notice);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a notice that hides its facts: " + notice, e);
    }
  }
}
