package dev.quiver.cli.role;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quiver.cli.output.JsonLine;
import dev.quiver.orchestrator.Ending;
import dev.quiver.orchestrator.Notice;
import dev.quiver.orchestrator.Target;
import dev.quiver.orchestrator.notice.NoticeTexts;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A notice of an orchestrator as a line for programs: when, who, its name, each of its facts under
 * the fact's own name, and the English text if there is one. Times are milliseconds and their names
 * end in {@code Ms}.
 */
public final class NoticeJson {

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

  /**
   * The notice of such a line, so that whoever runs an orchestrator can say in their own language
   * what it says; empty if it is none, or one that is not known here.
   */
  public static Optional<Notice> read(JsonNode line) {
    String name = line.path("notice").asText("");
    for (Class<?> kind : Notice.class.getPermittedSubclasses()) {
      if (kind.getSimpleName().equals(name)) {
        try {
          return Optional.of((Notice) made(kind, line));
        } catch (ReflectiveOperationException | IllegalArgumentException | DateTimeException e) {
          return Optional.empty();
        }
      }
    }
    return Optional.empty();
  }

  private static Object made(Class<?> kind, JsonNode line) throws ReflectiveOperationException {
    RecordComponent[] facts = kind.getRecordComponents();
    Class<?>[] types = Stream.of(facts).map(RecordComponent::getType).toArray(Class<?>[]::new);
    Object[] values = new Object[facts.length];
    for (int i = 0; i < facts.length; i++) {
      values[i] = read(types[i], facts[i].getName(), line);
    }
    Constructor<?> constructor = kind.getDeclaredConstructor(types);
    return constructor.newInstance(values);
  }

  /** As {@link #put} wrote it. */
  private static Object read(Class<?> type, String name, JsonNode line)
      throws ReflectiveOperationException {
    JsonNode value = line.path(type == Duration.class ? name + "Ms" : name);
    if (value.isMissingNode()) {
      throw new IllegalArgumentException("the notice lacks " + name);
    }
    if (type == int.class) {
      return value.intValue();
    } else if (type == long.class) {
      return value.longValue();
    } else if (type == Duration.class) {
      return Duration.ofMillis(value.longValue());
    } else if (type == Instant.class) {
      return Instant.parse(value.asText());
    } else if (type == Target.class) {
      return Target.of(value.asText());
    } else if (type == Ending.class) {
      return Ending.valueOf(value.asText().toUpperCase(Locale.ROOT));
    }
    return type == String.class
        ? value.asText()
        : type.getDeclaredConstructor(String.class).newInstance(value.asText());
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
