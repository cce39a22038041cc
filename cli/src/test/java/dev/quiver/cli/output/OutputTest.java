package dev.quiver.cli.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.cli.ExitCode;
import dev.quiver.cli.TestContexts;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputTest {

  @TempDir private Path home;

  private static OutputStream failing(String why) {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        throw new IOException(why);
      }
    };
  }

  @Test
  void linesArriveInUtf8() throws IOException {
    ByteArrayOutputStream kept = new ByteArrayOutputStream();
    Output out = new Output(kept, false);
    out.line("não");
    out.copy(new ByteArrayInputStream(new byte[] {'x'}));
    out.flush();
    assertThat(kept.toString(StandardCharsets.UTF_8)).isEqualTo("não\nx");
    assertThat(out.hasFailed()).isFalse();
  }

  @Test
  void readerWhoStoppedIsToldFromADiskThatIsFull() {
    Output broken = new Output(failing("Broken pipe"), true);
    assertThatThrownBy(() -> broken.line("x")).isInstanceOf(OutputClosedException.class);
    Output full = new Output(failing("No space left on device"), true);
    assertThatThrownBy(() -> full.line("x"))
        .isInstanceOf(OutputFailedException.class)
        .hasMessage("No space left on device");
    assertThat(full.hasFailed()).isTrue();
  }

  @Test
  void commandWhoseOutputFindsNoRoomFailsAndSaysSo() {
    TestContexts cli =
        TestContexts.writingTo(failing("No space left on device"), home, Locale.ENGLISH);
    assertThat(cli.run("--version")).isEqualTo(ExitCode.WORK_FAILED);
    assertThat(cli.err())
        .contains("The results cannot be written: No space left on device.")
        .hasLineCount(1);
  }

  @Test
  void commandWhoseReaderStoppedEndsInSilence() {
    TestContexts cli = TestContexts.writingTo(failing("Broken pipe"), home, Locale.ENGLISH);
    assertThat(cli.run("--version")).isEqualTo(ExitCode.OUTPUT_CLOSED);
    assertThat(cli.err()).isEmpty();
  }
}
