package dev.quiver.cli.up;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.quiver.messaging.codec.JsonCodec;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a broker of a pair says about itself. */
final class PairEvents {

  private static final Set<String> KNOWN = Set.of("live", "waiting");

  private PairEvents() {}

  /** The event, if it is a known one; null if that line says none. */
  static @Nullable String of(String line) {
    try {
      String event = JsonCodec.standard().mapper().readTree(line).path("event").asText();
      return KNOWN.contains(event) ? event : null;
    } catch (JsonProcessingException notOurs) {
      return null;
    }
  }
}
