package dev.quiver.cli.dht;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PairLineTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"plain", "", "a\tb", "two\nlines", "\r\n", "C:\\temp\\new", "\\", "\\\\t", "é\t"})
  void whatIsDumpedIsLoaded(String text) {
    PairLine pair = new PairLine("key" + text, text);
    String line = pair.text();
    assertThat(line.lines()).hasSize(1);
    assertThat(PairLine.of(line, line.indexOf('\t'))).isEqualTo(pair);
  }

  @Test
  void aBackslashBeforeAnythingElseStandsForItself() {
    assertThat(PairLine.of("k\t100\\% \\", 1)).isEqualTo(new PairLine("k", "100\\% \\"));
  }
}
