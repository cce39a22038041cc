package dev.quiver.cli.dht;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.cli.ExitCode;
import dev.quiver.cli.TestContexts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A name that cannot be one is said before a broker is looked for: here there is none. */
@Timeout(60)
class NodeNamesTest {

  private static final String LONG =
      "n123456789012345678901234567890123456789012345678901234567890123";

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "node|--ring|my ring, my ring",
    "node|--name|a b, a b",
    "node|--name|founding, founding",
    "node|--name|" + LONG + "|--count|20, " + LONG,
    "node|--join|--name|two.words, two.words",
    "node|--name|n|--id|1|--ring|-x, -x",
    "get|k|--ring|my ring, my ring",
    "dump|--ring|my.ring, my.ring",
  })
  void itIsAMistakeInTheCommand(String words, String name) {
    TestContexts quiver = TestContexts.plain(folder);
    List<String> line = new ArrayList<>(List.of("dht"));
    line.addAll(Arrays.asList(words.split("\\|")));
    line.addAll(List.of("--url", "tcp://127.0.0.1:1"));

    int code = quiver.run(line.toArray(String[]::new));

    assertThat(code).as(quiver.err()).isEqualTo(ExitCode.USAGE);
    assertThat(quiver.err()).contains('"' + name).doesNotContain("Exception");
    assertThat(quiver.out()).isEmpty();
  }
}
