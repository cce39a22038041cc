package dev.quiver.tasks.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.tasks.Payload;
import dev.quiver.tasks.TaskType;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8ReaderTest {

  @ParameterizedTest(name = "pieces of {0} bytes")
  @ValueSource(ints = {1, 2, 3, 5, 16 * 1024 - 1, 16 * 1024, 100_000})
  void textSurvivesHoweverItsBytesArrive(int piece) throws Exception {
    SplittableRandom random = new SplittableRandom(piece);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 30_000; i++) {
      text.appendCodePoint("aß€😀\n".codePointAt(new int[] {0, 1, 2, 3, 5}[random.nextInt(5)]));
    }
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    assertThat(read(Handling.pieces(bytes, piece))).isEqualTo(text.toString());
  }

  @ParameterizedTest(name = "{0} is refused at {1}")
  @CsvSource({
    "61ff62, 1",
    "6162c3, 2",
    "c0af, 0",
    "eda080, 0",
    "f4908080, 0",
    "61e282, 1",
    "80, 0",
    "616280, 2"
  })
  void whatIsNotUtf8IsRefusedWithItsPlace(String hex, int offset) {
    byte[] bytes = java.util.HexFormat.of().parseHex(hex);
    for (int piece = 1; piece <= bytes.length; piece++) {
      Payload payload = Handling.pieces(bytes, piece);
      assertThatThrownBy(() -> read(payload))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("not UTF-8")
          .hasMessageContaining("at offset " + offset);
    }
  }

  @Test
  void thePlaceIsRightFarIntoTheInput() {
    byte[] bytes = new byte[200_000];
    Arrays.fill(bytes, (byte) 'x');
    bytes[150_001] = (byte) 0xfe;
    assertThatThrownBy(() -> read(Handling.bytes(bytes)))
        .hasMessageContaining("0xfe at offset 150001");
  }

  @Test
  void textIsRefusedAboveItsLimitWithoutReadingAllOfIt() {
    byte[] bytes = new byte[TaskInput.MAX_TEXT_CHARS + 1];
    Arrays.fill(bytes, (byte) 'x');
    TaskInput input = new TaskInput(new TaskType("t"), List.of(), Handling.bytes(bytes));
    assertThatThrownBy(input::text)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("longer than");
  }

  private static String read(Payload payload) throws Exception {
    StringWriter out = new StringWriter();
    try (Reader in = new TaskInput(new TaskType("t"), List.of(), payload).reader()) {
      in.transferTo(out);
    }
    return out.toString();
  }
}
