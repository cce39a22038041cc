package dev.quiver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TerminalTest {

  @Test
  void coloursAreNotWantedWithNoColorOrOnADumbTerminal() {
    assertThat(of(Map.of("TERM", "xterm")).colours()).isTrue();
    assertThat(of(Map.of("TERM", "xterm", "NO_COLOR", "")).colours()).isTrue();
    assertThat(of(Map.of("TERM", "xterm", "NO_COLOR", "1")).colours()).isFalse();
    assertThat(of(Map.of("TERM", "dumb")).colours()).isFalse();
  }

  @Test
  void theLauncherSaysWhichStreamsAreATerminal() {
    Terminal watched = Terminal.of("02", "120", Map.of());

    assertThat(watched.in()).isTrue();
    assertThat(watched.out()).isFalse();
    assertThat(watched.err()).isTrue();
    assertThat(watched.width()).isEqualTo(120);
    assertThat(Terminal.of("", "wide", Map.of()).width()).isEqualTo(80);
  }

  private static Terminal of(Map<String, String> environment) {
    return Terminal.of("012", "80", environment);
  }
}
