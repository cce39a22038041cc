package dev.quiver.cli.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quiver.broker.Expectations;
import dev.quiver.broker.guard.QuiverPlugin;
import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.messaging.connection.ClientVersion;
import dev.quiver.messaging.connection.Failures;
import dev.quiver.messaging.connection.RefusedByBrokerException;
import dev.quiver.messaging.connection.UnknownOutcomeException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientRequestor;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.management.ManagementHelper;
import org.apache.activemq.artemis.api.core.management.ResourceNames;
import org.jspecify.annotations.Nullable;

/** Asks a broker about itself over its management address, as an admin. Changes nothing. */
final class BrokerLook implements AutoCloseable {

  private static final String MANAGEMENT = "activemq.management";

  /** The reason of a refusal that another login would not meet. */
  static final String NOT_ADMIN = "not-admin";

  private static final String MARK = "quiver-doctor";
  private static final long ANSWER_MS = 10_000;
  private static final int PAGE = 1_000;

  /** Each costs a question. */
  private static final int MOST_LOOKED_AT = 500;

  private final ClientSession session;
  private final ClientRequestor requestor;
  private final String mark = UUID.randomUUID().toString();
  private final long before;
  private final long after;

  private BrokerLook(ClientSession session, ClientRequestor requestor, long before, long after) {
    this.session = session;
    this.requestor = requestor;
    this.before = before;
    this.after = after;
  }

  static BrokerLook on(BrokerConnection connection, Clock clock) {
    long before = clock.millis();
    ClientSession session = connection.autoCommitSession();
    long after = clock.millis();
    try {
      session.start();
      BrokerLook look =
          new BrokerLook(session, new ClientRequestor(session, MANAGEMENT), before, after);
      session.addMetaData(MARK, look.mark);
      return look;
    } catch (Exception e) {
      closeQuietly(session);
      throw Failures.translate(e);
    }
  }

  /** All that the diagnosis needs. */
  BrokerFacts look(String namespace, List<String> serving) {
    Map<String, BrokerFacts.QueueFacts> queues = queues();
    Set<String> addresses = new LinkedHashSet<>();
    for (JsonNode each : list("listAddresses", "name")) {
      addresses.add(each.path("name").asText());
    }
    Set<String> asked = new LinkedHashSet<>(Expectations.of(namespace).samples());
    addresses.stream()
        .filter(each -> each.startsWith(namespace + "."))
        .limit(MOST_LOOKED_AT)
        .forEach(asked::add);
    Map<String, SortedMap<String, String>> settings = new TreeMap<>();
    for (String each : asked) {
      settings.put(each, settings(each));
    }
    JsonNode sessions = document("listAllSessionsAsJSON");
    boolean guarded = isGuarded();
    return new BrokerFacts(
        serving,
        guarded && namespace.equals(attribute(ResourceNames.BROKER, "name")),
        String.valueOf(attribute(ResourceNames.BROKER, "version")),
        String.valueOf(attribute(ResourceNames.BROKER, "HAPolicy")),
        waiting(guarded),
        cluster(),
        topology("live"),
        Boolean.TRUE.equals(attribute(ResourceNames.BROKER, "replicaSync")),
        addresses,
        queues,
        settings,
        paging(queues),
        ((Number) attribute(ResourceNames.BROKER, "diskStoreUsage")).doubleValue(),
        ((Number) attribute(ResourceNames.BROKER, "maxDiskUsage")).intValue(),
        sessionsOfUser(sessions),
        usersOfVersion(sessions),
        clockAhead(sessions),
        (after - before) / 2);
  }

  private Map<String, BrokerFacts.QueueFacts> queues() {
    Map<String, BrokerFacts.QueueFacts> queues = new TreeMap<>();
    for (JsonNode each : list("listQueues", "name")) {
      String name = each.path("name").asText();
      queues.put(
          name,
          new BrokerFacts.QueueFacts(
              name,
              each.path("address").asText(),
              each.path("messageCount").asLong(),
              each.path("exclusive").asBoolean(),
              each.path("lastValue").asBoolean()));
    }
    return queues;
  }

  /** Whether it has our plugin. */
  private boolean isGuarded() {
    return attribute(ResourceNames.BROKER, "brokerPluginClassNames") instanceof Object[] plugins
        && List.of(plugins).contains(QuiverPlugin.class.getName());
  }

  /**
   * The backups that wait. Artemis goes on to name one that has died; but one that waits keeps a
   * connection to the one that serves, which our plugin marks. Of a broker without the plugin it is
   * only known that nobody logs in there.
   */
  private List<String> waiting(boolean marked) {
    for (JsonNode each : list("listConnections", "connectionID")) {
      boolean waits =
          marked
              ? each.path("clientID").asText().equals(QuiverPlugin.OTHER_BROKER)
              : each.path("sessionCount").asInt() == 0 && each.path("users").asText().isEmpty();
      if (waits) {
        return topology("backup");
      }
    }
    return List.of();
  }

  private List<String> topology(String part) {
    List<String> there = new ArrayList<>();
    for (JsonNode each : document("listNetworkTopology")) {
      if (each.hasNonNull(part)) {
        there.add(each.path(part).asText());
      }
    }
    return there;
  }

  /** In a cluster its connectors are called so, one for each other broker. */
  private List<String> cluster() {
    List<String> others = new ArrayList<>();
    for (JsonNode each : connectors()) {
      if (each.path("name").asText().startsWith("other")) {
        JsonNode where = each.path("params");
        others.add(where.path("host").asText() + ":" + where.path("port").asText());
      }
    }
    return others;
  }

  private JsonNode connectors() {
    String name = "connectorsAsJSON";
    return ManagementAnswers.read(name, attribute(ResourceNames.BROKER, name));
  }

  private List<String> paging(Map<String, BrokerFacts.QueueFacts> queues) {
    return queues.values().stream()
        .filter(each -> each.messages() > 0)
        .map(BrokerFacts.QueueFacts::address)
        .distinct()
        .limit(MOST_LOOKED_AT)
        .filter(each -> Boolean.TRUE.equals(attribute(ResourceNames.ADDRESS + each, "paging")))
        .toList();
  }

  private static SortedMap<String, Integer> sessionsOfUser(JsonNode sessions) {
    SortedMap<String, Integer> users = new TreeMap<>();
    for (JsonNode each : sessions) {
      users.merge(each.path("validatedUser").asText(), 1, Integer::sum);
    }
    users.remove("");
    return users;
  }

  private static SortedMap<String, SortedSet<String>> usersOfVersion(JsonNode sessions) {
    SortedMap<String, SortedSet<String>> users = new TreeMap<>();
    for (JsonNode each : sessions) {
      String user = each.path("validatedUser").asText();
      if (!user.isEmpty()) {
        String version = each.path("metadata").path(ClientVersion.KEY).asText();
        users.computeIfAbsent(version, key -> new TreeSet<>()).add(user);
      }
    }
    return users;
  }

  /** By its clock our session began then, by ours between the two moments. */
  private long clockAhead(JsonNode sessions) {
    for (JsonNode each : sessions) {
      if (each.path("metadata").path(MARK).asText().equals(mark)) {
        return each.path("creationTime").asLong() - (before + after) / 2;
      }
    }
    throw new UnknownOutcomeException("the broker does not list our own session", null);
  }

  private SortedMap<String, String> settings(String address) {
    String operation = "getAddressSettingsAsJSON";
    String answer = String.valueOf(call(operation, address));
    try {
      return Expectations.read(answer);
    } catch (IllegalArgumentException e) {
      throw new UnreadableAnswerException(operation, String.valueOf(e.getMessage()), e);
    }
  }

  private Collection<JsonNode> list(String operation, String key) {
    return ManagementAnswers.all(operation, key, page -> call(operation, "", page, PAGE));
  }

  private JsonNode document(String operation) {
    return ManagementAnswers.read(operation, call(operation));
  }

  private Object attribute(String resource, String name) {
    Object value = ask(resource, true, name);
    if (value == null) {
      throw new UnknownOutcomeException("the broker does not say its " + name, null);
    }
    return value;
  }

  private @Nullable Object call(String operation, Object... arguments) {
    return ask(ResourceNames.BROKER, false, operation, arguments);
  }

  private @Nullable Object ask(
      String resource, boolean attribute, String name, Object... arguments) {
    try {
      ClientMessage request = session.createMessage(false);
      if (attribute) {
        ManagementHelper.putAttribute(request, resource, name);
      } else {
        ManagementHelper.putOperationInvocation(request, resource, name, arguments);
      }
      ClientMessage reply = requestor.request(request, ANSWER_MS);
      if (reply == null) {
        throw new UnknownOutcomeException("the broker did not say its " + name + " in time", null);
      }
      Object result = ManagementHelper.getResult(reply);
      if (!ManagementHelper.hasOperationSucceeded(reply)) {
        String why = String.valueOf(result);
        boolean denied = why.contains("AMQ229213") || why.contains("AMQ229032");
        throw new RefusedByBrokerException(
            denied ? NOT_ADMIN : "management", name + ": " + why, null);
      }
      return result;
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw Failures.translate(e);
    }
  }

  @Override
  public void close() {
    try {
      requestor.close();
    } catch (Exception gone) {
      // With its session.
    }
    closeQuietly(session);
  }

  private static void closeQuietly(ClientSession session) {
    try {
      session.close();
    } catch (Exception gone) {
      // The broker forgets it with its connection.
    }
  }
}
