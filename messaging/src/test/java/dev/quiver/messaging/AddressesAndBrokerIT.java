package dev.quiver.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@link Addresses} can name and what the broker declares are the same, kind by kind. */
class AddressesAndBrokerIT {

  private static final Addresses NAMES = new Addresses("quiver");

  private enum Kind {
    QUEUE,
    EXCLUSIVE,
    LAST_VALUE,
    TOPIC
  }

  /**
   * A name.
   *
   * @param fixed whether the broker declares it; else its owner makes it
   */
  private record Name(String name, Kind kind, boolean fixed) {}

  /** Each method of {@link Addresses} that names an address, with an example. */
  private static Map<String, Name> names() {
    Map<String, Name> names = new LinkedHashMap<>();
    variable(names, "taskPool", NAMES.taskPool("text.count_words"), Kind.QUEUE);
    variable(names, "taskWorker", NAMES.taskWorker("w1"), Kind.QUEUE);
    variable(names, "taskSubmit", NAMES.taskSubmit("text.count_words", "high"), Kind.EXCLUSIVE);
    variable(names, "taskAssigned", NAMES.taskAssigned("w1"), Kind.QUEUE);
    variable(names, "taskResults", NAMES.taskResults("ana", "c1"), Kind.QUEUE);
    fixed(names, "taskEvents", NAMES.taskEvents(), Kind.TOPIC);
    fixed(names, "taskCancel", NAMES.taskCancel(), Kind.TOPIC);
    variable(names, "taskHeld", NAMES.taskHeld("text.count_words"), Kind.QUEUE);
    fixed(names, "taskDead", NAMES.taskDead(), Kind.QUEUE);
    fixed(names, "taskExpired", NAMES.taskExpired(), Kind.QUEUE);
    fixed(names, "taskQuery", NAMES.taskQuery(), Kind.EXCLUSIVE);
    fixed(names, "workerHeartbeat", NAMES.workerHeartbeat(), Kind.TOPIC);
    fixed(names, "orchestratorLeader", NAMES.orchestratorLeader(), Kind.EXCLUSIVE);
    fixed(names, "orchestratorControl", NAMES.orchestratorControl(), Kind.QUEUE);
    fixed(names, "orchestratorState", NAMES.orchestratorState(), Kind.LAST_VALUE);
    fixed(names, "brokerAccounts", NAMES.brokerAccounts(), Kind.LAST_VALUE);
    fixed(names, "clusterMembers", NAMES.clusterMembers(), Kind.LAST_VALUE);
    for (var kind : dev.quiver.messaging.presence.PresenceKind.values()) {
      fixed(names, "presence", NAMES.presence(kind.label()), Kind.LAST_VALUE);
    }
    variable(names, "replies", NAMES.replies("ana", "p1"), Kind.QUEUE);
    variable(names, "chatRoom", NAMES.chatRoom("lobby"), Kind.TOPIC);
    variable(names, "chatUser", NAMES.chatUser("ana"), Kind.QUEUE);
    fixed(names, "chatAll", NAMES.chatAll(), Kind.TOPIC);
    variable(names, "chatFiles", NAMES.chatFiles("ana"), Kind.QUEUE);
    variable(names, "multicastPeer", NAMES.multicastPeer("g", 1), Kind.QUEUE);
    variable(names, "multicastAll", NAMES.multicastAll("g"), Kind.TOPIC);
    variable(names, "multicastSequence", NAMES.multicastSequence("g"), Kind.EXCLUSIVE);
    variable(names, "multicastManager", NAMES.multicastManager("g"), Kind.QUEUE);
    variable(names, "multicastReport", NAMES.multicastReport("g"), Kind.QUEUE);
    variable(names, "dhtNode", NAMES.dhtNode("ring", "n1"), Kind.QUEUE);
    variable(names, "dhtFounding", NAMES.dhtFounding("ring"), Kind.QUEUE);
    variable(names, "numbers", NAMES.numbers("n"), Kind.QUEUE);
    variable(names, "numbersLedger", NAMES.numbersLedger("n"), Kind.EXCLUSIVE);
    variable(names, "numbersEnded", NAMES.numbersEnded("n"), Kind.QUEUE);
    return names;
  }

  private static void variable(Map<String, Name> names, String method, String name, Kind kind) {
    names.put(method + " " + name, new Name(name, kind, false));
  }

  private static void fixed(Map<String, Name> names, String method, String name, Kind kind) {
    names.put(method + " " + name, new Name(name, kind, true));
  }

  @TempDir Path folder;

  @Test
  void theListAboveKnowsEveryNameThatAddressesCanMake() {
    Set<String> notAddresses =
        Set.of("namespace", "taskResultsOf", "repliesOf", "taskCancelTombstones", "toString");
    Set<String> methods =
        Arrays.stream(Addresses.class.getDeclaredMethods())
            .filter(method -> Modifier.isPublic(method.getModifiers()))
            .filter(method -> !Modifier.isStatic(method.getModifiers()))
            .filter(method -> method.getReturnType() == String.class)
            .map(Method::getName)
            .filter(method -> !notAddresses.contains(method))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> listed =
        names().keySet().stream()
            .map(each -> each.substring(0, each.indexOf(' ')))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(listed).isEqualTo(methods);
  }

  @Test
  void theBrokerHasEveryNameWithItsKind() {
    try (BrokerFixture broker = BrokerFixture.in(folder)) {
      ActiveMQServer server = broker.broker().server();
      for (Name each : names().values()) {
        requireSettings(server, each);
        if (each.fixed()) {
          requireDeclared(server, each);
        } else {
          assertThat(server.getAddressInfo(SimpleString.of(each.name())))
              .as(each.name() + " is its owner's to make")
              .isNull();
        }
      }
      Queue tombstones = server.locateQueue(NAMES.taskCancelTombstones());
      assertThat(tombstones).isNotNull();
      assertThat(tombstones.isLastValue()).isTrue();
      assertThat(tombstones.isNonDestructive()).isTrue();
      assertThat(tombstones.getAddress().toString()).isEqualTo(NAMES.taskCancel());
    }
  }

  @Test
  void theBrokerDeclaresNothingThatAddressesDoesNotKnow() {
    Set<String> known =
        names().values().stream().map(Name::name).collect(Collectors.toCollection(TreeSet::new));
    known.add(Addresses.DEAD_LETTERS);
    known.add(Addresses.EXPIRED);
    known.add(NAMES.taskCancel() + "::" + NAMES.taskCancelTombstones());
    try (BrokerFixture broker = BrokerFixture.in(folder)) {
      var configuration = broker.broker().server().getConfiguration();
      assertThat(configuration.getAddressConfigurations())
          .isNotEmpty()
          .allMatch(each -> known.contains(each.getName()), "known to Addresses");
      assertThat(configuration.getAddressSettings().keySet())
          .isNotEmpty()
          .allMatch(match -> known.stream().anyMatch(name -> matches(match, name)), "of a name");
      assertThat(
              configuration.getSecurityRoles().keySet().stream()
                  .filter(match -> match.startsWith("quiver.") && !match.startsWith("quiver.uuid")))
          .isNotEmpty()
          .allMatch(
              match -> known.stream().anyMatch(name -> matches(match, name) || owned(match)),
              "of a name");
    }
  }

  @Test
  void whatMustBlockBlocksAndLastValuesNeverPage() {
    try (BrokerFixture broker = BrokerFixture.in(folder)) {
      ActiveMQServer server = broker.broker().server();
      for (Name each : names().values()) {
        if (each.kind() == Kind.LAST_VALUE) {
          assertThat(settings(server, each).getAddressFullMessagePolicy())
              .as(each.name())
              .isIn(AddressFullMessagePolicy.FAIL, AddressFullMessagePolicy.BLOCK);
        }
      }
      assertThat(
              server
                  .getAddressSettingsRepository()
                  .getMatch(NAMES.numbers("n"))
                  .getAddressFullMessagePolicy())
          .isEqualTo(AddressFullMessagePolicy.BLOCK);
    }
  }

  private static void requireSettings(ActiveMQServer server, Name each) {
    AddressSettings settings = settings(server, each);
    RoutingType type = each.kind() == Kind.TOPIC ? RoutingType.MULTICAST : RoutingType.ANYCAST;
    assertThat(settings.getDefaultQueueRoutingType()).as(each.name()).isEqualTo(type);
    assertThat(settings.getDefaultAddressRoutingType()).as(each.name()).isEqualTo(type);
    assertThat(settings.isDefaultExclusiveQueue())
        .as(each.name() + " is exclusive")
        .isEqualTo(each.kind() == Kind.EXCLUSIVE);
    assertThat(settings.isDefaultLastValueQueue())
        .as(each.name() + " keeps last values")
        .isEqualTo(each.kind() == Kind.LAST_VALUE);
    assertThat(settings.isAutoCreateAddresses()).as(each.name()).isFalse();
    assertThat(settings.isAutoCreateQueues()).as(each.name()).isFalse();
    assertThat(settings.isAutoDeleteAddresses()).as(each.name()).isFalse();
    assertThat(settings.isAutoDeleteQueues()).as(each.name()).isFalse();
  }

  private static void requireDeclared(ActiveMQServer server, Name each) {
    assertThat(server.getAddressInfo(SimpleString.of(each.name()))).as(each.name()).isNotNull();
    if (each.kind() != Kind.TOPIC) {
      Queue queue = server.locateQueue(each.name());
      assertThat(queue).as(each.name()).isNotNull();
      assertThat(queue.isExclusive()).isEqualTo(each.kind() == Kind.EXCLUSIVE);
      assertThat(queue.isLastValue()).isEqualTo(each.kind() == Kind.LAST_VALUE);
      assertThat(queue.isNonDestructive()).isEqualTo(each.kind() == Kind.LAST_VALUE);
    }
  }

  private static AddressSettings settings(ActiveMQServer server, Name each) {
    return server.getAddressSettingsRepository().getMatch(each.name());
  }

  /** Settings of one user's space, made when the user is. */
  private static boolean owned(String match) {
    return match.matches("quiver\\.(tasks\\.results|replies|chat\\.user)\\.[a-z0-9-]+(\\.#)?");
  }

  private static boolean matches(String match, String name) {
    String pattern =
        match
            .replace(".", "\\.")
            .replace("*", "[^.]+")
            .replace("\\.#", "(\\..+)?")
            .replace("#", ".*");
    return name.matches(pattern);
  }
}
