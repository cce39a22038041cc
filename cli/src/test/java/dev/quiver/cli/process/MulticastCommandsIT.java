package dev.quiver.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.cli.ExitCode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The exercise as students do it: peers and the server in processes, started by hand. */
@Tag("long")
class MulticastCommandsIT {

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

  private String[] multicast(String... words) {
    List<String> all = new ArrayList<>(List.of("multicast"));
    all.addAll(List.of(words));
    all.addAll(served);
    return all.toArray(String[]::new);
  }

  @Test
  void theServerAsksHowManyMessagesAndJudgesEachRound() throws IOException {
    Path typed = Files.writeString(folder.resolve("typed"), "many\n20\n5\n0\n");
    Path reports = folder.resolve("reports");
    QuiverProcess server =
        quiver.start(
            typed,
            multicast(
                "compare",
                "--group",
                "lab",
                "--peers",
                "2",
                "--start-wait",
                "60s",
                "--order",
                "total-sequencer",
                "--delay",
                "1-5ms",
                "--report",
                reports.toString()));
    server.awaitErr("The group lab is open");
    List<QuiverProcess> peers = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      peers.add(quiver.start(multicast("peer", "--group", "lab")));
    }
    assertThat(server.awaitExit().exitCode()).as(server.err()).isEqualTo(ExitCode.DONE);
    assertThat(server.err())
        .contains("How many messages shall each peer send", "That is no number of messages");
    assertThat(server.out())
        .containsSubsequence("2 logs, 80 deliveries; 0 positions differ", "2 logs, 20 deliveries");
    for (QuiverProcess peer : peers) {
      assertThat(peer.awaitExit().exitCode()).as(peer.err()).isEqualTo(ExitCode.DONE);
      assertThat(peer.err()).contains("delivered 40 messages", "delivered 10 messages");
    }
    try (var files = Files.list(reports)) {
      assertThat(files.map(each -> each.getFileName().toString()))
          .filteredOn(name -> name.endsWith(".html"))
          .hasSize(2);
    }
  }

  @Test
  void controlCAtThePromptEndsTheServerAndItsPeers() throws Exception {
    Path nobodyTypes = folder.resolve("nobody-types");
    assertThat(new ProcessBuilder("mkfifo", nobodyTypes.toString()).start().waitFor()).isZero();
    try (RandomAccessFile keptOpen = new RandomAccessFile(nobodyTypes.toFile(), "rw")) {
      QuiverProcess server = quiver.start(nobodyTypes, multicast("compare", "--group", "lab3"));
      server.awaitErr("How many messages");
      QuiverProcess peer = quiver.start(multicast("peer", "--group", "lab3"));
      peer.awaitErr("belongs to the group lab3");
      server.controlC();
      assertThat(server.awaitExit().exitCode()).as(server.err()).isEqualTo(130);
      assertThat(peer.awaitExit().exitCode()).as(peer.err()).isEqualTo(ExitCode.DONE);
      assertThat(keptOpen.getFD().valid()).isTrue();
    }
  }

  @Test
  void withoutAServerTheLogsWaitOnTheBrokerAndAPeerThatNeverComesIsGoneWithout()
      throws IOException {
    Path options = folder.resolve("options.txt");
    Files.writeString(
        options, "--group lab2 --peers 3 --messages 10 --order fifo --start-wait 5s\n");
    QuiverProcess two = quiver.start(multicast("peer", "--number", "2", "@" + options));
    QuiverProcess one = quiver.run(multicast("peer", "--number", "1", "@" + options));
    assertThat(one.exitCode()).as(one.err()).isEqualTo(ExitCode.DONE);
    assertThat(one.err())
        .contains("the group is now [1, 2]", "delivered 20 messages", "peers [3] never came");
    assertThat(two.awaitExit().exitCode()).as(two.err()).isEqualTo(ExitCode.DONE);

    QuiverProcess judged = quiver.run(multicast("compare", "--group", "lab2", "--collect"));
    assertThat(judged.exitCode()).as(judged.err()).isEqualTo(ExitCode.WORK_FAILED);
    assertThat(judged.out()).contains("2 logs, 40 deliveries");
    assertThat(judged.err()).contains("Peers [3] never came");
    QuiverProcess nothing = quiver.run(multicast("compare", "--group", "lab2", "--collect"));
    assertThat(nothing.exitCode()).isEqualTo(ExitCode.WORK_FAILED);
    assertThat(nothing.err())
        .contains("No log of the group lab2 waits")
        .doesNotContain("Exception");

    QuiverProcess alone = quiver.run(multicast("peer", "--number", "4", "@" + options, "--join"));
    assertThat(alone.exitCode()).isEqualTo(ExitCode.WORK_FAILED);
    assertThat(alone.err()).contains("Nobody of the group lab2 has let this peer in");
  }

  @Test
  void aLogThatIsMissingEndsTheServerWithOne() {
    QuiverProcess server =
        quiver.start(
            multicast(
                "compare",
                "--group",
                "lab4",
                "--peers",
                "2",
                "--messages",
                "400",
                "--json",
                "--start-wait",
                "60s",
                "--order",
                "fifo",
                "--delay",
                "5-15ms"));
    server.awaitErr("The group lab4 is open");
    QuiverProcess first = quiver.start(multicast("peer", "--group", "lab4"));
    first.awaitErr("Peer 1 ");
    QuiverProcess second = quiver.start(multicast("peer", "--group", "lab4"));
    second.awaitErr("Peer 2 started");
    second.kill();
    assertThat(server.awaitExit().exitCode()).as(server.err()).isEqualTo(ExitCode.WORK_FAILED);
    assertThat(server.err()).contains("No log came from peers [2]");
    assertThat(server.lines())
        .noneMatch(line -> line.contains("\"holds\":false,\"promised\":true"));
    assertThat(server.lines().get(server.lines().size() - 1))
        .contains("\"logs\":1", "\"missing\":[\"2\"]", "\"notStarted\":[]");
    assertThat(first.awaitExit().exitCode()).as(first.err()).isEqualTo(ExitCode.DONE);
  }

  @Test
  void aPeerThatDoesNotStartEndsTheServerWithOneAndLogsOfOthersAreJudgedToo() {
    QuiverProcess server =
        quiver.start(
            multicast(
                "compare",
                "--group",
                "lab5",
                "--peers",
                "2",
                "--messages",
                "300",
                "--json",
                "--start-wait",
                "8s",
                "--order",
                "fifo",
                "--delay",
                "10-20ms"));
    server.awaitErr("The group lab5 is open");
    QuiverProcess peer = quiver.start(multicast("peer", "--group", "lab5"));
    server.awaitErr("Only 1 of 2 peers");
    peer.awaitErr("Peer 1 started");
    QuiverProcess alone =
        quiver.run(
            multicast(
                "peer", "--group", "lab5", "--number", "1", "--peers", "1", "--messages", "3"));
    assertThat(alone.exitCode()).as(alone.err()).isEqualTo(ExitCode.DONE);
    assertThat(server.awaitExit().exitCode()).as(server.err()).isEqualTo(ExitCode.WORK_FAILED);
    assertThat(server.out())
        .containsSubsequence(
            "\"notStarted\":[\"2\"],\"deliveries\":300", "\"notStarted\":[],\"deliveries\":3,");
    QuiverProcess nothing = quiver.run(multicast("compare", "--group", "lab5", "--collect"));
    assertThat(nothing.err()).contains("No log of the group lab5 waits");
  }
}
