package dev.quiver.cli.multicast;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RoundMemoryTest {

  private final RoundMemory memory = new RoundMemory(256L << 20);

  @Test
  void aRoundWhoseLogsDoNotFitIsKnownBeforeItBegins() {
    assertThat(memory.fits(20, 1_500)).isTrue();
    assertThat(memory.fits(20, 50_000)).isFalse();
    assertThat(memory.fits(100, 1_000_000)).isFalse();
  }

  @Test
  void whatIsSaidToFitFits() {
    Object[] values = memory.values(20, 50_000);
    int most = ((Long) values[4]).intValue();
    assertThat(most).isBetween(1_500, 50_000);
    assertThat(memory.fits(20, most)).isTrue();
    assertThat(memory.fits(20, most + 1)).isFalse();
  }

  @Test
  void aPeerGetsWhatItKeepsForJoiners() {
    assertThat(RoundMemory.ofPeer(5, 100)).isEqualTo("96m");
    assertThat(RoundMemory.ofPeer(5, 1_000_000)).isEqualTo("210m");
  }
}
