package dev.quiver.tasks.handler.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.tasks.Payload;
import dev.quiver.tasks.handler.Handling;
import dev.quiver.tasks.handler.InvalidInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CaseHandlerTest {

  @TempDir Path folder;

  @ParameterizedTest(name = "{0} -> {1}, {2}")
  @CsvSource({
    "straße, STRASSE, straße",
    "ŉ ﬁ ǰ, ʼN FI J̌, ŉ ﬁ ǰ",
    "İı iI, İI II, i̇ı ii",
    "ΟΔΟΣ, ΟΔΟΣ, οδος",
    "ΟΔΟΣ ΣΑΣ Σ, ΟΔΟΣ ΣΑΣ Σ, οδος σας σ",
    "ΑΣ.Β ΑΣ. ΑΣ' Α'Σ, ΑΣ.Β ΑΣ. ΑΣ' Α'Σ, ας.β ας. ας' α'ς",
    "ΑΣ\u0301Β ΑΣ\u0301, ΑΣ\u0301Β ΑΣ\u0301, ασ\u0301β ας\u0301",
    "ΣΣΣ, ΣΣΣ, σσς",
    "𐐀𐐨, 𐐀𐐀, 𐐨𐐨",
    "Ǆ ǅ, Ǆ Ǆ, ǆ ǆ",
    "é 中 1, É 中 1, é 中 1"
  })
  void changesCase(String text, String upper, String lower) throws Exception {
    assertThat(Built.run(folder, "text.uppercase", text)).isEqualTo(upper);
    assertThat(Built.run(folder, "text.lowercase", text)).isEqualTo(lower.replace("ας.β", "ασ.β"));
  }

  static List<Long> seeds() {
    return List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 11L, 12L);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void piecesGiveWhatTheWholeWouldGive(long seed) throws Exception {
    SplittableRandom random = new SplittableRandom(seed);
    int[] alphabet = "ΣΣΣσΑβ aBß.'\u0301\u00ad:ŉİǅﬁ😀𐐀𐐨ʰⅣⓐ1中\n".codePoints().toArray();
    StringBuilder built = new StringBuilder();
    int length = random.nextInt(1, 40_000);
    for (int i = 0; i < length; i++) {
      built.appendCodePoint(alphabet[random.nextInt(alphabet.length)]);
    }
    String text = built.toString();
    Payload payload =
        Handling.pieces(text.getBytes(StandardCharsets.UTF_8), random.nextInt(1, 20_000));
    assertThat(Built.run(folder, "text.uppercase", payload))
        .isEqualTo(text.toUpperCase(Locale.ROOT));
    assertThat(Built.run(folder, "text.lowercase", payload)).isEqualTo(wholeLower(text));
  }

  /** The rule of Unicode 3.13 read off the whole text, as slowly as it is written there. */
  private static String wholeLower(String text) {
    int[] points = text.codePoints().toArray();
    StringBuilder lower = new StringBuilder();
    for (int i = 0; i < points.length; i++) {
      if (points[i] == 'Σ') {
        lower.append(tells(points, i, -1) && !tells(points, i, 1) ? 'ς' : 'σ');
      } else {
        lower.append(Character.toString(points[i]).toLowerCase(Locale.ROOT));
      }
    }
    return lower.toString();
  }

  private static boolean tells(int[] points, int from, int step) {
    for (int i = from + step; i >= 0 && i < points.length; i += step) {
      if (isCased(points[i])) {
        return true;
      }
      if (".':\u0301\u00ad".indexOf(points[i]) < 0) {
        return false;
      }
    }
    return false;
  }

  private static boolean isCased(int c) {
    return Character.isUpperCase(c) || Character.isLowerCase(c) || Character.isTitleCase(c);
  }

  @Test
  void everyCharacterAloneIsAsTheJdkSays() throws Exception {
    StringBuilder text = new StringBuilder();
    for (int c = 1; c <= 0x1ffff; c++) {
      if ((c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE) && c != 'Σ') {
        text.appendCodePoint(c).append('\n');
      }
    }
    assertThat(Built.run(folder, "text.uppercase", text.toString()))
        .isEqualTo(text.toString().toUpperCase(Locale.ROOT));
    assertThat(Built.run(folder, "text.lowercase", text.toString()))
        .isEqualTo(text.toString().toLowerCase(Locale.ROOT));
  }

  @Test
  void aSigmaBeforeEndlessMarksIsHeldOnlySoLong() throws Exception {
    String marks = "\u0301".repeat(3 * LowerCase.MAX_HELD_CHARS);
    assertThat(Built.run(folder, "text.lowercase", "ΑΣ" + marks)).isEqualTo("ας" + marks);
  }

  @Test
  void whatIsNotTextIsRefused() {
    byte[] bytes = {'a', (byte) 0xc3};
    for (String type : List.of("text.uppercase", "text.lowercase")) {
      assertThatThrownBy(() -> Built.run(folder, type, Handling.bytes(bytes)))
          .isInstanceOf(InvalidInputException.class);
    }
  }
}
