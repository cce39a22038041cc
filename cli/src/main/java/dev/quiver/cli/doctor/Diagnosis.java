package dev.quiver.cli.doctor;

import dev.quiver.broker.Expectations;
import dev.quiver.broker.Role;
import dev.quiver.messaging.Addresses;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Judges what a broker said: the same facts always give the same findings, in the same order. */
final class Diagnosis {

  /** The first version without a known vulnerability that touches us; see docs/broker.md. */
  static final String SAFE_VERSION = "2.57.0";

  /** Artemis' names for the ways to be one of a pair. */
  private static final String SINGLE = "Primary Only";

  private static final String BACKUP = "Backup";
  private static final String REPLICATION = "Replication";

  private static final int MOST_NAMED = 5;
  private static final double DISK_NEARLY_FULL = 0.9;
  private static final long CLOCK_MS = 1_000;
  private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+)(?:\\.(\\d+))?.*");

  private final BrokerFacts facts;
  private final Expectations expected;
  private final Addresses addresses;
  private final String own;
  private final List<Finding> findings = new ArrayList<>();

  private Diagnosis(BrokerFacts facts, String namespace, String own) {
    this.facts = facts;
    this.own = own;
    this.expected = Expectations.of(namespace);
    this.addresses = new Addresses(namespace);
  }

  /**
   * Judges.
   *
   * @param own the version of Quiver that judges
   */
  static List<Finding> of(BrokerFacts facts, String namespace, String own) {
    Diagnosis diagnosis = new Diagnosis(facts, namespace, own);
    diagnosis.version();
    diagnosis.profile();
    diagnosis.declared();
    diagnosis.settings();
    diagnosis.deadLetters();
    diagnosis.empty();
    diagnosis.token();
    diagnosis.room();
    diagnosis.clock();
    diagnosis.roles();
    diagnosis.clients();
    return List.copyOf(diagnosis.findings);
  }

  private void version() {
    findings.add(
        isOlder(facts.version(), SAFE_VERSION)
            ? Finding.problem("version", "doctor.version.old", facts.version(), SAFE_VERSION)
            : Finding.ok("version", "doctor.version", facts.version()));
  }

  static boolean isOlder(String version, String than) {
    Matcher ours = VERSION.matcher(version);
    Matcher other = VERSION.matcher(than);
    if (!ours.matches() || !other.matches()) {
      return false;
    }
    for (int i = 1; i <= 3; i++) {
      int difference = number(ours.group(i)) - number(other.group(i));
      if (difference != 0) {
        return difference < 0;
      }
    }
    return false;
  }

  private static int number(@Nullable String digits) {
    return digits == null ? 0 : Integer.parseInt(digits);
  }

  private void profile() {
    String policy = facts.haPolicy();
    String serving = String.join(", ", facts.serving());
    if (facts.serving().size() > 1) {
      findings.add(Finding.problem("profile", "doctor.profile.two", serving));
    } else if (!facts.cluster().isEmpty()) {
      cluster(serving);
    } else if (policy.equals(SINGLE)) {
      findings.add(Finding.ok("profile", "doctor.profile.single", serving));
    } else if (policy.startsWith(REPLICATION) && !facts.replicaSync()) {
      findings.add(Finding.problem("profile", "doctor.profile.notInSync", serving));
    } else if (policy.contains(BACKUP)) {
      findings.add(Finding.problem("profile", "doctor.profile.backupLive", serving));
    } else if (facts.backups().isEmpty()) {
      findings.add(Finding.problem("profile", "doctor.profile.noBackup", serving));
    } else {
      String waiting = String.join(", ", facts.backups());
      boolean copies = policy.startsWith(REPLICATION);
      String key = copies ? "doctor.profile.inSync" : "doctor.profile.pair";
      findings.add(Finding.ok("profile", key, serving, waiting));
    }
  }

  private void cluster(String serving) {
    List<String> away =
        facts.cluster().stream().filter(each -> !facts.linked().contains(each)).toList();
    findings.add(
        away.isEmpty()
            ? Finding.ok(
                "profile", "doctor.profile.cluster", serving, String.join(", ", facts.cluster()))
            : Finding.problem(
                "profile", "doctor.profile.clusterAway", serving, String.join(", ", away)));
  }

  private void declared() {
    List<String> missing = new ArrayList<>();
    List<String> odd = new ArrayList<>();
    for (String address : expected.addresses()) {
      if (!facts.addresses().contains(address)) {
        missing.add(address);
      }
    }
    for (Expectations.ExpectedQueue queue : expected.queues()) {
      BrokerFacts.QueueFacts there = facts.queues().get(queue.name());
      if (there == null) {
        if (!missing.contains(queue.name())) {
          missing.add(queue.name());
        }
      } else if (!there.address().equals(queue.address())
          || there.exclusive() != queue.exclusive()
          || there.lastValue() != queue.lastValue()) {
        odd.add(queue.name());
      }
    }
    if (!missing.isEmpty()) {
      findings.add(Finding.problem("addresses", "doctor.addresses.missing", named(missing)));
    }
    if (!odd.isEmpty()) {
      findings.add(Finding.problem("addresses", "doctor.addresses.kind", named(odd)));
    }
    if (missing.isEmpty() && odd.isEmpty()) {
      findings.add(
          Finding.ok(
              "addresses",
              "doctor.addresses",
              expected.addresses().size(),
              expected.queues().size()));
    }
  }

  /** Others are set as the operator of the broker likes, unless it is ours. */
  private boolean isOfUs(String address) {
    return address.startsWith(addresses.namespace() + ".");
  }

  private void settings() {
    List<String> odd = new ArrayList<>();
    List<String> samples =
        expected.samples().stream().filter(each -> facts.ours() || isOfUs(each)).toList();
    for (String sample : samples) {
      SortedMap<String, String> there = facts.settings().getOrDefault(sample, new TreeMap<>());
      expected
          .settings(sample)
          .forEach(
              (name, value) -> {
                String has = there.getOrDefault(name, "");
                if (!has.equals(value)) {
                  odd.add(sample + ": " + name + " is \"" + has + "\", not \"" + value + "\"");
                }
              });
    }
    findings.add(
        odd.isEmpty()
            ? Finding.ok("settings", "doctor.settings", samples.size())
            : Finding.problem("settings", "doctor.settings.odd", odd.size(), named(odd)));
  }

  /** Without one a message is thrown away after its last attempt, and nobody hears of it. */
  private void deadLetters() {
    List<String> without =
        facts.settings().entrySet().stream()
            .filter(each -> each.getValue().getOrDefault("dead-letter-address", "").isEmpty())
            .filter(each -> !each.getValue().getOrDefault("max-delivery-attempts", "").equals("-1"))
            .map(Map.Entry::getKey)
            .filter(this::isOfUs)
            .sorted()
            .toList();
    findings.add(
        without.isEmpty()
            ? Finding.ok("deadLetters", "doctor.deadLetters")
            : Finding.problem("deadLetters", "doctor.deadLetters.none", named(without)));
  }

  private void empty() {
    boolean allEmpty = true;
    for (String queue : List.of("DLQ", "ExpiryQueue", addresses.taskDead())) {
      BrokerFacts.QueueFacts there = facts.queues().get(queue);
      if (there != null && there.messages() > 0) {
        allEmpty = false;
        findings.add(inLastResort(queue, there.messages()));
      }
    }
    if (allEmpty) {
      findings.add(Finding.ok("empty", "doctor.empty", addresses.taskDead()));
    }
  }

  private Finding inLastResort(String queue, long messages) {
    if (queue.equals(addresses.taskDead())) {
      return Finding.problem("empty", "doctor.empty.dead", queue, messages);
    }
    return facts.ours()
        ? Finding.problem("empty", "doctor.empty.lastResort", queue, messages)
        : Finding.warning("empty", "doctor.empty.shared", queue, messages);
  }

  /** Each orchestrator subscribes to events before it asks for the token, and sends the first. */
  private void token() {
    BrokerFacts.QueueFacts tokens = facts.queues().get(addresses.orchestratorLeader());
    boolean wanted =
        facts.queues().values().stream()
            .anyMatch(each -> each.address().equals(addresses.taskEvents()));
    if (wanted && tokens != null && tokens.messages() == 0) {
      findings.add(Finding.problem("token", "doctor.token.lost", tokens.name()));
    }
  }

  private void room() {
    long percent = Math.round(facts.diskUsage() * 100);
    boolean full = facts.maxDiskUsage() >= 0 && percent >= facts.maxDiskUsage();
    if (full || facts.diskUsage() >= DISK_NEARLY_FULL) {
      findings.add(Finding.problem("disk", "doctor.disk.full", percent));
    } else {
      findings.add(Finding.ok("disk", "doctor.disk", percent));
    }
    findings.add(
        facts.paging().isEmpty()
            ? Finding.ok("paging", "doctor.paging")
            : Finding.warning("paging", "doctor.paging.some", named(facts.paging())));
  }

  private void clock() {
    long ahead = facts.clockAheadMs();
    findings.add(
        Math.abs(ahead) - facts.clockUnsureMs() > CLOCK_MS
            ? Finding.problem("clock", "doctor.clock.off", Math.abs(ahead))
            : Finding.ok("clock", "doctor.clock"));
  }

  private void roles() {
    String users =
        facts.sessionsOfUser().keySet().stream().sorted().collect(Collectors.joining(", "));
    String worker = Role.WORKER.label();
    // An export names its accounts after the namespace too.
    boolean works =
        facts.sessionsOfUser().containsKey(worker)
            || facts.sessionsOfUser().containsKey(addresses.namespace() + "-" + worker);
    findings.add(
        works
            ? Finding.ok("roles", "doctor.roles", users)
            : Finding.warning("roles", "doctor.roles.noWorker", users));
  }

  private void clients() {
    List<String> old = new ArrayList<>();
    facts
        .usersOfVersion()
        .forEach(
            (version, users) -> {
              if (isOlder(version, own)) {
                users.forEach(user -> old.add(user + " (" + version + ")"));
              }
            });
    int silent = facts.usersOfVersion().getOrDefault("", Collections.emptySortedSet()).size();
    findings.add(
        old.isEmpty()
            ? Finding.ok("clients", "doctor.clients", own, silent)
            : Finding.warning("clients", "doctor.clients.old", own, named(old)));
  }

  private static String named(List<String> names) {
    String first = names.stream().limit(MOST_NAMED).collect(Collectors.joining(", "));
    return names.size() > MOST_NAMED ? first + ", ... (" + names.size() + ")" : first;
  }
}
