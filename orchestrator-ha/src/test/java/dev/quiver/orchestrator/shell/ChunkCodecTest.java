package dev.quiver.orchestrator.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.messaging.codec.JsonCodec;
import dev.quiver.messaging.codec.RejectedMessageException;
import dev.quiver.orchestrator.TaskState;
import dev.quiver.orchestrator.ledger.LedgerChunk;
import dev.quiver.orchestrator.ledger.LedgerEntry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChunkCodecTest {

  private static final JsonCodec JSON = JsonCodec.standard();

  @Test
  void whatIsWrittenIsReadAgain() {
    LedgerChunk chunk =
        new LedgerChunk(List.of(entry("t1", "caf\u00e9", true), entry("t2", "", false)), 7);

    assertThat(JSON.read(document(chunk), ChunkCodec::read)).isEqualTo(chunk);
  }

  @Test
  void aWholeChunkIsWithinTheLimitsOfDocuments() {
    // 200 entries whose texts are just short of what ends a chunk, each character the dearest.
    LedgerEntry dear = entry("t", "\u0001".repeat(80), true);
    LedgerEntry last = entry("t", "\u0001".repeat(1024), true);
    List<LedgerEntry> entries = new ArrayList<>(Collections.nCopies(199, dear));
    entries.add(last);

    LedgerChunk chunk = new LedgerChunk(entries, LedgerChunk.END);

    assertThat(JSON.read(document(chunk), ChunkCodec::read)).isEqualTo(chunk);
  }

  @Test
  void anEntryWithoutItsStateIsRejected() {
    assertThatThrownBy(
            () -> JSON.read("{\"next\":-1,\"entries\":[{\"taskId\":\"t1\"}]}", ChunkCodec::read))
        .isInstanceOf(RejectedMessageException.class)
        .hasMessageContaining("latest");
  }

  @Test
  void theFirstQuestionBeginsAtTheBeginning() {
    assertThat(ChunkCodec.from("{}")).isZero();
    assertThat(ChunkCodec.from("{\"from\":200}")).isEqualTo(200);
  }

  private static String document(LedgerChunk chunk) {
    return JSON.write(json -> ChunkCodec.write(chunk, json));
  }

  private static LedgerEntry entry(String id, String text, boolean assigned) {
    return new LedgerEntry(
        id + "-0123456789abcdef0123456789abcdef",
        "test.echo",
        "maria",
        "batch-1",
        1_700_000_000_000L,
        new LedgerEntry.Latest(
            1, 2, 3, TaskState.SUCCEEDED, "w1", 1_700_000_000_100L, 1_700_000_000_200L, text),
        assigned ? new LedgerEntry.Assignment(1, 2, 3, 1_700_000_000_050L, "w1") : null);
  }
}
