package dev.quiver.cli.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
  private static final String LIVE = "live";
  private static final String BACKUP = "backup";
  private static final String CLIENTS = "clients";
  private static final String LOCK = "lock";
  private static final String PASSWORD = "secret-of-the-pair";

  @TempDir private Path folder;
  private QuiverLauncher quiver;
  private Namespaces net;
  private final List<QuiverProcess> witnesses = new ArrayList<>();

  @BeforeEach
  void start() {
    quiver = new QuiverLauncher(folder);
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
    awaitSaid(backup, "synced");
    witness(LIVE);
    witness(BACKUP);
    clientWitness();
    awaitMoreOf(LIVE);
    awaitMoreOf(CLIENTS);

    // The copy is out of reach: the live one goes on alone, and the copy stays where it is.
    net.cut(LIVE, BACKUP);
    awaitSaid(backup, "waiting");
    awaitMoreOf(LIVE);
    net.mend(LIVE, BACKUP);
    awaitSaid(backup, "synced");

    // The clients are out of reach of the live one: that is nobody's business but theirs.
    net.cut(LIVE, CLIENTS);
    awaitMoreOf(LIVE);
    net.mend(LIVE, CLIENTS);
    awaitMoreOf(CLIENTS);
    assertThat(backup.out()).doesNotContain("\"live\"");

    // The live one loses the lock: the copy takes over, and gives back afterwards.
    net.cut(LIVE, LOCK);
    awaitSaid(backup, "live");
    awaitMoreOf(CLIENTS);
    net.mend(LIVE, LOCK);
    awaitSaid(primary, "live");
    awaitSaid(backup, "synced");

    // The live one is left with its clients alone: the others go on.
    net.cut(LIVE, LOCK);
    net.cut(LIVE, BACKUP);
    awaitSaid(backup, "live");
    awaitMoreOf(BACKUP);
    net.mend(LIVE, LOCK);
    net.mend(LIVE, BACKUP);
    awaitSaid(primary, "live");
    awaitSaid(backup, "synced");

    // First the copy is lost, then the lock: the copy has older data, and nobody serves.
    int lives = count(backup.out(), "\"live\"");
    net.cut(LIVE, BACKUP);
    awaitSaid(backup, "waiting");
    awaitMoreOf(LIVE);
    net.cut(LIVE, LOCK);
    awaitSaid(primary, "waiting");
    net.mend(LIVE, LOCK);
    awaitSaid(primary, "live");
    awaitMoreOf(LIVE);
    net.mend(LIVE, BACKUP);
    awaitSaid(backup, "synced");
    assertThat(count(backup.out(), "\"live\"")).isEqualTo(lives);

    assertThat(Testimony.overlaps(ofBrokers())).isZero();
    assertThat(lost(LIVE)).isEmpty();
  }

  @Test
  void withoutALockTwoAcceptAndAreCaught() throws Exception {
    classic("primary", LIVE, BACKUP);
    witness(LIVE);
    awaitMoreOf(LIVE);
    // Cut before it has a full copy and it would not serve.
    classic("backup", BACKUP, LIVE).awaitOut("synced");
    witness(BACKUP);
    awaitMoreOf(LIVE);

    net.cut(LIVE, BACKUP);
    awaitMoreOf(BACKUP);
    awaitMoreOf(LIVE);

    assertThat(Testimony.overlaps(ofBrokers())).isPositive();
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
            net.address(self, other),
            net.address(other, self))
        .awaitOut("started");
  }

  /** Beside that broker, where no cut reaches it. */
  private void witness(String where) {
    witness(where, "tcp://127.0.0.1:61616");
  }

  /** Where the clients are; it goes to whichever broker accepts it. */
  private void clientWitness() {
    String live = "tcp://" + net.address(LIVE, CLIENTS) + ":61616";
    String backup = "tcp://" + net.address(BACKUP, CLIENTS) + ":61616";
    witness(CLIENTS, "(" + live + "," + backup + ")");
  }

  private void witness(String where, String url) {
    witnesses.add(
        quiver.java(
            net.prefix(where),
            Map.of("WITNESS_PASSWORD", PASSWORD),
            List.of("-Xmx64m", "-XX:+UseSerialGC"),
            Witness.class.getName(),
            where,
            url,
            file(where).toString()));
  }

  private Path file(String where) {
    return folder.resolve("witness-" + where);
  }

  /** Waits until what was begun from now on was accepted there. */
  private void awaitMoreOf(String where) {
    long now = System.nanoTime();
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .until(
            () ->
                Testimony.read(where, file(where)).stream()
                        .filter(each -> each.begun() > now)
                        .count()
                    > 20);
  }

  /** Waits until that is what it has said last of its part. */
  private static void awaitSaid(QuiverProcess broker, String event) {
    List<String> others = new ArrayList<>(List.of("live", "waiting", "synced"));
    others.remove(event);
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> broker.saidLast(event, others.toArray(String[]::new)));
  }

  private List<Testimony.Accepted> ofBrokers() {
    List<Testimony.Accepted> all = new ArrayList<>(Testimony.read(LIVE, file(LIVE)));
    all.addAll(Testimony.read(BACKUP, file(BACKUP)));
    return all;
  }

  /** What any witness was told that it was accepted, and is not on that broker in the end. */
  private List<String> lost(String where) throws IOException {
    witnesses.forEach(QuiverProcess::close);
    Path file = folder.resolve("found");
    QuiverProcess collector =
        quiver
            .java(
                net.prefix(where),
                Map.of("WITNESS_PASSWORD", PASSWORD),
                List.of("-Xmx128m"),
                Collector.class.getName(),
                "tcp://127.0.0.1:61616",
                file.toString())
            .awaitExit();
    assertThat(collector.exitCode()).as(collector.err()).isZero();
    Set<String> found = new HashSet<>(Files.readAllLines(file));
    List<Testimony.Accepted> all = ofBrokers();
    all.addAll(Testimony.read(CLIENTS, file(CLIENTS)));
    assertThat(all).hasSizeGreaterThan(200);
    return Testimony.lost(all, found);
  }

  private static int count(String text, String word) {
    return text.split(word, -1).length - 1;
  }
}
