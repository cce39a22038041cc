package dev.quiver.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.broker.PermissionTable.Right;
import dev.quiver.broker.PermissionTable.Row;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.apache.activemq.artemis.api.core.ActiveMQSecurityException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientRequestor;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.management.ManagementHelper;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.impl.AddressInfo;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tries every cell of the table in {@code docs/permissions.md} against a running broker. */
class PermissionsIT {

  private static final String OWNER = "alice";
  private static final String ALL =
      "{\"field\":\"\",\"operation\":\"\",\"value\":\"\",\"sortField\":\"name\",\"sortOrder\":\"asc\"}";
  private static final String PASSWORD = "alice's password";

  @TempDir static Path folder;
  private static QuiverBroker broker;
  private static final Map<String, CoreClient> CLIENTS = new HashMap<>();

  @BeforeAll
  static void start() throws Exception {
    broker = QuiverBroker.start(BrokerConfig.in(folder).withPort(0));
    try (UserAdmin users =
        UserAdmin.connect(
            broker.url(),
            "admin",
            broker.credentials().passwordOf("admin").orElseThrow(),
            "quiver")) {
      users.add(OWNER, PASSWORD, Set.of(Role.VIEWER));
    }
    for (Role role : Role.values()) {
      CLIENTS.put(role.label(), CoreClient.of(broker, role.label()));
    }
    CLIENTS.put("owner", CoreClient.of(broker, OWNER, PASSWORD));
  }

  @AfterAll
  static void stop() throws Exception {
    for (CoreClient client : CLIENTS.values()) {
      client.close();
    }
    broker.close();
  }

  @Test
  void everyCellOfTheTableHolds() throws Exception {
    List<String> wrong = new ArrayList<>();
    int tried = 0;
    for (Row row : PermissionTable.read()) {
      for (String column : CLIENTS.keySet()) {
        for (Right right : Right.values()) {
          // The owner here is a viewer as well, and may what viewers may.
          boolean expected =
              row.allows(column, right) || (column.equals("owner") && row.allows("viewer", right));
          String refusal = attempt(row.address(), column, right);
          tried++;
          if (expected != refusal.isEmpty()) {
            wrong.add(
                row.address()
                    + " "
                    + column
                    + " "
                    + right
                    + (expected ? " is refused: " + refusal : " is allowed"));
          }
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(tried).isGreaterThan(1_500);
  }

  @Test
  void nothingElseIsAllowed() throws Exception {
    for (String address :
        List.of(
            "quiver.elsewhere",
            "quiver.tasks",
            "quiver.tasks.other",
            "quiver.presence.other",
            "elsewhere",
            "other.tasks.pool.text")) {
      for (String column : CLIENTS.keySet()) {
        for (Right right : Right.values()) {
          assertThat(attempt(address, column, right))
              .as("%s %s %s", address, column, right)
              .isNotEmpty();
        }
      }
    }
  }

  @Test
  void namesThatCoverOthersAreRefused() {
    for (String address :
        List.of(
            "quiver.tasks.pool.#",
            "quiver.tasks.worker.*",
            "quiver.tasks.results.owner.#",
            "quiver.replies.#",
            "quiver.#",
            "#")) {
      for (CoreClient client : CLIENTS.values()) {
        assertThatThrownBy(() -> client.createQueue(address))
            .as(address)
            .isInstanceOf(ActiveMQSecurityException.class);
        assertThatThrownBy(() -> client.session().createConsumer(address))
            .as(address)
            .isInstanceOf(ActiveMQException.class);
      }
    }
  }

  @Test
  void oneUserCannotReachIntoTheSpaceOfAnother() throws Exception {
    // A name that begins like another's must not reach into it.
    for (String mine :
        List.of("tasks.results.%s.c", "replies.%s.p", "chat.user.%s", "chat.files.%s")) {
      for (String other : List.of("client", "worker", "alic", "alice-b", "alic.e")) {
        String address = "quiver." + String.format(Locale.ROOT, mine, other);
        make(address, RoutingType.ANYCAST);
        for (Right right : List.of(Right.CONSUME, Right.BROWSE, Right.CREATE, Right.DELETE)) {
          assertThat(tried(client("owner"), address, right))
              .as("%s %s", address, right)
              .isNotEmpty();
        }
      }
    }
  }

  @Test
  void viewersSeeNamesAndDepthsAndNothingElse() throws Exception {
    make("quiver.tasks.pool.seen", RoutingType.ANYCAST);
    client("client").send("quiver.tasks.pool.seen", "secret");
    assertThat(manage("viewer", "broker", "listQueues", ALL, 1, 500))
        .contains("quiver.tasks.pool.seen")
        .contains("\"messageCount\":\"1\"")
        .doesNotContain("secret");
    for (String operation : List.of("browse", "listMessagesAsJSON", "removeAllMessages")) {
      assertThatThrownBy(() -> manage("viewer", "queue.quiver.tasks.pool.seen", operation))
          .hasMessageContaining("AMQ229");
    }
    assertThatThrownBy(() -> manage("viewer", "broker", "listUser", ""))
        .hasMessageContaining("AMQ229");
    assertThatThrownBy(() -> manage("viewer", "broker", "clearAuthenticationCache"))
        .hasMessageContaining("AMQ229");
    for (String role : List.of("client", "worker", "orchestrator", "chat")) {
      assertThatThrownBy(() -> manage(role, "broker", "listQueues", ALL, 1, 500))
          .isInstanceOf(ActiveMQException.class);
    }
    assertThat(manage("admin", "queue.quiver.tasks.pool.seen", "removeAllMessages")).isEqualTo("1");
  }

  @SuppressWarnings("try") // the requestor's close() may throw anything
  private static String manage(String role, String resource, String operation, Object... arguments)
      throws Exception {
    try (ClientSession session = client(role).newSession();
        ClientRequestor requestor = new ClientRequestor(session, "activemq.management")) {
      session.start();
      ClientMessage request = session.createMessage(false);
      ManagementHelper.putOperationInvocation(request, resource, operation, arguments);
      ClientMessage reply = requestor.request(request, 10_000);
      Object result = ManagementHelper.getResult(reply);
      if (!ManagementHelper.hasOperationSucceeded(reply)) {
        throw new IllegalStateException(String.valueOf(result));
      }
      return String.valueOf(result);
    }
  }

  /** Empty if it was allowed, else what the broker said. */
  private static String attempt(String pattern, String column, Right right) throws Exception {
    String address = concrete(pattern);
    if (right == Right.CREATE) {
      address = address.replace("Worker-1", "Worker-" + System.nanoTime());
    } else {
      ensure(address);
    }
    return tried(client(column), address, right);
  }

  private static String tried(CoreClient client, String address, Right right) {
    try (ClientSession session = client.newSession()) {
      switch (right) {
        case SEND -> send(client, address);
        case CONSUME -> session.createConsumer(queueToRead(client, address)).close();
        case BROWSE -> session.createConsumer(queueToRead(client, address), null, true).close();
        case CREATE -> create(session, client, address);
        case DELETE -> delete(session, client, address);
      }
      return "";
    } catch (ActiveMQException refused) {
      if (refused.getType() == ActiveMQExceptionType.QUEUE_DOES_NOT_EXIST) {
        // What somebody may not delete is said not to be there.
        String queue = queueOf(address);
        assertThat(isTopic(address) || server().locateQueue(queue) != null)
            .as("%s on %s by %s", right, address, client.user())
            .isTrue();
        return "hidden";
      }
      assertThat(refused.getType())
          .as("%s %s: %s", right, address, refused)
          .isEqualTo(ActiveMQExceptionType.SECURITY_EXCEPTION);
      return String.valueOf(refused.getMessage());
    } catch (Exception cause) {
      throw new AssertionError(right + " on " + address, cause);
    }
  }

  private static void send(CoreClient client, String address) throws ActiveMQException {
    ClientMessage message = client.text("x");
    message.putStringProperty(Message.HDR_LAST_VALUE_NAME.toString(), client.user() + "/x");
    client.send(address, message);
  }

  private static String queueToRead(CoreClient client, String address) throws Exception {
    if (!isTopic(address)) {
      return address;
    }
    String queue = client.user() + ".subscription-" + UUID.randomUUID();
    server()
        .createQueue(
            QueueConfiguration.of(queue).setAddress(address).setRoutingType(RoutingType.MULTICAST));
    return queue;
  }

  private static void create(ClientSession session, CoreClient client, String address)
      throws Exception {
    if (isTopic(address)) {
      ensure(address);
      session.createQueue(
          QueueConfiguration.of(client.user() + ".sub-" + UUID.randomUUID())
              .setAddress(address)
              .setRoutingType(RoutingType.MULTICAST));
      return;
    }
    if (address.contains("::")) {
      session.createQueue(
          QueueConfiguration.of(queueOf(address))
              .setAddress(address.substring(0, address.indexOf(':')))
              .setRoutingType(RoutingType.MULTICAST));
      return;
    }
    drop(address);
    try {
      session.createAddress(SimpleString.of(address), RoutingType.ANYCAST, false);
      session.createQueue(QueueConfiguration.of(address).setRoutingType(RoutingType.ANYCAST));
    } finally {
      drop(address);
    }
  }

  private static void delete(ClientSession session, CoreClient client, String address)
      throws Exception {
    if (isTopic(address)) {
      session.deleteQueue(queueToRead(client, address));
    } else {
      try {
        session.deleteQueue(queueOf(address));
      } finally {
        ensure(address);
      }
    }
  }

  private static String concrete(String pattern) {
    if (pattern.equals("uuid.<id>")) {
      return UUID.randomUUID().toString();
    }
    String filled =
        pattern
            .replace("<type>", "text.count_words")
            .replace("<class>", "normal")
            .replace("<worker>", "Worker-1")
            .replace("<user>", OWNER)
            .replaceAll("<[a-z]+>", "x1");
    if (filled.equals("DLQ") || filled.equals("ExpiryQueue") || filled.startsWith("activemq")) {
      return filled;
    }
    if (filled.startsWith("quiver.") || filled.startsWith("else") || filled.startsWith("other")) {
      return filled;
    }
    return "quiver." + filled.replace("::", "::quiver.");
  }

  /** What stands after the two colons of a queue named in full, else all of it. */
  private static String queueOf(String address) {
    return address.substring(address.lastIndexOf(':') + 1);
  }

  private static CoreClient client(String account) {
    return Objects.requireNonNull(CLIENTS.get(account));
  }

  private static boolean isTopic(String address) {
    return !address.contains("::")
        && (address.endsWith(".all")
            || address.contains("chat.room.")
            || List.of(
                    "quiver.tasks.events",
                    "quiver.tasks.cancel",
                    "quiver.workers.heartbeat",
                    "activemq.notifications")
                .contains(address));
  }

  private static void ensure(String address) throws Exception {
    if (!address.contains("::")) {
      make(address, isTopic(address) ? RoutingType.MULTICAST : RoutingType.ANYCAST);
    }
  }

  private static void make(String address, RoutingType type) throws Exception {
    SimpleString name = SimpleString.of(address);
    if (server().getAddressInfo(name) == null) {
      server().addAddressInfo(new AddressInfo(name, type));
    }
    if (type == RoutingType.ANYCAST && server().locateQueue(name) == null) {
      server().createQueue(QueueConfiguration.of(name).setRoutingType(type));
    }
  }

  private static void drop(String address) throws Exception {
    SimpleString name = SimpleString.of(address);
    if (server().locateQueue(name) != null) {
      server().destroyQueue(name);
    }
    if (server().getAddressInfo(name) != null) {
      server().removeAddressInfo(name, null, true);
    }
  }

  private static ActiveMQServer server() {
    return broker.server();
  }
}
