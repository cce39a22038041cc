package dev.quiver.orchestrator.shell;

import dev.quiver.messaging.codec.JsonCodec;
import dev.quiver.messaging.codec.JsonReader;
import dev.quiver.messaging.codec.JsonWriter;
import dev.quiver.orchestrator.TaskState;
import dev.quiver.orchestrator.ledger.LedgerChunk;
import dev.quiver.orchestrator.ledger.LedgerEntry;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A part of a ledger's snapshot as a document, within the limits of documents. */
final class ChunkCodec {

  private ChunkCodec() {}

  static void write(LedgerChunk chunk, JsonWriter json) throws IOException {
    json.field("next", chunk.next())
        .objects("entries", chunk.entries(), (entry, out) -> write(entry, out));
  }

  static LedgerChunk read(JsonReader in) throws IOException {
    long next = LedgerChunk.END;
    List<LedgerEntry> entries = List.of();
    while (in.next()) {
      switch (in.name()) {
        case "next" -> next = in.longInteger();
        case "entries" -> entries = in.list(each -> each.object(ChunkCodec::entry));
        default -> in.skip();
      }
    }
    return new LedgerChunk(entries, next);
  }

  /** Where a part is to begin, out of the question for it. */
  static long from(String question) {
    return JsonCodec.standard()
        .read(
            question,
            in -> {
              long from = 0;
              while (in.next()) {
                if (in.name().equals("from")) {
                  from = in.longInteger();
                } else {
                  in.skip();
                }
              }
              return from;
            });
  }

  private static void write(LedgerEntry entry, JsonWriter json) throws IOException {
    json.field("taskId", entry.id())
        .field("type", entry.type())
        .field("submitter", entry.submitter())
        .field("batch", entry.batch())
        .field("firstSeen", entry.firstSeenMs());
    LedgerEntry.Latest latest = entry.latest();
    json.object(
        "latest",
        out ->
            out.field("generation", latest.generation())
                .field("attempt", latest.attempt())
                .field("epoch", latest.epoch())
                .field("state", latest.state().label())
                .field("worker", latest.worker())
                .field("started", latest.startedMs())
                .field("at", latest.atMs())
                .field("text", latest.text()));
    LedgerEntry.Assignment assigned = entry.assigned();
    if (assigned != null) {
      json.object(
          "assigned",
          out ->
              out.field("generation", assigned.generation())
                  .field("attempt", assigned.attempt())
                  .field("epoch", assigned.epoch())
                  .field("at", assigned.atMs())
                  .field("worker", assigned.worker()));
    }
  }

  private static LedgerEntry entry(JsonReader in) throws IOException {
    String id = null;
    String type = "";
    String submitter = "";
    String batch = "";
    long firstSeen = LedgerEntry.UNKNOWN;
    LedgerEntry.Latest latest = null;
    LedgerEntry.Assignment assigned = null;
    while (in.next()) {
      switch (in.name()) {
        case "taskId" -> id = in.string();
        case "type" -> type = in.string();
        case "submitter" -> submitter = in.string();
        case "batch" -> batch = in.string();
        case "firstSeen" -> firstSeen = in.longInteger();
        case "latest" -> latest = in.object(fields -> Facts.read(fields).latest());
        case "assigned" -> assigned = in.object(fields -> Facts.read(fields).assigned());
        default -> in.skip();
      }
    }
    return new LedgerEntry(
        JsonReader.required("taskId", id),
        type,
        submitter,
        batch,
        firstSeen,
        JsonReader.required("latest", latest),
        assigned);
  }

  /** What a state and an assignment have in common, and what only a state has. */
  private record Facts(
      int generation,
      int attempt,
      long epoch,
      @Nullable String state,
      String worker,
      long started,
      long at,
      String text) {

    static Facts read(JsonReader in) throws IOException {
      int generation = 0;
      int attempt = 0;
      long epoch = 0;
      String state = null;
      String worker = "";
      long started = LedgerEntry.UNKNOWN;
      long at = LedgerEntry.UNKNOWN;
      String text = "";
      while (in.next()) {
        switch (in.name()) {
          case "generation" -> generation = in.integer();
          case "attempt" -> attempt = in.integer();
          case "epoch" -> epoch = in.longInteger();
          case "state" -> state = in.string();
          case "worker" -> worker = in.string();
          case "started" -> started = in.longInteger();
          case "at" -> at = in.longInteger();
          case "text" -> text = in.string();
          default -> in.skip();
        }
      }
      return new Facts(generation, attempt, epoch, state, worker, started, at, text);
    }

    LedgerEntry.Latest latest() {
      return new LedgerEntry.Latest(
          generation,
          attempt,
          epoch,
          TaskState.of(JsonReader.required("state", state)),
          worker,
          started,
          at,
          text);
    }

    LedgerEntry.Assignment assigned() {
      return new LedgerEntry.Assignment(generation, attempt, epoch, at, worker);
    }
  }
}
