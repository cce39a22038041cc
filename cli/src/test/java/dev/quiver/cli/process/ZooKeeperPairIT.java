package dev.quiver.cli.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A pair that replicates and a ZooKeeper, of which the live one is held with SIGSTOP for longer
 * than its session and goes on: the copy takes over, and the one that wakes, whose clients still
 * wait for answers, accepts nothing. Artemis' pair without a lock, held in the same way, is caught.
 */
@Tag("long")
@Timeout(600)
class ZooKeeperPairIT {

  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final String PRIMARY = "primary";
  private static final String BACKUP = "backup";
  private static final String CLIENTS = "clients";
  private static final String PASSWORD = "secret-of-the-pair";

  /** So it still waits for its answer when the one that was held wakes. */
  private static final Duration LONG_CALL = Duration.ofMinutes(5);

  private static final Duration CALL = Duration.ofSeconds(3);

  @TempDir private Path folder;
  private QuiverLauncher quiver;
  private Witnesses witnesses;
  private final int first = QuiverLauncher.freePort();
  private final int second = QuiverLauncher.freePort();
  private final int zoo = QuiverLauncher.freePort();

  @BeforeEach
  void start() {
    quiver = new QuiverLauncher(folder);
    witnesses = new Witnesses(quiver, folder, PASSWORD);
  }

  @AfterEach
  void stop() {
    quiver.close();
  }

  @Test
  void aHeldBrokerIsTakenOverFromAndAcceptsNothingWhenItWakes() throws Exception {
    zooKeeper();
    QuiverProcess primary = broker(PRIMARY, first, second).awaitOut("\"live\"");
    QuiverProcess backup = broker(BACKUP, second, first);
    backup.awaitPart("synced", PATIENCE);
    testify();

    primary.freeze();
    try {
      backup.awaitPart("live", PATIENCE);
      witnesses.awaitMore(BACKUP);
      witnesses.awaitMore(CLIENTS);
    } finally {
      primary.thaw();
    }
    // It begins anew as the one that waits, copies all, and takes over again.
    await().atMost(PATIENCE).until(() -> count(primary.out(), "\"live\"") == 2);
    primary.awaitPart("live", PATIENCE);
    backup.awaitPart("synced", PATIENCE);
    assertThat(primary.out()).contains("\"waiting\"");
    witnesses.awaitMore(CLIENTS);

    assertThat(Testimony.overlaps(witnesses.of(PRIMARY, BACKUP))).isZero();
    assertThat(witnesses.lost(List.of(), QuiverLauncher.url(first))).isEmpty();
  }

  @Test
  void withoutALockTheOneThatWakesAcceptsBesideTheOther() {
    QuiverProcess primary = classic(PRIMARY, first, second);
    witnesses.start(List.of(), PRIMARY, QuiverLauncher.url(first), LONG_CALL);
    witnesses.awaitMore(PRIMARY);
    classic(BACKUP, second, first).awaitOut("synced");
    witnesses.start(List.of(), BACKUP, QuiverLauncher.url(second), CALL);
    witnesses.awaitMore(PRIMARY);

    primary.freeze();
    try {
      witnesses.awaitMore(BACKUP);
    } finally {
      primary.thaw();
    }
    witnesses.awaitMore(PRIMARY);
    witnesses.awaitMore(BACKUP);

    assertThat(Testimony.overlaps(witnesses.of(PRIMARY, BACKUP))).isPositive();
  }

  private void testify() {
    witnesses.start(List.of(), PRIMARY, QuiverLauncher.url(first), LONG_CALL);
    witnesses.start(List.of(), BACKUP, QuiverLauncher.url(second), CALL);
    String both = "(" + QuiverLauncher.url(first) + "," + QuiverLauncher.url(second) + ")";
    witnesses.start(List.of(), CLIENTS, both, CALL);
    witnesses.awaitMore(PRIMARY);
    witnesses.awaitMore(CLIENTS);
  }

  private void zooKeeper() throws IOException {
    Path data = Files.createDirectory(folder.resolve("zookeeper"));
    quiver.java(
        List.of(),
        Map.of(),
        List.of("-Xmx128m", "-Dzookeeper.admin.enableServer=false"),
        "org.apache.zookeeper.server.ZooKeeperServerMain",
        Integer.toString(zoo),
        data.toString());
    Path passwords = Files.createDirectory(folder.resolve("passwords"));
    Files.writeString(passwords.resolve("admin"), PASSWORD + "\n");
  }

  private QuiverProcess broker(String profile, int port, int peer) {
    return quiver.start(
        "broker",
        "--json",
        "--profile",
        profile,
        "--data",
        folder.resolve(profile).toString(),
        "--passwords",
        folder.resolve("passwords").toString(),
        "--port",
        Integer.toString(port),
        "--peer",
        "127.0.0.1:" + peer,
        "--lock",
        "zookeeper://127.0.0.1:" + zoo);
  }

  private QuiverProcess classic(String part, int port, int peer) {
    return quiver
        .java(
            List.of(),
            Map.of(),
            List.of("-Xmx256m"),
            ClassicBroker.class.getName(),
            part,
            folder.resolve(part).toString(),
            "127.0.0.1:" + port,
            "127.0.0.1:" + peer)
        .awaitOut("started");
  }

  private static int count(String text, String word) {
    return text.split(word, -1).length - 1;
  }
}
