package dev.quiver.cli.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quiver.cli.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A ring as its users have it: nodes in processes, and the commands that ask them. */
@Tag("long")
class DhtCommandsIT {

  @TempDir private Path folder;
  private QuiverLauncher quiver;
  private List<String> served;

  @BeforeEach
  void startBroker() {
    quiver = new QuiverLauncher(folder);
    int port = QuiverLauncher.freePort();
    Path data = quiver.home().resolve("broker");
    QuiverProcess unused = quiver.broker(data, port);
    served = List.of("--url", QuiverLauncher.url(port), "--data", data.toString());
  }

  @AfterEach
  void end() {
    quiver.close();
  }

  private String[] dht(String... words) {
    return java.util.stream.Stream.concat(
            java.util.stream.Stream.concat(
                java.util.stream.Stream.of("dht"), java.util.stream.Stream.of(words)),
            served.stream())
        .toArray(String[]::new);
  }

  private QuiverProcess ask(String... words) {
    return quiver.run(dht(words));
  }

  @Test
  void theRingOfThePaperIsAskedByHandAndDrawn() throws Exception {
    QuiverProcess nodes =
        quiver
            .start(
                dht(
                    "node",
                    "--ring",
                    "six",
                    "--bits",
                    "6",
                    "--successors",
                    "1",
                    "--name",
                    "n",
                    "--id",
                    "1,8,14,21,32,38,42,48,51,56"))
            .awaitOut("created with 10 node(s)");
    await()
        .atMost(QuiverProcess.PATIENCE)
        .until(() -> ask("ring", "--ring", "six").out().contains("10 nodes in ring six; every"));
    QuiverProcess found = ask("lookup", "--ring", "six", "--id", "54", "--from", "8", "--trace");
    assertThat(found.exitCode()).as(found.err()).isEqualTo(ExitCode.DONE);
    assertThat(found.out())
        .containsSubsequence("n-42", "n-51", "54 (54) is held by n-56 (56): 2 hop(s)");

    Path picture = folder.resolve("ring.svg");
    QuiverProcess drawn =
        ask(
            "ring",
            "--ring",
            "six",
            "--svg",
            picture.toString(),
            "--fingers",
            "n-8",
            "--lookup",
            "k");
    assertThat(drawn.exitCode()).as(drawn.err()).isEqualTo(ExitCode.DONE);
    assertThat(Files.readString(picture)).startsWith("<svg").contains("n-42", "</svg>");

    QuiverProcess other =
        ask("node", "--ring", "six", "--join", "--bits", "7", "--id", "100", "--name", "x");
    assertThat(other.exitCode()).isEqualTo(ExitCode.WORK_FAILED);
    assertThat(other.err()).contains("--bits 6").doesNotContain("Exception");
    QuiverProcess twin = ask("node", "--ring", "six", "--join", "--id", "8", "--name", "twin");
    assertThat(twin.exitCode()).isEqualTo(ExitCode.WORK_FAILED);
    assertThat(twin.err()).contains("is taken by the node n-8").doesNotContain("Exception");
    QuiverProcess nobody = ask("get", "k", "--ring", "five");
    assertThat(nobody.exitCode()).isEqualTo(ExitCode.WORK_FAILED);
    assertThat(nobody.err()).contains("There is no ring \"five\"", "six");
    nodes.controlC();
    assertThat(nodes.awaitExit().err())
        .contains("Nobody else has nodes of ring six: it ends here, and with it 0 key(s).");
  }

  @Test
  void ofTwoThatBeginARingTogetherOneCreatesIt() {
    QuiverProcess one = quiver.start(dht("node", "--count", "5", "--name", "one"));
    QuiverProcess other = quiver.start(dht("node", "--count", "5", "--name", "other"));
    await().atMost(QuiverProcess.PATIENCE).until(() -> one.isAlive() != other.isAlive());
    QuiverProcess creator = (one.isAlive() ? one : other).awaitOut("created with 5");
    QuiverProcess late = creator == one ? other : one;
    assertThat(late.awaitExit().exitCode()).isEqualTo(ExitCode.WORK_FAILED);
    assertThat(late.err()).contains("The ring \"demo\" exists and has 5 nodes");
    assertThat(ask("put", "k", "v").exitCode()).as("at once").isEqualTo(ExitCode.DONE);
    creator.controlC();
    assertThat(creator.awaitExit().err())
        .contains("Nobody else has nodes of ring demo: it ends here, and with it 1 key(s).");
  }

  @Test
  void keysArePutGotLoadedDumpedAndOutliveDeparturesAndDeaths() throws Exception {
    QuiverProcess alpha =
        quiver.start(dht("node", "--count", "5", "--name", "alpha")).awaitOut("created with 5");
    await()
        .atMost(QuiverProcess.PATIENCE)
        .until(() -> ask("ring").out().contains("5 nodes in ring demo; every"));
    QuiverProcess beta =
        quiver.start(dht("node", "--join", "--count", "3", "--name", "beta")).awaitOut("join");
    QuiverProcess gamma =
        quiver.start(dht("node", "--join", "--count", "2", "--name", "gamma")).awaitOut("join");
    await()
        .atMost(QuiverProcess.PATIENCE)
        .until(() -> ask("ring").out().contains("10 nodes in ring demo; every"));

    Path pairs = folder.resolve("pairs.tsv");
    Files.writeString(pairs, "a\t1\nb\t2\nno tab\nlong\t" + "x".repeat(100_000) + "\n");
    String longKey = "k".repeat(1025);
    Path typed = folder.resolve("typed.txt");
    Files.writeString(
        typed,
        String.join(
            "\n",
            "put greeting \"hello, ring\"",
            "get greeting --trace",
            "lookup greeting",
            "put greeting other --if-version 0",
            "get nothing",
            "put " + longKey + " v",
            "load " + pairs,
            "delete b",
            "nonsense",
            "stats",
            "sweep",
            "quit",
            ""));
    QuiverProcess shell = quiver.start(typed, dht("shell")).awaitExit();
    assertThat(shell.exitCode()).as("the last failure").isNotEqualTo(ExitCode.DONE);
    assertThat(shell.out())
        .containsSubsequence(
            "greeting is held by",
            "in 3 copies",
            "hello, ring",
            "greeting (",
            "is held by",
            "3 loaded, 1 failed",
            "b was deleted",
            "10 nodes hold",
            "removed now: 0");
    assertThat(shell.err())
        .containsSubsequence(
            "nothing was changed",
            "There is no key nothing",
            "1 to 1024",
            "Line 3 has no key followed by a tab",
            "\"nonsense\" is none of the commands")
        .doesNotContain("Exception");

    beta.controlC();
    assertThat(beta.awaitExit().err()).contains("All have left.");
    gamma.kill();
    await()
        .atMost(QuiverProcess.PATIENCE)
        .until(() -> ask("ring").out().contains("5 nodes in ring demo; every"));
    assertThat(ask("dump").out().lines().sorted())
        .containsExactly("a\t1", "greeting\thello, ring", "long\t" + "x".repeat(100_000));
    alpha.controlC();
    assertThat(alpha.awaitExit().exitCode()).isEqualTo(ExitCode.INTERRUPTED);
  }
}
