package dev.quiver.orchestrator.ask;

import dev.quiver.messaging.codec.JsonReader;
import dev.quiver.messaging.codec.JsonWriter;
import dev.quiver.orchestrator.OrchestratorReasons;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Which tasks a list shows: those that fit all that is asked for.
 *
 * @param submitter whose tasks; only admins see those of others
 * @param from where the page begins: what the page before gave as next, negative for the newest
 * @param limit how many at most, up to {@link #MOST}
 */
public record TaskQuery(
    @Nullable String state,
    @Nullable String type,
    @Nullable String worker,
    @Nullable String submitter,
    @Nullable String batch,
    long from,
    int limit) {

  /** The largest page: what fits into one document whatever the results are. */
  public static final int MOST = 100;

  public TaskQuery {
    if (limit < 1 || limit > MOST) {
      throw new IllegalArgumentException(OrchestratorReasons.say("refused.page", MOST, limit));
    }
  }

  /** Writes its fields. */
  public void write(JsonWriter json) throws IOException {
    json.field("state", state)
        .field("type", type)
        .field("worker", worker)
        .field("submitter", submitter)
        .field("batch", batch)
        .field("from", from)
        .field("limit", limit);
  }

  /** Reads its fields. */
  public static TaskQuery read(JsonReader in) throws IOException {
    String state = null;
    String type = null;
    String worker = null;
    String submitter = null;
    String batch = null;
    long from = -1;
    int limit = 50;
    while (in.next()) {
      switch (in.name()) {
        case "state" -> state = in.string();
        case "type" -> type = in.string();
        case "worker" -> worker = in.string();
        case "submitter" -> submitter = in.string();
        case "batch" -> batch = in.string();
        case "from" -> from = in.longInteger();
        case "limit" -> limit = in.integer();
        default -> in.skip();
      }
    }
    return new TaskQuery(state, type, worker, submitter, batch, from, limit);
  }
}
