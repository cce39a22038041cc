package dev.quiver.cli.process;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One line of {@code quiver map --json}. A field that is not documented does not parse. */
record MapLine(
    @JsonProperty(value = "input", required = true) String input,
    @JsonProperty(value = "outcome", required = true) String outcome,
    @JsonProperty("result") @Nullable String result,
    @JsonProperty("resultBase64") @Nullable String resultBase64,
    @JsonProperty("error") @Nullable String error,
    @JsonProperty("taskId") @Nullable String taskId,
    @JsonProperty("worker") @Nullable String worker,
    @JsonProperty("attempt") int attempt) {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  /** The lines a process has written so far. */
  static List<MapLine> of(QuiverProcess process) {
    return process.lines().stream().map(MapLine::parse).toList();
  }

  boolean succeeded() {
    return outcome.equals("succeeded");
  }

  private static MapLine parse(String line) {
    try {
      return JSON.readValue(line, MapLine.class);
    } catch (JsonProcessingException e) {
      throw new AssertionError("not a line of map: " + line, e);
    }
  }
}
