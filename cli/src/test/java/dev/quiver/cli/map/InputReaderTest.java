package dev.quiver.cli.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.cli.Cli;
import dev.quiver.cli.map.InputReader.UnusableInputException;
import dev.quiver.messaging.text.Messages;
import dev.quiver.tasks.Payload;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputReaderTest {

  @TempDir private Path folder;
  private final InputReader reader =
      new InputReader(100_000, Messages.of(Cli.class, Locale.ENGLISH));

  @Test
  void shortTextTravelsInTheMessage() throws Exception {
    Path file = Files.writeString(folder.resolve("a"), "olá\n");
    assertThat(reader.read(input(file))).isEqualTo(new Payload.Text("olá\n"));
  }

  @Test
  void emptyFileIsAnEmptyText() throws Exception {
    Path file = Files.createFile(folder.resolve("empty"));
    assertThat(reader.read(input(file))).isEqualTo(new Payload.Text(""));
  }

  @Test
  void bytesThatAreNoTextTravelAsTheyAre() throws Exception {
    byte[] bytes = {(byte) 0xC3, 0x28, 0, (byte) 0xFF};
    Path file = Files.write(folder.resolve("b"), bytes);
    assertThat(content(reader.read(input(file)))).isEqualTo(bytes);
  }

  @Test
  void longTextIsStreamedAndNotHeld() throws Exception {
    Path file = Files.writeString(folder.resolve("long"), "x".repeat(90_000));
    Payload payload = reader.read(input(file));
    assertThat(payload).isInstanceOf(Payload.Streamed.class);
    assertThat(((Payload.Streamed) payload).bytes()).isEqualTo(90_000);
    assertThat(content(payload)).hasSize(90_000);
  }

  @Test
  void whatCannotBeSentSaysWhy() throws IOException {
    Path large = Files.writeString(folder.resolve("large"), "x".repeat(100_001));
    assertRefused(large, "It has 100,001 bytes", "100,000", "--max-input");
    assertRefused(folder, "It is a folder", "find");
    assertRefused(folder.resolve("none"), "There is no such file.");
    assertRefused(folder.resolve("caf\uFFFD"), "UTF-8", "rename it");
    assertRefused(Path.of("/dev/null"), "no regular file");
  }

  @Test
  void aNameThatCanBeNoPathIsOneInputThatFails() {
    assertThatThrownBy(() -> reader.read(new MapInput(0, "a\0b")))
        .isInstanceOf(UnusableInputException.class)
        .hasMessageContaining("no path");
  }

  private void assertRefused(Path path, String... words) {
    assertThatThrownBy(() -> reader.read(input(path)))
        .isInstanceOf(UnusableInputException.class)
        .hasMessageContainingAll(words);
  }

  private static MapInput input(Path path) {
    return new MapInput(0, path.toString());
  }

  private static byte[] content(Payload payload) throws IOException {
    try (InputStream in = payload.open()) {
      return in.readAllBytes();
    }
  }
}
