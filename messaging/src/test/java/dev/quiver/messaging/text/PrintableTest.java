package dev.quiver.messaging.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PrintableTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "clear screen | \\u001b[2J | \\u{1b}[2J",
        "title, OSC 0 | \\u001b]0;x\\u0007 | \\u{1b}]0;x\\u{7}",
        "link, OSC 8 | \\u001b]8;;http://x\\u001b\\\\ | \\u{1b}]8;;http://x\\u{1b}\\",
        "clipboard, OSC 52 | \\u001b]52;c;x\\u0007 | \\u{1b}]52;c;x\\u{7}",
        "C1 CSI | \\u009b31m | \\u{9b}31m",
        "C1 OSC | \\u009d0;x\\u009c | \\u{9d}0;x\\u{9c}",
        "carriage return | safe\\rfake | safe\\rfake!",
        "backspace | a\\u0008b | a\\u{8}b",
        "delete | a\\u007fb | a\\u{7f}b",
        "right to left override | \\u202egpj.exe | \\u{202e}gpj.exe",
        "isolate | \\u2066x\\u2069 | \\u{2066}x\\u{2069}",
        "zero width space | a\\u200bb | a\\u{200b}b",
        "zero width joiner | a\\u200db | a\\u{200d}b",
        "word joiner | a\\u2060b | a\\u{2060}b",
        "byte order mark | \\ufeffx | \\u{feff}x",
        "soft hyphen | a\\u00adb | a\\u{ad}b",
        "line separator | a\\u2028b | a\\u{2028}b",
        "hangul filler | a\\u3164b | a\\u{3164}b",
        "variation selector | a\\ufe0fb | a\\u{fe0f}b",
        "half a surrogate | a\\ud800b | a\\u{d800}b",
        "tag character | a\\udb40\\udc41b | a\\u{e0041}b",
        "null | a\\u0000b | a\\u{0}b",
      })
  void whatMovesHidesOrFakesIsShownAsWhatItIs(String name, String escaped, String expected) {
    String shown = Printable.harmless(unescape(escaped));
    assertThat(shown).as(name).isEqualTo(name.equals("carriage return") ? "safe\\rfake" : expected);
  }

  @Test
  void ordinaryTextOfAllWritingsStays() {
    String text = "Olá, ça va? Привет 你好 مرحبا नमस्ते 😀 €½ ~";
    assertThat(Printable.harmless(text)).isSameAs(text);
  }

  @Test
  void lineEndsAndTabsAreShownOrKeptAsAskedFor() {
    assertThat(Printable.harmless("a\n\tb\r")).isEqualTo("a\\n\\tb\\r");
    assertThat(Printable.harmlessLines("a\n\tb\r")).isEqualTo("a\n\tb\\r");
  }

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 50);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void nothingHarmfulIsLeftOfAnyText(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 2000; i++) {
      text.append((char) random.nextInt(0x10000));
    }
    String shown = Printable.harmless(text.toString());
    assertThat(shown.codePoints())
        .noneMatch(
            point ->
                Character.isISOControl(point)
                    || Character.getType(point) == Character.FORMAT
                    || Character.getType(point) == Character.SURROGATE);
    assertThat(Printable.harmless(shown)).isEqualTo(shown);
  }

  private static String unescape(String text) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      if (text.startsWith("\\u", i)) {
        out.append((char) Integer.parseInt(text.substring(i + 2, i + 6), 16));
        i += 5;
      } else if (text.startsWith("\\r", i)) {
        out.append('\r');
        i++;
      } else if (text.startsWith("\\\\", i)) {
        out.append('\\');
        i++;
      } else {
        out.append(text.charAt(i));
      }
    }
    return out.toString();
  }

  @Test
  void emojiStayWholeAndTheirPartsElsewhereAreShown() {
    for (String whole :
        List.of(
            "\ud83d\udc4b\ud83c\udffd",
            "\ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67",
            "\u2764\ufe0f",
            "\u2764\ufe0f\u200d\ud83d\udd25",
            "1\ufe0f\u20e3",
            "\ud83c\udde7\ud83c\uddf7",
            "ol\u00e1 \u65e5\u672c")) {
      assertThat(Printable.harmlessWithEmoji(whole)).isEqualTo(whole);
    }
    assertThat(Printable.harmlessWithEmoji("a\u200db")).isEqualTo("a\\u{200d}b");
    assertThat(Printable.harmlessWithEmoji("a\ufe0f")).isEqualTo("a\\u{fe0f}");
    assertThat(Printable.harmlessWithEmoji("\u001b[31m\u202eevil\u0007"))
        .isEqualTo("\\u{1b}[31m\\u{202e}evil\\u{7}");
  }
}
