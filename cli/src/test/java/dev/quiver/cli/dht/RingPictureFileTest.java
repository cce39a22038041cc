package dev.quiver.cli.dht;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.cli.ExitCode;
import dev.quiver.cli.TestContexts;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Where a picture cannot go is said before a broker is looked for: here there is none. */
@Timeout(60)
class RingPictureFileTest {

  @TempDir private Path folder;

  @Test
  void aFolderThatIsMissingIsNamed() {
    TestContexts quiver = TestContexts.plain(folder);
    Path missing = folder.resolve("none");

    int code =
        quiver.run(
            "dht", "ring", "--svg", missing.resolve("x.svg") + "", "--url", "tcp://127.0.0.1:1");

    assertThat(code).as(quiver.err()).isEqualTo(ExitCode.USAGE);
    assertThat(quiver.err()).contains("there is no folder " + missing);
    assertThat(quiver.out()).isEmpty();
  }
}
