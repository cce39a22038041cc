package dev.quiver.tasks.wire;

import dev.quiver.messaging.codec.RejectedMessageException;
import dev.quiver.tasks.BatchId;
import dev.quiver.tasks.Outcome;
import dev.quiver.tasks.Payload;
import dev.quiver.tasks.TaskId;
import dev.quiver.tasks.TaskType;
import dev.quiver.tasks.WorkerId;
import java.io.IOException;
import java.time.Instant;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.jspecify.annotations.Nullable;

/** The fields of an outcome's document: written, and collected while it is read. */
final class OutcomeFields implements JsonIn.Fields {

  private @Nullable String taskId;
  private @Nullable String type;
  private @Nullable String label;
  private @Nullable String result;
  private @Nullable String worker;
  private int attempt;
  private int generation;
  private @Nullable Instant startedAt;
  private @Nullable Instant finishedAt;
  private @Nullable String batch;
  private String reason = "";

  static void write(Outcome outcome, JsonOut out) throws IOException {
    Outcome.Facts facts = outcome.facts();
    out.field("taskId", facts.taskId().value());
    out.field("type", facts.type().name());
    out.field("outcome", outcome.label());
    if (outcome instanceof Outcome.Succeeded done) {
      String inline = PayloadBody.inline(done.result());
      if (inline != null) {
        out.field("result", inline);
      }
    }
    String reason = outcome.reason();
    if (reason != null) {
      out.field("reason", OutcomeCodec.shortened(reason));
    }
    if (facts.worker() != null) {
      out.field("worker", facts.worker().value());
    }
    out.field("attempt", facts.attempt());
    out.field("generation", facts.generation());
    if (facts.startedAt() != null) {
      out.field("startedAt", facts.startedAt());
    }
    out.field("finishedAt", facts.finishedAt());
    if (facts.batch() != null) {
      out.field("batch", facts.batch().value());
    }
  }

  @Override
  public void read(String name, JsonIn in) throws IOException, RejectedMessageException {
    switch (name) {
      case "taskId" -> taskId = in.string(name);
      case "type" -> type = in.string(name);
      case "outcome" -> label = in.string(name);
      case "result" -> result = in.string(name);
      case "worker" -> worker = in.string(name);
      case "attempt" -> attempt = in.count(name, 0);
      case "generation" -> generation = in.count(name, 0);
      case "startedAt" -> startedAt = in.instant(name);
      case "finishedAt" -> finishedAt = in.instant(name);
      case "batch" -> batch = in.string(name);
      case "reason" -> reason = in.string(name);
      default -> in.skip();
    }
  }

  void check(ClientMessage message) throws RejectedMessageException {
    Properties.same(message, WireProperties.TASK_ID, taskId);
    Properties.same(message, WireProperties.TASK_TYPE, type);
    Properties.same(message, WireProperties.TASK_BATCH, batch);
    Properties.same(message, WireProperties.OUTCOME, label);
  }

  Outcome outcome(Payload.@Nullable Streamed streamed) throws RejectedMessageException {
    if (label == null) {
      throw Rejects.missing("outcome");
    }
    Outcome.Facts facts = facts();
    return switch (label) {
      case "succeeded" -> new Outcome.Succeeded(facts, PayloadBody.one("result", result, streamed));
      case "failed" -> new Outcome.Failed(facts, reason);
      case "cancelled" -> new Outcome.Cancelled(facts, reason);
      case "expired" -> new Outcome.Expired(facts, reason);
      case "dead" -> new Outcome.Dead(facts, reason);
      default -> throw Rejects.badValue("outcome", "there is no outcome \"" + label + "\"");
    };
  }

  private Outcome.Facts facts() throws RejectedMessageException {
    if (taskId == null) {
      throw Rejects.missing("taskId");
    }
    if (type == null) {
      throw Rejects.missing("type");
    }
    if (finishedAt == null) {
      throw Rejects.missing("finishedAt");
    }
    try {
      return new Outcome.Facts(
          new TaskId(taskId),
          new TaskType(type),
          batch == null ? null : new BatchId(batch),
          worker == null ? null : new WorkerId(worker),
          attempt,
          generation,
          startedAt,
          finishedAt);
    } catch (IllegalArgumentException e) {
      throw Rejects.badValue("outcome", String.valueOf(e.getMessage()));
    }
  }
}
