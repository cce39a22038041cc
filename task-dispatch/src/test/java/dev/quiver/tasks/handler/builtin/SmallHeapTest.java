package dev.quiver.tasks.handler.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.tasks.Payload;
import dev.quiver.tasks.TaskType;
import dev.quiver.tasks.handler.RecordingContext;
import dev.quiver.tasks.handler.TaskInput;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs handlers in a JVM whose heap is smaller than their input. */
class SmallHeapTest {

  private static final int LINES = 600_000;

  /** 60 bytes of UTF-8, 58 characters, 10 words. */
  private static final String LINE = "Straße zum Wald, sechs Wörter: einer von zehn, hier Ende.\n";

  @TempDir Path folder;

  @Test
  @Timeout(120)
  void inputsAndResultsLargerThanTheHeapPassThrough() throws Exception {
    Path input = folder.resolve("input");
    try (OutputStream out = Files.newOutputStream(input)) {
      byte[] block = LINE.repeat(1000).getBytes(StandardCharsets.UTF_8);
      for (int i = 0; i < LINES / 1000; i++) {
        out.write(block);
      }
    }
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx20m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                folder.toString())
            .redirectErrorStream(true)
            .start();
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    process.getInputStream().transferTo(said);
    assertThat(said.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(
            "text.count_words 10 " + 10L * LINES,
            "text.count_chars " + LINE.length() + " " + (long) LINE.length() * LINES,
            "text.uppercase STRASSE ZUM WALD, SECHS WÖRTER: EINER VON ZEHN, HIER ENDE. 36000000",
            "text.lowercase straße zum wald, sechs wörter: einer von zehn, hier ende. 36000000");
    assertThat(process.waitFor()).isZero();
  }

  /** The child process. */
  public static final class Main {

    private Main() {}

    public static void main(String[] args) throws Exception {
      Path folder = Path.of(args[0]);
      Path file = folder.resolve("input");
      for (String type : List.of("text.count_words", "text.count_chars")) {
        String one = Built.run(folder, type, LINE);
        System.out.println(type + " " + one + " " + Built.run(folder, type, of(file)));
      }
      for (String type : List.of("text.uppercase", "text.lowercase")) {
        RecordingContext context = new RecordingContext(folder);
        Payload result =
            Built.handler(type)
                .handle(new TaskInput(new TaskType(type), List.of(), of(file)), context);
        try (InputStream in = result.open()) {
          String start = new String(in.readNBytes(80), StandardCharsets.UTF_8);
          String line = start.substring(0, start.indexOf('\n'));
          System.out.println(type + " " + line + " " + ((Payload.Streamed) result).bytes());
        }
      }
    }

    private static Payload of(Path file) throws Exception {
      return new Payload.Streamed(() -> Files.newInputStream(file), Files.size(file));
    }
  }
}
