package dev.quiver.orchestrator.ask;

import dev.quiver.messaging.codec.JsonReader;
import dev.quiver.messaging.codec.JsonWriter;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The figures of now, as the leader has them.
 *
 * @param leader who leads
 * @param epoch the reign
 * @param counts how many tasks the ledger keeps in each state
 * @param submitted those that wait, and those that the ledger keeps
 * @param waiting how many wait, by the broker's count: in submit and held queues, in pools and for
 *     named workers; of the latter two those are counted too that workers have in hand from there
 * @param named how many of them wait for a worker by name, or run there
 * @param running how many are executed now, as the workers last said
 * @param assignedPerSecond on average over the last minute
 * @param endedPerSecond likewise
 * @param waitedP50Ms from submit to assignment, of what ended lately; negative if nothing did
 * @param paused what is paused, such as {@code everything}, {@code worker/w1} or {@code type/exec}
 */
public record Statistics(
    String leader,
    long epoch,
    SortedMap<String, Long> counts,
    long submitted,
    long waiting,
    long named,
    long running,
    double assignedPerSecond,
    double endedPerSecond,
    long waitedP50Ms,
    long waitedP95Ms,
    long ranP50Ms,
    long ranP95Ms,
    List<TypeFigures> types,
    List<String> paused) {

  /**
   * What waits of one type.
   *
   * @param withoutWorkerSince since when no live worker has it; none if one has
   */
  public record TypeFigures(String type, long waiting, @Nullable Instant withoutWorkerSince) {

    private void write(JsonWriter json) throws IOException {
      json.field("type", type)
          .field("waiting", waiting)
          .field("withoutWorkerSince", withoutWorkerSince);
    }

    private static TypeFigures read(JsonReader in) throws IOException {
      String type = null;
      long waiting = 0;
      Instant since = null;
      while (in.next()) {
        switch (in.name()) {
          case "type" -> type = in.string();
          case "waiting" -> waiting = in.longInteger();
          case "withoutWorkerSince" -> since = in.instant();
          default -> in.skip();
        }
      }
      return new TypeFigures(JsonReader.required("type", type), waiting, since);
    }
  }

  public Statistics {
    counts = new TreeMap<>(counts);
    types = List.copyOf(types);
    paused = List.copyOf(paused);
  }

  /** Writes its fields. */
  public void write(JsonWriter json) throws IOException {
    json.field("leader", leader)
        .field("epoch", epoch)
        .field("submitted", submitted)
        .field("waiting", waiting)
        .field("named", named)
        .field("running", running)
        .field("assignedPerSecond", assignedPerSecond)
        .field("endedPerSecond", endedPerSecond)
        .field("waitedP50Ms", waitedP50Ms)
        .field("waitedP95Ms", waitedP95Ms)
        .field("ranP50Ms", ranP50Ms)
        .field("ranP95Ms", ranP95Ms)
        .object(
            "counts",
            fields -> {
              for (var each : counts.entrySet()) {
                fields.field(each.getKey(), each.getValue());
              }
            })
        .objects("types", types, TypeFigures::write)
        .strings("paused", paused);
  }

  /** Reads its fields. */
  public static Statistics read(JsonReader in) throws IOException {
    String leader = "";
    long epoch = 0;
    SortedMap<String, Long> counts = new TreeMap<>();
    long submitted = 0;
    long waiting = 0;
    long named = 0;
    long running = 0;
    double assigned = 0;
    double ended = 0;
    long[] times = {-1, -1, -1, -1};
    List<TypeFigures> types = List.of();
    List<String> paused = List.of();
    while (in.next()) {
      switch (in.name()) {
        case "leader" -> leader = in.string();
        case "epoch" -> epoch = in.longInteger();
        case "submitted" -> submitted = in.longInteger();
        case "waiting" -> waiting = in.longInteger();
        case "named" -> named = in.longInteger();
        case "running" -> running = in.longInteger();
        case "assignedPerSecond" -> assigned = in.number();
        case "endedPerSecond" -> ended = in.number();
        case "waitedP50Ms" -> times[0] = in.longInteger();
        case "waitedP95Ms" -> times[1] = in.longInteger();
        case "ranP50Ms" -> times[2] = in.longInteger();
        case "ranP95Ms" -> times[3] = in.longInteger();
        case "counts" -> counts = in.object(Statistics::readCounts);
        case "types" -> types = in.list(each -> each.object(TypeFigures::read));
        case "paused" -> paused = in.strings();
        default -> in.skip();
      }
    }
    return new Statistics(
        leader, epoch, counts, submitted, waiting, named, running, assigned, ended, times[0],
        times[1], times[2], times[3], types, paused);
  }

  private static SortedMap<String, Long> readCounts(JsonReader in) throws IOException {
    SortedMap<String, Long> counts = new TreeMap<>();
    while (in.next()) {
      counts.put(in.name(), in.longInteger());
    }
    return counts;
  }
}
