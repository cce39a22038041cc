package dev.quiver.tasks.handler.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.quiver.tasks.handler.Handling;
import dev.quiver.tasks.handler.InvalidInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CountHandlerTest {

  private static final int LAST = 0x10ffff;

  @TempDir Path folder;

  @ParameterizedTest(name = "{0}: {1} words, {2} characters")
  @CsvSource({
    "'', 0, 0",
    "'   ', 0, 3",
    "'Este é um exemplo de texto', 6, 26",
    "'  one\ttwo\r\nthree  ', 3, 18",
    "'non\u00a0breaking\u202fspaces\u2007here', 4, 24",
    "'zero\u200bwidth\u200djoiner', 1, 17",
    "'word\u2060joiner', 2, 11",
    "'ideographic\u3000space', 2, 17",
    "'\ufeffmark', 1, 5",
    "'😀 👩‍👩‍👧 x', 3, 9",
    "'e\u0301', 1, 2",
    "'a\u0085b', 1, 3",
    "'a\u2028b', 1, 3",
    "'\u2028', 0, 1",
    "'\u0001 \u0002', 0, 3",
    "'a \u0001', 1, 3",
    "'\ud83e\udee0', 1, 1"
  })
  void counts(String text, int words, int chars) throws Exception {
    assertThat(Built.run(folder, "text.count_words", text)).isEqualTo(Integer.toString(words));
    assertThat(Built.run(folder, "text.count_chars", text)).isEqualTo(Integer.toString(chars));
  }

  static List<Long> seeds() {
    return List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void countsAsTheRealToolHoweverTheBytesArrive(long seed) throws Exception {
    SplittableRandom random = new SplittableRandom(seed);
    String text = randomText(random, known(realToolSkipsControls()));
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int piece = random.nextInt(1, 20_000);
    assertThat(Built.run(folder, "text.count_words", Handling.pieces(bytes, piece)))
        .isEqualTo(Long.toString(realWords(bytes)));
    assertThat(Built.run(folder, "text.count_chars", Handling.pieces(bytes, piece)))
        .isEqualTo(Integer.toString(text.codePointCount(0, text.length())));
  }

  /**
   * Each character once between two letters (does it separate?) and once alone (does it print?).
   */
  @Test
  void agreesWithTheRealToolOnEveryCharacter() throws Exception {
    List<Integer> known = known(realToolSkipsControls());
    for (int from = 0; from < known.size(); from += 4096) {
      StringBuilder text = new StringBuilder();
      for (int c : known.subList(from, Math.min(known.size(), from + 4096))) {
        text.append('a').appendCodePoint(c).append("b\n").appendCodePoint(c).append('\n');
      }
      byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
      assertThat(Built.run(folder, "text.count_words", Handling.bytes(bytes)))
          .as("block of 4096 from U+%04X", known.get(from))
          .isEqualTo(Long.toString(realWords(bytes)));
    }
  }

  /** Of each version after the one that counts: a worker's Java may know them or not. */
  @ParameterizedTest
  @ValueSource(ints = {0x0cf3, 0x2ffc, 0x0897, 0x1cc00})
  void whatCameLaterIsNoWordOnAnyJava(int codePoint) throws Exception {
    byte[] bytes = ("a " + Character.toString(codePoint)).getBytes(StandardCharsets.UTF_8);
    assertThat(Built.run(folder, "text.count_words", Handling.bytes(bytes))).isEqualTo("1");
  }

  @Test
  void whatIsNotTextIsRefused() {
    byte[] bytes = {'a', (byte) 0xff};
    for (String type : List.of("text.count_words", "text.count_chars")) {
      assertThatThrownBy(() -> Built.run(folder, type, Handling.bytes(bytes)))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("byte 0xff at offset 1");
    }
  }

  private static String randomText(SplittableRandom random, List<Integer> known) {
    int[] separators = {' ', ' ', ' ', '\n', '\t', '\r', 0x0b, 0x0c, 0xa0, 0x2003, 0x2060, 0x3000};
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      switch (random.nextInt(5)) {
        case 0 -> text.appendCodePoint(separators[random.nextInt(separators.length)]);
        case 1 -> text.appendCodePoint(known.get(random.nextInt(known.size())));
        case 2 -> text.appendCodePoint("\u200b\u2028\u0301é😀x".codePointAt(random.nextInt(5)));
        default -> text.append((char) random.nextInt('!', '~' + 1));
      }
    }
    return text.toString();
  }

  /**
   * The characters whose nature this JDK and every tool of the last years agree on: assigned, in
   * Unicode 13 or 14. Newer tools take control characters for parts of words.
   */
  private static List<Integer> known(boolean controls) {
    List<Integer> known = new ArrayList<>();
    IntStream.rangeClosed(0, LAST)
        .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
        .filter(c -> Character.isDefined(c) || NewerCharacters.contains(c))
        .filter(c -> !NewerCharacters.isLater(c))
        .filter(c -> controls || !isSilent(c))
        .forEach(known::add);
    return known;
  }

  private static boolean isSilent(int c) {
    int type = Character.getType(c);
    return (type == Character.CONTROL && !Character.isWhitespace(c))
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR;
  }

  private boolean realToolSkipsControls() throws Exception {
    return realWords(new byte[] {1}) == 0;
  }

  private long realWords(byte[] bytes) throws IOException, InterruptedException {
    assumeThat(Path.of("/usr/bin/wc")).exists();
    Path file = Files.write(folder.resolve("words"), bytes);
    ProcessBuilder builder = new ProcessBuilder("/usr/bin/wc", "-w");
    builder.environment().put("LC_ALL", "C.UTF-8");
    Process process = builder.redirectInput(file.toFile()).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return Long.parseLong(out.strip());
  }
}
