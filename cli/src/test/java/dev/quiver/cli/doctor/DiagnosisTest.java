package dev.quiver.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.broker.Expectations;
import dev.quiver.cli.CommandContext;
import dev.quiver.messaging.text.Messages;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** For each thing that can be wrong a broker of which just that is wrong. */
class DiagnosisTest {

  private static final String HERE = "127.0.0.1:61616";

  private final Expectations expected = Expectations.of("quiver");
  private List<String> serving = List.of(HERE);
  private boolean ours = true;
  private String version = "2.57.0";
  private String policy = "Primary Only";
  private List<String> backups = List.of();
  private List<String> cluster = List.of();
  private List<String> linked = List.of();
  private boolean replicaSync;
  private final TreeSet<String> addresses = new TreeSet<>(expected.addresses());
  private final TreeMap<String, BrokerFacts.QueueFacts> queues = new TreeMap<>();
  private final TreeMap<String, SortedMap<String, String>> settings = new TreeMap<>();
  private List<String> paging = List.of();
  private double diskUsage = 0.4;
  private int maxDiskUsage = -1;
  private final TreeMap<String, Integer> users = new TreeMap<>(Map.of("worker", 3));
  private final TreeMap<String, SortedSet<String>> versions =
      new TreeMap<>(Map.of("0.2.0", new TreeSet<>(Set.of("worker"))));
  private long clockAhead = 20;

  DiagnosisTest() {
    for (Expectations.ExpectedQueue each : expected.queues()) {
      queue(each.name(), each.address(), 0, each.exclusive(), each.lastValue());
    }
    expected.samples().forEach(each -> settings.put(each, expected.settings(each)));
  }

  private void queue(
      String name, String address, long messages, boolean exclusive, boolean lastValue) {
    queues.put(name, new BrokerFacts.QueueFacts(name, address, messages, exclusive, lastValue));
  }

  private void setting(String address, String name, String value) {
    SortedMap<String, String> other = new TreeMap<>(expected.settings(address));
    other.put(name, value);
    settings.put(address, other);
  }

  private List<Finding> findings() {
    return Diagnosis.of(
        new BrokerFacts(
            serving,
            ours,
            version,
            policy,
            backups,
            cluster,
            linked,
            replicaSync,
            addresses,
            queues,
            settings,
            paging,
            diskUsage,
            maxDiskUsage,
            users,
            versions,
            clockAhead,
            50),
        "quiver",
        "0.2.0");
  }

  /** What is not well, with all that is told in both languages. */
  private List<String> ills() {
    List<String> ills = new ArrayList<>();
    for (Finding each : findings()) {
      for (Locale locale : List.of(Locale.ENGLISH, Locale.forLanguageTag("pt"))) {
        Messages words = Messages.of(CommandContext.class, locale);
        assertThat(words.format(each.key(), each.values().toArray()))
            .isNotBlank()
            .doesNotStartWith("doctor.");
        if (each.state() != Finding.State.OK) {
          assertThat(words.format(each.key() + ".mend", each.values().toArray()))
              .isNotBlank()
              .doesNotStartWith("doctor.")
              .doesNotContain("{");
        }
      }
      if (each.state() != Finding.State.OK) {
        ills.add(each.state() + " " + each.key() + " " + each.values());
      }
    }
    return ills;
  }

  @Test
  void theTokenIsMissedOnceAnOrchestratorHasBeenThere() {
    queue("orchestrator.events.A", "quiver.tasks.events", 3, false, false);
    assertThat(ills()).containsExactly("PROBLEM doctor.token.lost [quiver.orchestrators.leader]");

    queue("quiver.orchestrators.leader", "quiver.orchestrators.leader", 1, true, false);
    assertThat(ills()).isEmpty();
  }

  @Test
  void nothingIsWrong() {
    assertThat(ills()).isEmpty();
    assertThat(findings()).hasSize(11);
  }

  @ParameterizedTest
  @CsvSource({
    "2.56.0, true",
    "2.9.1, true",
    "2.57.0, false",
    "2.57.1, false",
    "2.100.0, false",
    "3.0, false",
    "2.56.1-SNAPSHOT, true",
    "unknown, false",
    "1.5, true"
  })
  void anOldVersion(String other, boolean old) {
    version = other;
    assertThat(ills().isEmpty()).isEqualTo(!old);
    if (old) {
      assertThat(ills()).containsExactly("PROBLEM doctor.version.old [" + other + ", 2.57.0]");
    }
  }

  @Test
  void aClusterOfWhichOneIsMissing() {
    cluster = List.of("b:1", "c:2");
    linked = List.of(HERE, "b:1", "c:2");
    assertThat(ills()).isEmpty();
    linked = List.of(HERE, "c:2");
    assertThat(ills()).containsExactly("PROBLEM doctor.profile.clusterAway [" + HERE + ", b:1]");
  }

  @Test
  void aPairOfWhichOneIsMissing() {
    policy = "Shared Store Primary";
    assertThat(ills()).containsExactly("PROBLEM doctor.profile.noBackup [" + HERE + "]");
    backups = List.of("127.0.0.1:61617");
    assertThat(ills()).isEmpty();
    policy = "Shared Store Backup";
    assertThat(ills()).containsExactly("PROBLEM doctor.profile.backupLive [" + HERE + "]");
  }

  @Test
  void aPairThatReplicatesAndIsNotInSync() {
    policy = "Replication Primary w/lock manager";
    assertThat(ills()).containsExactly("PROBLEM doctor.profile.notInSync [" + HERE + "]");
    backups = List.of("127.0.0.1:61617");
    replicaSync = true;
    assertThat(ills()).isEmpty();
    assertThat(findings()).anyMatch(each -> each.key().equals("doctor.profile.inSync"));
    policy = "Replication Backup w/lock manager";
    assertThat(ills()).containsExactly("PROBLEM doctor.profile.backupLive [" + HERE + "]");
    replicaSync = false;
    assertThat(ills()).containsExactly("PROBLEM doctor.profile.notInSync [" + HERE + "]");
  }

  @Test
  void twoThatServe() {
    serving = List.of("a:1", "b:2");
    assertThat(ills()).containsExactly("PROBLEM doctor.profile.two [a:1, b:2]");
  }

  @Test
  void anAddressAndAQueueThatAreMissing() {
    addresses.remove("quiver.tasks.events");
    queues.remove("quiver.tasks.query");
    assertThat(ills())
        .containsExactly(
            "PROBLEM doctor.addresses.missing [quiver.tasks.events, quiver.tasks.query]");
  }

  @Test
  void aQueueThatIsNotExclusive() {
    queue("quiver.orchestrators.leader", "quiver.orchestrators.leader", 0, false, false);
    assertThat(ills())
        .containsExactly("PROBLEM doctor.addresses.kind [quiver.orchestrators.leader]");
  }

  @Test
  void aSettingThatIsAnother() {
    setting("quiver.tasks.submit.x", "default-exclusive-queue", "false");
    assertThat(ills())
        .singleElement()
        .asString()
        .contains("PROBLEM doctor.settings.odd [1, ", "default-exclusive-queue is \"false\"");
  }

  @Test
  void anAddressWithoutDeadLetters() {
    TreeMap<String, String> none = new TreeMap<>(expected.settings("quiver.x"));
    none.put("dead-letter-address", "");
    settings.put("quiver.chat.user.zoe", none);
    assertThat(ills()).containsExactly("PROBLEM doctor.deadLetters.none [quiver.chat.user.zoe]");
    none.put("max-delivery-attempts", "-1");
    assertThat(ills()).isEmpty();
  }

  @Test
  void whatLiesWhereNothingShould() {
    queue("DLQ", "DLQ", 2, false, false);
    queue("ExpiryQueue", "ExpiryQueue", 1, false, false);
    queue("quiver.tasks.dead", "quiver.tasks.dead", 4_000, false, false);
    assertThat(ills())
        .containsExactly(
            "PROBLEM doctor.empty.lastResort [DLQ, 2]",
            "PROBLEM doctor.empty.lastResort [ExpiryQueue, 1]",
            "PROBLEM doctor.empty.dead [quiver.tasks.dead, 4000]");
  }

  @Test
  void whatAnotherOperatorSetForOthersIsNotJudged() {
    setting("DLQ", "auto-create-addresses", "true");
    setting("ExpiryQueue", "auto-create-queues", "true");
    queue("DLQ", "DLQ", 2, false, false);
    assertThat(ills())
        .hasSize(2)
        .anyMatch(each -> each.startsWith("PROBLEM doctor.settings.odd [2, "))
        .contains("PROBLEM doctor.empty.lastResort [DLQ, 2]");
    ours = false;
    assertThat(ills()).containsExactly("WARNING doctor.empty.shared [DLQ, 2]");
    setting("quiver.tasks.submit.x", "default-exclusive-queue", "false");
    assertThat(ills())
        .hasSize(2)
        .anyMatch(each -> each.startsWith("PROBLEM doctor.settings.odd [1, "));
  }

  @Test
  void aDiskThatFills() {
    diskUsage = 0.91;
    assertThat(ills()).containsExactly("PROBLEM doctor.disk.full [91]");
    diskUsage = 0.8;
    assertThat(ills()).isEmpty();
    maxDiskUsage = 80;
    assertThat(ills()).containsExactly("PROBLEM doctor.disk.full [80]");
  }

  @Test
  void moreThanFitsIntoMemory() {
    paging = List.of("quiver.tasks.pool.hash.sha256");
    assertThat(ills())
        .containsExactly("WARNING doctor.paging.some [quiver.tasks.pool.hash.sha256]");
  }

  @ParameterizedTest
  @CsvSource({"5000, true", "-5000, true", "1040, false", "-900, false", "1051, true"})
  void aClockThatIsOff(long ahead, boolean off) {
    clockAhead = ahead;
    assertThat(ills().isEmpty()).isEqualTo(!off);
  }

  @Test
  void whoIsConnectedWithAnOlderQuiver() {
    versions.put("", new TreeSet<>(Set.of("bridge")));
    versions.put("development", new TreeSet<>(Set.of("admin")));
    versions.put("0.10.0", new TreeSet<>(Set.of("client")));
    assertThat(ills()).isEmpty();
    versions.put("0.1.9-SNAPSHOT", new TreeSet<>(Set.of("worker", "maria")));
    assertThat(ills())
        .containsExactly(
            "WARNING doctor.clients.old [0.2.0, maria (0.1.9-SNAPSHOT), worker (0.1.9-SNAPSHOT)]");
  }

  @Test
  void noWorker() {
    users.remove("worker");
    users.put("admin", 1);
    assertThat(ills()).containsExactly("WARNING doctor.roles.noWorker [admin]");
  }

  @Test
  void aWorkerWithTheAccountOfAnExport() {
    users.remove("worker");
    users.put("quiver-worker", 1);
    assertThat(ills()).isEmpty();
    users.remove("quiver-worker");
    users.put("other-worker", 1);
    assertThat(ills()).containsExactly("WARNING doctor.roles.noWorker [other-worker]");
  }
}
