package dev.quiver.cli.multicast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.cli.TestContexts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code quiver multicast check} on logs that are right, wrong and damaged. */
class CheckCommandTest {

  @TempDir private Path folder;

  @Test
  void logsThatKeepTheirPromisesEndWithZero() throws IOException {
    TestContexts quiver = TestContexts.plain(folder);
    int code =
        quiver.run(
            "multicast",
            "check",
            log(1, "fifo", "B 1.1 1", "D 1.1 2 3", "# end complete 2"),
            log(2, "fifo", "D 1.1 2 3", "# end complete 1"));
    assertThat(code).as(quiver.err()).isZero();
    assertThat(quiver.out()).contains("fifo", "2 logs, 2 deliveries");
  }

  @Test
  void aPromiseThatIsBrokenEndsWithOneAndNamesTheFirstPair() throws IOException {
    TestContexts quiver = TestContexts.plain(folder);
    int code =
        quiver.run(
            "multicast",
            "check",
            log(1, "total-sequencer", "B 1.1 1", "D 1.1 2 3", "D 2.1 2 3", "# end complete 3"),
            log(2, "total-sequencer", "B 2.1 1", "D 2.1 2 3", "D 1.1 2 3", "# end complete 3"));
    assertThat(code).isEqualTo(1);
    assertThat(quiver.out()).contains("peer 1 delivered 1.1 before 2.1, unlike peer 2");
  }

  @Test
  void aRepeatedAndAnUnknownMessageAreTold() throws IOException {
    TestContexts quiver = TestContexts.plain(folder);
    int code =
        quiver.run(
            "multicast",
            "check",
            "--json",
            log(1, "none", "B 1.1 1", "D 1.1 2 3", "D 1.1 2 3", "D 1.9 2 3", "# end complete 4"));
    assertThat(code).isEqualTo(1);
    assertThat(quiver.out())
        .contains("\"property\":\"integrity\",\"holds\":false", "\"violations\":2")
        .contains("peer 1 delivered 1.1 again, at 2");
  }

  @Test
  void aTruncatedLogIsRefusedWithItsLine() throws IOException {
    TestContexts quiver = TestContexts.plain(folder);
    int code =
        quiver.run(
            "multicast", "check", log(1, "none", "B 1.1 1", "D 1.1 2 3", "# end complete 9"));
    assertThat(code).isEqualTo(2);
    assertThat(quiver.err()).contains("line 8", "lines are missing").doesNotContain("Exception");
  }

  @Test
  void whatIsNoLogIsRefused() throws IOException {
    TestContexts quiver = TestContexts.plain(folder);
    Path other = folder.resolve("other.txt");
    Files.writeString(other, "hello\nworld\n");
    assertThat(quiver.run("multicast", "check", other.toString())).isEqualTo(2);
    assertThat(quiver.err()).contains("no log of a multicast peer");
  }

  @Test
  void anOrderThatDoesNotExistIsRefusedBeforeAnythingStarts() {
    TestContexts quiver = TestContexts.plain(folder);
    assertThat(quiver.run("multicast", "run", "--order", "best")).isEqualTo(2);
    assertThat(quiver.err()).contains("best", "total-sequencer");
  }

  private String log(int peer, String order, String... lines) throws IOException {
    Path file = folder.resolve("peer-" + peer + ".log");
    Files.writeString(
        file,
        "# quiver multicast log 1\n# group g\n# peer "
            + peer
            + "\n# id p\n# order "
            + order
            + "\n"
            + String.join("\n", lines)
            + "\n");
    return file.toString();
  }
}
