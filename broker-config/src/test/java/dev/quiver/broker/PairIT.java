package dev.quiver.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.zookeeper.server.NIOServerCnxnFactory;
import org.apache.zookeeper.server.ZooKeeperServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two brokers of one process with a data folder each: what both have, and what is refused. */
@Timeout(180)
class PairIT {

  private static final String PASSWORD = "secret-of-both";

  @TempDir Path folder;
  private final int first = freePort();
  private final int second = freePort();
  private final List<String> heard = new CopyOnWriteArrayList<>();

  private BrokerConfig config(Profile profile) {
    return config(profile, new PairLock.InFolder(folder.resolve("common")));
  }

  private BrokerConfig config(Profile profile, PairLock lock) {
    boolean primary = profile == Profile.PRIMARY;
    return BrokerConfig.in(folder.resolve(profile.label()))
        .withPort(primary ? first : second)
        .withPair(
            new PairConfig(
                profile, new HostPort("127.0.0.1", primary ? second : first), null, lock));
  }

  private QuiverBroker startWith(Profile profile, PairLock lock) {
    return start(config(profile, lock), Credentials.of(Map.of("admin", PASSWORD)));
  }

  private QuiverBroker start(Profile profile) {
    return start(config(profile), null);
  }

  private QuiverBroker start(BrokerConfig config, @Nullable Credentials given) {
    Profile profile = config.profile();
    return QuiverBroker.start(
        config,
        given,
        new PartListener() {
          @Override
          public void waits() {
            heard.add(profile.label() + " waits");
          }

          @Override
          public void synced() {
            heard.add(profile.label() + " synced");
          }

          @Override
          public void serves() {
            heard.add(profile.label() + " serves");
          }
        });
  }

  private void awaitHeard(String... all) {
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(heard).containsExactly(all));
  }

  @Test
  void whoeverServesKnowsAllUsersAndTheCopyFollowsEachChange() throws Exception {
    QuiverBroker primary = start(Profile.PRIMARY);
    String admin = primary.credentials().passwordOf("admin").orElseThrow();
    try (QuiverBroker backup = start(Profile.BACKUP)) {
      awaitHeard("primary serves", "backup waits", "backup synced");
      assertThat(backup.credentials().passwordOf("admin")).contains(admin);
      assertThat(DataFolder.urlOfRunning(folder.resolve("backup"))).contains(backup.url());
      try (UserAdmin users = users(first, admin)) {
        users.add("ana", "a-long-password", Set.of(Role.CLIENT));
      }
      primary.close();
      awaitHeard("primary serves", "backup waits", "backup synced", "backup serves");
      try (UserAdmin users = users(second, admin)) {
        assertThat(users.list()).anyMatch(each -> each.toString().contains("ana"));
      }
    } finally {
      primary.close();
    }
    assertThat(DataFolder.urlOfRunning(folder.resolve("primary"))).isEmpty();
  }

  private static UserAdmin users(int port, String admin) {
    return UserAdmin.connect(new HostPort("127.0.0.1", port).url(), "admin", admin, "quiver");
  }

  @Test
  void aFolderOfAPairIsNotStartedAlone() {
    start(Profile.PRIMARY).close();
    assertThatThrownBy(
            () -> QuiverBroker.start(BrokerConfig.in(folder.resolve("primary")).withPort(0)))
        .isInstanceOf(BrokerStartException.BadConfig.class)
        .hasMessageContaining("--lock")
        .hasMessageContaining("server.activation.sequence");
  }

  @Test
  void twoOfThePairCannotPlayTheSamePartOrUseTheSameData() {
    try (QuiverBroker primary = start(Profile.PRIMARY)) {
      BrokerConfig same =
          BrokerConfig.in(folder.resolve("primary"))
              .withPort(second)
              .withPair(Objects.requireNonNull(config(Profile.BACKUP).pair()));
      assertThatThrownBy(() -> QuiverBroker.start(same))
          .isInstanceOf(BrokerStartException.DataFolderInUse.class);
      BrokerConfig twice =
          BrokerConfig.in(folder.resolve("other"))
              .withPort(second)
              .withPair(Objects.requireNonNull(config(Profile.PRIMARY).pair()));
      assertThatThrownBy(() -> QuiverBroker.start(twice))
          .isInstanceOf(BrokerStartException.DataFolderInUse.class)
          .hasMessageContaining("common");
      assertThat(primary.serves()).isTrue();
    }
  }

  @Test
  void withAZooKeeperThePasswordsMustBeGivenAndOneThatIsAwayIsWaitedFor() {
    BrokerConfig config =
        BrokerConfig.in(folder.resolve("zoo"))
            .withPort(first)
            .withPair(
                new PairConfig(
                    Profile.PRIMARY,
                    new HostPort("127.0.0.1", second),
                    null,
                    new PairLock.ZooKeeper("127.0.0.1:" + freePort(), "quiver")));
    assertThatThrownBy(() -> QuiverBroker.start(config))
        .isInstanceOf(BrokerStartException.BadConfig.class)
        .hasMessageContaining("same passwords");
    Credentials given = Credentials.of(Map.of("admin", PASSWORD));
    try (QuiverBroker broker = QuiverBroker.start(config, given)) {
      assertThat(broker.serves()).isFalse();
      assertThat(broker.failure()).isEmpty();
    }
  }

  @Test
  void withAZooKeeperPeoplesAccountsTravelWithTheData() throws Exception {
    NIOServerCnxnFactory zoo = new NIOServerCnxnFactory();
    zoo.configure(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 20);
    zoo.startup(
        new ZooKeeperServer(folder.resolve("za").toFile(), folder.resolve("zb").toFile(), 500));
    PairLock lock = new PairLock.ZooKeeper("127.0.0.1:" + zoo.getLocalPort(), "quiver");
    QuiverBroker primary = startWith(Profile.PRIMARY, lock);
    try (QuiverBroker backup = startWith(Profile.BACKUP, lock)) {
      awaitHeard("primary serves", "backup waits", "backup synced");
      try (UserAdmin users = users(first, PASSWORD)) {
        users.add("ana", "a-long-password", Set.of(Role.CLIENT));
      }
      await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () -> {
                SimpleString name = SimpleString.of("quiver.broker.accounts");
                return primary.server().locateQueue(name).getMessagesAdded() > 0;
              });
      primary.close();
      awaitHeard("primary serves", "backup waits", "backup synced", "backup serves");
      try (UserAdmin users = users(second, PASSWORD)) {
        assertThat(users.list()).anyMatch(each -> each.toString().contains("ana"));
      }
      assertThat(backup.serves()).isTrue();
    } finally {
      primary.close();
      zoo.shutdown();
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
