package dev.quiver.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What {@code wc -w} says about files, in UTF-8. */
final class WordCounts {

  private WordCounts() {}

  /** The words of each file, by its name, in the order given. */
  static Map<String, Long> of(List<String> files) {
    List<String> command = new ArrayList<>(List.of("wc", "-w", "--"));
    command.addAll(files);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("LC_ALL", "C.UTF-8");
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    Map<String, Long> counts = new LinkedHashMap<>();
    try {
      Process wc = builder.start();
      String said = new String(wc.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(wc.waitFor()).as("wc").isZero();
      List<String> lines = said.lines().toList();
      for (int i = 0; i < files.size(); i++) {
        String line = lines.get(i).strip();
        assertThat(line).endsWith(" " + files.get(i));
        counts.put(files.get(i), Long.valueOf(line.substring(0, line.indexOf(' '))));
      }
    } catch (IOException e) {
      throw new IllegalStateException("wc cannot be run", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    return counts;
  }
}
