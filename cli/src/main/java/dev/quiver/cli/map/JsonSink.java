package dev.quiver.cli.map;

import dev.quiver.cli.output.JsonLine;
import dev.quiver.cli.output.Output;
import dev.quiver.tasks.Payload;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** One JSON line an input; a result that is not UTF-8 is in {@code resultBase64} instead. */
final class JsonSink implements ResultSink {

  private final Output out;

  JsonSink(Output out) {
    this.out = out;
  }

  @Override
  public void write(MapResult result) {
    JsonLine line =
        new JsonLine().put("input", result.input().name()).put("outcome", result.outcome());
    addResult(line, result.result());
    line.put("error", result.error()).put("taskId", result.taskId());
    line.put("worker", result.worker()).put("attempt", result.attempt());
    out.line(line.end());
  }

  private static void addResult(JsonLine line, @Nullable Payload result) {
    if (result instanceof Payload.Text text) {
      line.put("result", text.text());
    } else if (result != null) {
      byte[] bytes = bytes(result);
      try {
        line.put(
            "result",
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
      } catch (CharacterCodingException notText) {
        line.put("resultBase64", Base64.getEncoder().encodeToString(bytes));
      }
    }
  }

  private static byte[] bytes(Payload payload) {
    try (InputStream in = payload.open()) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
