package dev.quiver.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestimonyTest {

  private final List<Testimony.Accepted> all = new ArrayList<>();

  private void accepted(String broker, long begunMs, long doneMs) {
    long begun = Duration.ofMillis(begunMs).toNanos();
    long done = Duration.ofMillis(doneMs).toNanos();
    all.add(new Testimony.Accepted(broker, broker + "-" + all.size(), begun, done));
  }

  @Test
  void oneAfterTheOtherIsNoOverlap() {
    accepted("a", 0, 10);
    accepted("a", 20, 30);
    accepted("b", 31, 40);
    accepted("b", 50, 60);
    assertThat(Testimony.overlaps(all)).isZero();
  }

  @Test
  void aTakeoverAndItsReturnIsNone() {
    accepted("a", 0, 10);
    accepted("b", 600, 610);
    accepted("a", 1_100, 1_110);
    assertThat(Testimony.overlaps(all)).isZero();
  }

  @Test
  void oneInTheMiddleOfTheOtherIsAnOverlap() {
    accepted("b", 12, 18);
    accepted("a", 0, 10);
    accepted("a", 20, 30);
    assertThat(Testimony.overlaps(all)).isEqualTo(1);
  }

  @Test
  void whatWasBegunBeforeMayEndLate() {
    accepted("a", 0, 10);
    // It may have been accepted before the other one was, though it returned later.
    accepted("b", 5, 18);
    accepted("a", 20, 30);
    assertThat(Testimony.overlaps(all)).isZero();
  }

  @Test
  void whatIsNotThereInTheEndIsLost(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("w");
    Files.writeString(file, "x-0 1 2\nx-1 3 4\nx-2 5");
    List<Testimony.Accepted> read = Testimony.read("a", file);
    assertThat(read)
        .containsExactly(
            new Testimony.Accepted("a", "x-0", 1, 2), new Testimony.Accepted("a", "x-1", 3, 4));
    assertThat(Testimony.lost(read, Set.of("x-1", "y"))).containsExactly("x-0");
    assertThat(Testimony.read("a", folder.resolve("none"))).isEmpty();
  }
}
