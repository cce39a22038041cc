package dev.quiver.messaging.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlainTerminalTest {

  @Test
  void everyKindOfLineEndIsOneAndTheLastLineNeedsNone() throws IOException {
    assertThat(lines("a\nb\r\n\nc\rd 日👋")).containsExactly("a", "b", "", "c", "d 日👋");
    assertThat(lines("")).isEmpty();
    assertThat(lines("\n")).containsExactly("");
  }

  @Test
  void anEndlessLineDoesNotFillTheMemory() throws IOException {
    InputStream endless =
        new InputStream() {
          private int left = 5_000_000;

          @Override
          public int read() {
            return left-- > 0 ? 'x' : -1;
          }
        };
    InputStream all =
        new SequenceInputStream(
            endless, new ByteArrayInputStream("\nnext".getBytes(StandardCharsets.UTF_8)));
    ShellTerminal terminal = ShellTerminal.plain(all, new PrintStream(new ByteArrayOutputStream()));
    assertThat(terminal.readLine("")).hasSize(1 << 20);
    assertThat(terminal.readLine("")).isEqualTo("next");
    assertThat(terminal.readLine("")).isNull();
  }

  private static List<String> lines(String text) throws IOException {
    ShellTerminal terminal =
        ShellTerminal.plain(
            new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
            new PrintStream(new ByteArrayOutputStream()));
    List<String> lines = new ArrayList<>();
    for (String line = terminal.readLine(""); line != null; line = terminal.readLine("")) {
      lines.add(line);
    }
    return lines;
  }
}
