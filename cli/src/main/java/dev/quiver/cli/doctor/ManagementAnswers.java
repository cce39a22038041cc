package dev.quiver.cli.doctor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quiver.messaging.codec.JsonCodec;
import dev.quiver.messaging.codec.JsonLimits;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a broker says of itself. Its answers grow with the broker and are far longer than any
 * message of ours may be, so they have limits of their own.
 */
final class ManagementAnswers {

  private static final JsonLimits LIMITS =
      new JsonLimits(256 * 1024 * 1024, 32, 1024 * 1024, 64 * 1024, 64, 20_000_000);
  private static final ObjectMapper JSON = new JsonCodec(LIMITS).mapper();

  private static final int ROUNDS = 5;

  private ManagementAnswers() {}

  /**
   * A document.
   *
   * @param question what was asked
   * @throws UnreadableAnswerException if it is none
   */
  static JsonNode read(String question, @Nullable Object answer) {
    try {
      return JSON.readTree(String.valueOf(answer));
    } catch (JsonProcessingException e) {
      throw new UnreadableAnswerException(question, e.getOriginalMessage(), e);
    }
  }

  /**
   * All entries of a list that comes in pages. The broker makes it anew for each page: if an entry
   * comes or goes meanwhile, another one may stand on none, so all are asked for again; in the end
   * whatever was seen counts.
   *
   * @param key the field that tells the entries apart
   * @param pages asks for a page; the first one is 1
   * @throws UnreadableAnswerException if one is not a page
   */
  static Collection<JsonNode> all(String question, String key, IntFunction<Object> pages) {
    Map<String, JsonNode> seen = new TreeMap<>();
    for (int round = 0; round < ROUNDS; round++) {
      Map<String, JsonNode> now = new TreeMap<>();
      if (fits(question, key, pages, now)) {
        return now.values();
      }
      seen.putAll(now);
    }
    return seen.values();
  }

  /** Whether the list was the same for all pages. */
  private static boolean fits(
      String question, String key, IntFunction<Object> pages, Map<String, JsonNode> into) {
    int count = -1;
    boolean same = true;
    for (int page = 1; ; page++) {
      JsonNode answer = read(question, pages.apply(page));
      JsonNode data = answer.path("data");
      if (!data.isArray() || !answer.path("count").canConvertToInt()) {
        throw new UnreadableAnswerException(question, "it is not a page of a list", null);
      }
      int said = answer.path("count").asInt();
      same &= count < 0 || said == count;
      count = said;
      for (JsonNode each : data) {
        into.put(each.path(key).asText(), each);
      }
      if (into.size() >= count || data.isEmpty()) {
        return same && into.size() == count;
      }
    }
  }
}
