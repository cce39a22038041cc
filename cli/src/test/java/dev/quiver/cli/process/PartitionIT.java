package dev.quiver.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

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
 * A pair that replicates, its clients and a ZooKeeper in a network namespace each. Links between
 * them are cut; beside each broker a witness writes down what it accepts, so that nobody can accept
 * unseen. With the lock never do two accept and nothing accepted is lost; the pair without one, as
 * Artemis has it by default, is caught.
 */
@Tag("long")
@NeedsNamespaces
@Timeout(900)
class PartitionIT {

  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final Duration CALL = Duration.ofSeconds(3);
  private static final String LIVE = "live";
  private static final String BACKUP = "backup";
  private static final String CLIENTS = "clients";
  private static final String LOCK = "lock";
  private static final String PASSWORD = "secret-of-the-pair";

  @TempDir private Path folder;
  private QuiverLauncher quiver;
  private Namespaces net;
  private Witnesses witnesses;

  @BeforeEach
  void start() {
    quiver = new QuiverLauncher(folder);
    witnesses = new Witnesses(quiver, folder, PASSWORD);
    net =
        Namespaces.of(LIVE, BACKUP, CLIENTS, LOCK)
            .link(LIVE, BACKUP)
            .link(LIVE, CLIENTS)
            .link(BACKUP, CLIENTS)
            .link(LIVE, LOCK)
            .link(BACKUP, LOCK);
  }

  @AfterEach
  void stop() {
    quiver.close();
    net.close();
  }

  @Test
  void withALockTwoNeverAcceptWhicheverLinksAreCut() throws Exception {
    zooKeeper();
    passwords();
    QuiverProcess primary = broker("primary", LIVE, BACKUP);
    primary.awaitOut("\"live\"");
    QuiverProcess backup = broker("backup", BACKUP, LIVE);
    backup.awaitPart("synced", PATIENCE);
    witness(LIVE);
    witness(BACKUP);
    clientWitness();
    witnesses.awaitMore(LIVE);
    witnesses.awaitMore(CLIENTS);

    // The copy is out of reach: the live one goes on alone, and the copy stays where it is.
    net.cut(LIVE, BACKUP);
    backup.awaitPart("waiting", PATIENCE);
    witnesses.awaitMore(LIVE);
    net.mend(LIVE, BACKUP);
    backup.awaitPart("synced", PATIENCE);

    // The clients are out of reach of the live one: that is nobody's business but theirs.
    net.cut(LIVE, CLIENTS);
    witnesses.awaitMore(LIVE);
    net.mend(LIVE, CLIENTS);
    witnesses.awaitMore(CLIENTS);
    assertThat(backup.out()).doesNotContain("\"live\"");

    // The live one loses the lock: the copy takes over, and gives back afterwards.
    net.cut(LIVE, LOCK);
    backup.awaitPart("live", PATIENCE);
    witnesses.awaitMore(CLIENTS);
    net.mend(LIVE, LOCK);
    primary.awaitPart("live", PATIENCE);
    backup.awaitPart("synced", PATIENCE);

    // The live one is left with its clients alone: the others go on.
    net.cut(LIVE, LOCK);
    net.cut(LIVE, BACKUP);
    backup.awaitPart("live", PATIENCE);
    witnesses.awaitMore(BACKUP);
    net.mend(LIVE, LOCK);
    net.mend(LIVE, BACKUP);
    primary.awaitPart("live", PATIENCE);
    backup.awaitPart("synced", PATIENCE);

    // First the copy is lost, then the lock: the copy has older data, and nobody serves.
    int lives = count(backup.out(), "\"live\"");
    net.cut(LIVE, BACKUP);
    backup.awaitPart("waiting", PATIENCE);
    witnesses.awaitMore(LIVE);
    net.cut(LIVE, LOCK);
    primary.awaitPart("waiting", PATIENCE);
    net.mend(LIVE, LOCK);
    primary.awaitPart("live", PATIENCE);
    witnesses.awaitMore(LIVE);
    net.mend(LIVE, BACKUP);
    backup.awaitPart("synced", PATIENCE);
    assertThat(count(backup.out(), "\"live\"")).isEqualTo(lives);

    assertThat(Testimony.overlaps(witnesses.of(LIVE, BACKUP))).isZero();
    assertThat(witnesses.lost(net.prefix(LIVE), "tcp://127.0.0.1:61616")).isEmpty();
  }

  @Test
  void withALockTwoNeverAcceptIfALinkCarriesInOneDirectionOnly() throws Exception {
    zooKeeper();
    passwords();
    QuiverProcess primary = broker("primary", LIVE, BACKUP);
    primary.awaitOut("\"live\"");
    QuiverProcess backup = broker("backup", BACKUP, LIVE);
    backup.awaitPart("synced", PATIENCE);
    witness(LIVE);
    witness(BACKUP);
    clientWitness();
    witnesses.awaitMore(LIVE);
    witnesses.awaitMore(CLIENTS);

    // The copy hears nothing of the live one; then the live one does not hear that it has all.
    for (List<String> way : List.of(List.of(LIVE, BACKUP), List.of(BACKUP, LIVE))) {
      net.cutOneWay(way.get(0), way.get(1));
      backup.awaitPart("waiting", PATIENCE);
      witnesses.awaitMore(LIVE);
      net.mendOneWay(way.get(0), way.get(1));
      backup.awaitPart("synced", PATIENCE);
    }
    assertThat(backup.out()).doesNotContain("\"live\"");

    // The lock hears nothing of the live one; then the live one hears nothing of the lock.
    for (List<String> way : List.of(List.of(LIVE, LOCK), List.of(LOCK, LIVE))) {
      net.cutOneWay(way.get(0), way.get(1));
      backup.awaitPart("live", PATIENCE);
      witnesses.awaitMore(CLIENTS);
      net.mendOneWay(way.get(0), way.get(1));
      primary.awaitPart("live", PATIENCE);
      backup.awaitPart("synced", PATIENCE);
    }

    // What clients send arrives and they never hear of it: nobody takes over for that.
    int lives = count(backup.out(), "\"live\"");
    for (List<String> way : List.of(List.of(LIVE, CLIENTS), List.of(CLIENTS, LIVE))) {
      net.cutOneWay(way.get(0), way.get(1));
      witnesses.awaitMore(LIVE);
      net.mendOneWay(way.get(0), way.get(1));
      witnesses.awaitMore(CLIENTS);
    }
    assertThat(count(backup.out(), "\"live\"")).isEqualTo(lives);

    assertThat(Testimony.overlaps(witnesses.of(LIVE, BACKUP))).isZero();
    assertThat(witnesses.lost(net.prefix(LIVE), "tcp://127.0.0.1:61616")).isEmpty();
  }

  @Test
  void withoutALockTwoAcceptAndAreCaught() throws Exception {
    classic("primary", LIVE, BACKUP);
    witness(LIVE);
    witnesses.awaitMore(LIVE);
    // Cut before it has a full copy and it would not serve.
    classic("backup", BACKUP, LIVE).awaitOut("synced");
    witness(BACKUP);
    witnesses.awaitMore(LIVE);

    net.cut(LIVE, BACKUP);
    witnesses.awaitMore(BACKUP);
    witnesses.awaitMore(LIVE);

    assertThat(Testimony.overlaps(witnesses.of(LIVE, BACKUP))).isPositive();
  }

  private void zooKeeper() throws IOException {
    Path data = Files.createDirectory(folder.resolve("zookeeper"));
    quiver.java(
        net.prefix(LOCK),
        Map.of(),
        List.of("-Xmx128m", "-Dzookeeper.admin.enableServer=false"),
        "org.apache.zookeeper.server.ZooKeeperServerMain",
        "2181",
        data.toString());
  }

  private void passwords() throws IOException {
    Path passwords = Files.createDirectory(folder.resolve("passwords"));
    Files.writeString(passwords.resolve("admin"), PASSWORD + "\n");
  }

  private QuiverProcess broker(String profile, String self, String other) {
    return quiver.start(
        net.prefix(self),
        Path.of("/dev/null"),
        "broker",
        "--json",
        "--profile",
        profile,
        "--data",
        folder.resolve(profile).toString(),
        "--passwords",
        folder.resolve("passwords").toString(),
        "--host",
        "0.0.0.0",
        "--advertise",
        net.address(self, other) + ":61616",
        "--peer",
        net.address(other, self) + ":61616",
        "--lock",
        "zookeeper://" + net.address(LOCK, self) + ":2181");
  }

  private QuiverProcess classic(String part, String self, String other) {
    return quiver
        .java(
            net.prefix(self),
            Map.of(),
            List.of("-Xmx256m"),
            ClassicBroker.class.getName(),
            part,
            folder.resolve(part).toString(),
            net.address(self, other) + ":61616",
            net.address(other, self) + ":61616")
        .awaitOut("started");
  }

  /** Beside that broker, where no cut reaches it. */
  private void witness(String where) {
    witnesses.start(net.prefix(where), where, "tcp://127.0.0.1:61616", CALL);
  }

  /** Where the clients are; it goes to whichever broker accepts it. */
  private void clientWitness() {
    String live = "tcp://" + net.address(LIVE, CLIENTS) + ":61616";
    String backup = "tcp://" + net.address(BACKUP, CLIENTS) + ":61616";
    witnesses.start(net.prefix(CLIENTS), CLIENTS, "(" + live + "," + backup + ")", CALL);
  }

  private static int count(String text, String word) {
    return text.split(word, -1).length - 1;
  }
}
