package dev.quiver.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.apache.activemq.artemis.api.core.ActiveMQSecurityException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UserAdminIT {

  private static final String PASSWORD = "correct horse = battery #1 ç";

  @TempDir Path folder;
  private QuiverBroker broker;
  private UserAdmin users;

  @BeforeEach
  void start() {
    broker = QuiverBroker.start(BrokerConfig.in(folder).withPort(0));
    users = login(broker);
  }

  @AfterEach
  void stop() {
    users.close();
    broker.close();
  }

  @Test
  void anAddedUserCanWorkAtOnceAndHasItsOwnSpace() throws Exception {
    users.add("alice", PASSWORD, Set.of(Role.CLIENT));
    try (CoreClient alice = CoreClient.of(broker, "alice", PASSWORD)) {
      alice.createQueue("quiver.tasks.results.alice.c1");
      alice.session().createConsumer("quiver.tasks.results.alice.c1");
      assertThatThrownBy(() -> alice.createQueue("quiver.tasks.results.bob.c1"))
          .isInstanceOf(ActiveMQSecurityException.class);
    }
    assertThat(users.list())
        .contains(new UserAdmin.User("alice", Set.of(Role.CLIENT), false))
        .contains(new UserAdmin.User("worker", Set.of(Role.WORKER), true));
  }

  @Test
  void aRemovedUserIsDisconnectedAndCannotComeBack() throws Exception {
    users.add("alice", PASSWORD, Set.of(Role.CLIENT));
    try (CoreClient alice = CoreClient.of(broker, "alice", PASSWORD)) {
      users.remove("alice");
      await().until(() -> alice.session().isClosed());
    }
    assertThatThrownBy(() -> CoreClient.of(broker, "alice", PASSWORD))
        .isInstanceOf(ActiveMQSecurityException.class);
    assertThat(users.list()).noneMatch(user -> user.name().equals("alice"));
  }

  @Test
  void anotherPasswordReplacesTheOldOneAtOnce() throws Exception {
    users.add("alice", PASSWORD, Set.of(Role.CLIENT, Role.CHAT));
    CoreClient.of(broker, "alice", PASSWORD).close();
    users.passwd("alice", "something else");
    assertThatThrownBy(() -> CoreClient.of(broker, "alice", PASSWORD))
        .isInstanceOf(ActiveMQSecurityException.class);
    CoreClient.of(broker, "alice", "something else").close();
    assertThat(users.list())
        .contains(new UserAdmin.User("alice", Set.of(Role.CLIENT, Role.CHAT), false));
  }

  @Test
  void usersSurviveARestartWithTheirPasswordsHashed() throws Exception {
    users.add("alice", PASSWORD, Set.of(Role.CLIENT));
    users.close();
    broker.close();
    Path file = folder.resolve("etc/users.properties");
    assertThat(Files.readString(file)).contains("alice").doesNotContain("horse");
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    broker = QuiverBroker.start(BrokerConfig.in(folder).withPort(0));
    users = login(broker);
    CoreClient.of(broker, "alice", PASSWORD).close();
  }

  @Test
  void whatCannotBeIsSaid() {
    users.add("alice", PASSWORD, Set.of(Role.CLIENT));
    assertKind(
        UserAdminException.Kind.EXISTS, () -> users.add("alice", PASSWORD, Set.of(Role.CHAT)));
    assertKind(
        UserAdminException.Kind.BAD_NAME, () -> users.add("a.b", PASSWORD, Set.of(Role.CHAT)));
    assertKind(UserAdminException.Kind.BAD_NAME, () -> users.add("#", PASSWORD, Set.of(Role.CHAT)));
    assertKind(
        UserAdminException.Kind.BAD_PASSWORD, () -> users.add("bob", "x", Set.of(Role.CHAT)));
    assertKind(UserAdminException.Kind.BAD_ROLE, () -> users.add("bob", PASSWORD, Set.of()));
    assertKind(UserAdminException.Kind.UNKNOWN, () -> users.remove("bob"));
    assertKind(UserAdminException.Kind.SYSTEM, () -> users.remove("admin"));
    assertKind(UserAdminException.Kind.SYSTEM, () -> users.passwd("worker", PASSWORD));
  }

  @Test
  void onlyAnAdminManagesUsers() {
    for (Role role : Role.values()) {
      if (role != Role.ADMIN) {
        String password = broker.credentials().passwordOf(role.label()).orElseThrow();
        assertKind(
            UserAdminException.Kind.NOT_ADMIN,
            () -> {
              try (UserAdmin other =
                  UserAdmin.connect(broker.url(), role.label(), password, "quiver")) {
                other.add("mallory", PASSWORD, Set.of(Role.ADMIN));
              }
            });
      }
    }
    assertKind(
        UserAdminException.Kind.LOGIN_REFUSED,
        () -> UserAdmin.connect(broker.url(), "admin", "guess", "quiver"));
    assertKind(
        UserAdminException.Kind.UNREACHABLE,
        () -> UserAdmin.connect("tcp://127.0.0.1:1", "admin", "guess", "quiver"));
  }

  private static void assertKind(UserAdminException.Kind kind, Runnable act) {
    assertThatThrownBy(act::run)
        .isInstanceOfSatisfying(
            UserAdminException.class, cause -> assertThat(cause.kind()).isEqualTo(kind));
  }

  private static UserAdmin login(QuiverBroker broker) {
    return UserAdmin.connect(
        broker.url(), "admin", broker.credentials().passwordOf("admin").orElseThrow(), "quiver");
  }
}
