package dev.quiver.cli.process;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Inputs that do not fit into a message: streamed through small workers, or refused. */
@Tag("long")
class MapBigInputIT {

  private static final long MIB = 1 << 20;

  @TempDir private Path folder;

  @Test
  void countsThirtyMebibytesInSmallWorkersAndRefusesWhatIsOverTheLimit() throws IOException {
    Path big = writeWords(folder.resolve("big"), 30 * MIB);
    Path over = folder.resolve("over");
    try (RandomAccessFile file = new RandomAccessFile(over.toFile(), "rw")) {
      file.setLength(64 * MIB + 1);
    }
    long words = requireNonNull(WordCounts.of(List.of(big.toString())).get(big.toString()));

    try (QuiverLauncher quiver = new QuiverLauncher(folder)) {
      QuiverProcess map =
          quiver.run(
              "map", "--embedded", "--worker-heap", "128m", "text.count_words", "over", "big");

      assertThat(map.lines()).as(map.err()).containsExactly("big\t" + words);
      assertThat(map.err())
          .contains("failed: over: It has 67,108,865 bytes; more than 67,108,864 are sent only if")
          .contains("1 done, 1 failed");
      assertThat(map.exitCode()).isEqualTo(1);
    }
  }

  /** Words of all lengths, some of letters beyond ASCII, over lines of all lengths. */
  private static Path writeWords(Path path, long bytes) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(path)) {
      long written = 0;
      for (int i = 0; written < bytes; i++) {
        String word = "coração".repeat(i % 3 + 1).substring(i % 7) + (i % 13 == 0 ? "\n" : " ");
        out.write(word);
        written += word.length();
      }
    }
    return path;
  }
}
