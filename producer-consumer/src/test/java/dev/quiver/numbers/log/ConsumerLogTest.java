package dev.quiver.numbers.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.numbers.NumbersMessage.Drawn;
import dev.quiver.numbers.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsumerLogTest {

  private static final Run RUN = new Run("1", "8f3c2d1e");
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void findFile() {
    file = folder.resolve("consumer_log.txt");
  }

  @Test
  void aLineHasTimeProducerSequenceValueAndParity() throws IOException {
    ConsumerLog log = open(LogLanguage.ENGLISH, "1");
    assertThat(log.append(new Drawn(RUN, 7, 42))).isTrue();
    assertThat(log.append(new Drawn(RUN, 8, -3))).isTrue();
    assertThat(Files.readAllLines(file))
        .containsExactly(
            "2026-01-01T00:00:00.000Z Consumer-1 producer=Producer-1 run=8f3c2d1e sequence=7"
                + " value=42 even",
            "2026-01-01T00:00:00.000Z Consumer-1 producer=Producer-1 run=8f3c2d1e sequence=8"
                + " value=-3 odd");
  }

  @Test
  void inPortugueseItIsParAndImpar() throws IOException {
    ConsumerLog log = open(LogLanguage.PORTUGUESE, "1");
    log.append(new Drawn(RUN, 1, 2));
    log.append(new Drawn(RUN, 2, 3));
    assertThat(Files.readAllLines(file))
        .containsExactly(
            "2026-01-01T00:00:00.000Z Consumidor-1 produtor=Produtor-1 rodada=8f3c2d1e sequencia=1"
                + " valor=2 Par",
            "2026-01-01T00:00:00.000Z Consumidor-1 produtor=Produtor-1 rodada=8f3c2d1e sequencia=2"
                + " valor=3 Impar");
  }

  @Test
  void noNumberIsLoggedTwiceWhicheverConsumerOfTheFolderWroteItAndInWhicheverLanguage()
      throws IOException {
    ConsumerLog first = open(LogLanguage.ENGLISH, "1");
    ConsumerLog second = open(LogLanguage.ENGLISH, "2");
    assertThat(first.append(new Drawn(RUN, 1, 5))).isTrue();
    assertThat(second.append(new Drawn(RUN, 1, 5))).isFalse();
    assertThat(second.append(new Drawn(new Run("1", "other"), 1, 5))).isTrue();
    ConsumerLog portuguese = open(LogLanguage.PORTUGUESE, "3");
    assertThat(portuguese.append(new Drawn(RUN, 1, 5))).isFalse();
    assertThat(portuguese.append(new Drawn(RUN, 2, 6))).isTrue();
    assertThat(first.append(new Drawn(RUN, 2, 6))).isFalse();
    assertThat(open(LogLanguage.ENGLISH, "4").append(new Drawn(RUN, 2, 6))).isFalse();

    assertThat(Files.readAllLines(file)).hasSize(2).allMatch(line -> line.endsWith(" odd"));
    assertThat(Files.readAllLines(folder.resolve("consumer_log.pt.txt")))
        .hasSize(1)
        .allMatch(line -> line.endsWith(" Par"));
  }

  /** What a process killed in the middle of a write leaves, at every length it may have. */
  @Test
  void aTornLineIsNoLoggedNumberAndLeavesNoTrace() throws IOException {
    String whole =
        "2026-01-01T00:00:00.000Z Consumer-9 producer=Producer-1 run=8f3c2d1e sequence=2 value=41"
            + " odd";
    for (int length = 1; length < whole.length(); length++) {
      Files.deleteIfExists(file);
      open(LogLanguage.ENGLISH, "1").append(new Drawn(RUN, 1, 5));
      Files.writeString(file, whole.substring(0, length), StandardOpenOption.APPEND);

      ConsumerLog log = open(LogLanguage.ENGLISH, "2");
      assertThat(log.append(new Drawn(RUN, 2, 41))).as("torn after %d", length).isTrue();
      List<String> lines = Files.readAllLines(file);
      assertThat(lines).hasSize(2).allMatch(line -> NumberLine.parse(line) != null);
    }
  }

  @Test
  void aLineThatLacksOnlyItsEndCounts() throws IOException {
    ConsumerLog log = open(LogLanguage.ENGLISH, "1");
    log.append(new Drawn(RUN, 1, 5));
    String line = Files.readString(file).strip();
    Files.writeString(file, line);

    ConsumerLog next = open(LogLanguage.ENGLISH, "2");
    assertThat(next.append(new Drawn(RUN, 1, 5))).isFalse();
    assertThat(next.append(new Drawn(RUN, 2, 6))).isTrue();
    assertThat(Files.readAllLines(file)).hasSize(2);
  }

  @Test
  void aLogThatIsMovedAwayIsBegunAnew() throws IOException {
    ConsumerLog log = open(LogLanguage.ENGLISH, "1");
    log.append(new Drawn(RUN, 1, 5));
    Files.move(file, folder.resolve("old.txt"));
    assertThat(log.append(new Drawn(RUN, 2, 6))).isTrue();
    assertThat(Files.readAllLines(file)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"something else\n", "\n\n", "€€€ \u0000 odd\n"})
  void foreignLinesStayAndDoNotMatter(String foreign) throws IOException {
    Files.writeString(file, foreign);
    ConsumerLog log = open(LogLanguage.ENGLISH, "1");
    assertThat(log.append(new Drawn(RUN, 1, 5))).isTrue();
    assertThat(Files.readString(file)).startsWith(foreign).endsWith("odd\n");
  }

  @Test
  void aFileThatCannotBeWrittenIsAClearError() throws IOException {
    Files.createDirectory(file);
    assertThatThrownBy(() -> open(LogLanguage.ENGLISH, "1"))
        .isInstanceOf(LogNotWritableException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("--log-dir");
    Path plain = Files.writeString(folder.resolve("plain"), "");
    assertThatThrownBy(() -> LogFolder.open(plain.resolve("sub")))
        .isInstanceOfSatisfying(
            LogNotWritableException.class,
            failure -> {
              assertThat(failure).hasMessageContaining(plain.toString());
              assertThat(failure.reason(LogLanguage.ENGLISH)).isNotBlank();
            });
  }

  @Test
  void aFullDiskIsAClearError() throws IOException {
    assertThat(Path.of("/dev/full")).as("the device that stands for a full disk").exists();
    Files.createSymbolicLink(file, Path.of("/dev/full"));
    ConsumerLog log = open(LogLanguage.ENGLISH, "1");
    assertThatThrownBy(() -> log.append(new Drawn(RUN, 1, 5)))
        .isInstanceOf(LogNotWritableException.class)
        .hasMessageContaining("No space left");
  }

  private ConsumerLog open(LogLanguage language, String id) {
    return ConsumerLog.open(LogFolder.open(folder), language, ProcessName.consumer(id), CLOCK);
  }
}
