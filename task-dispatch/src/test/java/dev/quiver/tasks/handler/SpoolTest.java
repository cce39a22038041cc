package dev.quiver.tasks.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.tasks.Payload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpoolTest {

  @TempDir Path folder;

  @Test
  void shortTextTravelsInline() throws Exception {
    Spool spool = new Spool(folder, 1000);
    spool.write("çé😀".getBytes(StandardCharsets.UTF_8));
    assertThat(spool.payload()).isEqualTo(new Payload.Text("çé😀"));
    assertThat(folder).isEmptyDirectory();
  }

  @ParameterizedTest(name = "{0} bytes")
  @ValueSource(
      ints = {1, Spool.MEMORY_BYTES - 1, Spool.MEMORY_BYTES, Spool.MEMORY_BYTES + 1, 500_000})
  void bytesAreStreamedAsOftenAsAskedAndGoneAfterwards(int length) throws Exception {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    bytes[0] = (byte) 0xff;
    Spool spool = new Spool(folder, length);
    for (int i = 0; i < length; i += 7000) {
      spool.write(bytes, i, Math.min(7000, length - i));
    }
    Payload payload = spool.payload();
    assertThat(payload).isInstanceOf(Payload.Streamed.class);
    assertThat(((Payload.Streamed) payload).bytes()).isEqualTo(length);
    for (int i = 0; i < 2; i++) {
      try (var in = payload.open()) {
        assertThat(in.readAllBytes()).isEqualTo(bytes);
      }
    }
    spool.discard();
    spool.discard();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void textTooLongForTheMessageIsStreamed() throws Exception {
    Spool spool = new Spool(folder, 100_000);
    spool.write("x".repeat(Payload.MAX_INLINE_CHARS + 1).getBytes(StandardCharsets.UTF_8));
    assertThat(spool.payload()).isInstanceOf(Payload.Streamed.class);
  }

  @Test
  void nothingIsWrittenBeyondTheLimit() throws Exception {
    Spool spool = new Spool(folder, 10);
    spool.write(new byte[10]);
    assertThatThrownBy(() -> spool.write(1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("10 bytes");
    assertThat(spool.bytes()).isEqualTo(10);
  }

  @Test
  void nothingIsWrittenAfterTheEnd() throws Exception {
    Spool spool = new Spool(folder, 10);
    spool.payload();
    assertThatThrownBy(() -> spool.write(1)).isInstanceOf(IOException.class);
  }
}
