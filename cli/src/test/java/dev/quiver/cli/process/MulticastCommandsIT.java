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
    assertThat(one.err()).contains("the group is now [1, 2]", "delivered 20 messages");
    assertThat(two.awaitExit().exitCode()).as(two.err()).isEqualTo(ExitCode.DONE);

    QuiverProcess judged = quiver.run(multicast("compare", "--group", "lab2", "--collect"));
    assertThat(judged.exitCode()).as(judged.err()).isEqualTo(ExitCode.DONE);
    assertThat(judged.out()).contains("2 logs, 40 deliveries");
    QuiverProcess nothing = quiver.run(multicast("compare", "--group", "lab2", "--collect"));
    assertThat(nothing.exitCode()).isEqualTo(ExitCode.WORK_FAILED);
    assertThat(nothing.err())
        .contains("No log of the group lab2 waits")
        .doesNotContain("Exception");

    QuiverProcess alone = quiver.run(multicast("peer", "--number", "4", "@" + options, "--join"));
    assertThat(alone.exitCode()).isEqualTo(ExitCode.WORK_FAILED);
    assertThat(alone.err()).contains("Nobody of the group lab2 has let this peer in");
  }
}
