package dev.quiver.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is in the way of a start is said, and nothing is left behind. */
class StartIT {

  @TempDir Path folder;

  @Test
  void aTakenPort() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> start(BrokerConfig.in(folder).withPort(other.getLocalPort())))
          .isInstanceOf(BrokerStartException.PortTaken.class)
          .hasMessageContaining("port " + other.getLocalPort())
          .hasMessageContaining("choose another port");
    }
    // The folder is free again.
    start(BrokerConfig.in(folder).withPort(0)).close();
  }

  @Test
  void aDataFolderInUse() {
    try (QuiverBroker running = start(BrokerConfig.in(folder).withPort(0))) {
      assertThatThrownBy(() -> start(BrokerConfig.in(folder).withPort(0)))
          .isInstanceOf(BrokerStartException.DataFolderInUse.class)
          .hasMessageContaining(folder.toString());
      assertThat(DataFolder.urlOfRunning(folder)).contains(running.url());
    }
  }

  @Test
  void aFileInThePlaceOfTheDataFolder() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "not a folder");
    assertThatThrownBy(() -> start(BrokerConfig.in(file).withPort(0)))
        .isInstanceOf(BrokerStartException.DataFolderUnusable.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void aDataFolderThatCannotBeWritten() throws Exception {
    Path parent = Files.createDirectory(folder.resolve("locked"));
    Files.setPosixFilePermissions(parent, PosixFilePermissions.fromString("r-x------"));
    // Permissions do not bind root, but nobody can make a folder in the kernel's own tree.
    Path data = Files.isWritable(parent) ? Path.of("/sys/quiver") : parent.resolve("data");
    assertThatThrownBy(() -> start(BrokerConfig.in(data).withPort(0)))
        .isInstanceOf(BrokerStartException.DataFolderUnusable.class);
  }

  @Test
  void aCredentialsFileThatIsGone() throws Exception {
    start(BrokerConfig.in(folder).withPort(0)).close();
    Files.delete(folder.resolve("credentials"));
    assertThatThrownBy(() -> start(BrokerConfig.in(folder).withPort(0)))
        .isInstanceOf(BrokerStartException.DataFolderUnusable.class)
        .hasMessageContaining("credentials");
  }

  @Test
  void anAddressThisMachineDoesNotHave() {
    assertThatThrownBy(() -> start(BrokerConfig.in(folder).withHost("192.0.2.1").withPort(0)))
        .isInstanceOf(BrokerStartException.HostUnusable.class)
        .hasMessageContaining("192.0.2.1");
    assertThatThrownBy(() -> start(BrokerConfig.in(folder).withHost("no.such.host.invalid")))
        .isInstanceOf(BrokerStartException.HostUnusable.class);
  }

  @Test
  void settingsThatCannotBe() {
    for (String namespace : new String[] {"", "Quiver", "a.b", "#", "1a"}) {
      assertThatThrownBy(() -> BrokerConfig.in(folder).withNamespace(namespace))
          .isInstanceOf(BrokerStartException.BadConfig.class);
    }
    assertThatThrownBy(() -> BrokerConfig.in(folder).withPort(70_000))
        .isInstanceOf(BrokerStartException.BadConfig.class)
        .hasMessageContaining("70000");
    assertThatThrownBy(() -> BrokerLimits.defaults().withDocumentBytes(0))
        .isInstanceOf(BrokerStartException.BadConfig.class);
  }

  @Test
  void awkwardFoldersAndAnotherNamespaceServe() throws Exception {
    Path awkward = folder.resolve("dir with 'quotes\" & <ümläuts> $1 {x}");
    try (QuiverBroker broker =
        start(BrokerConfig.in(awkward).withPort(0).withNamespace("class-7"))) {
      try (CoreClient worker = CoreClient.of(broker, "worker");
          CoreClient client = CoreClient.of(broker, "client")) {
        worker.createQueue("class-7.tasks.pool.demo.sleep");
        client.send("class-7.tasks.pool.demo.sleep", "work");
      }
    }
  }

  @Test
  void twoBrokersInOneProcessKeepTheirUsersApart() throws Exception {
    try (QuiverBroker one = start(BrokerConfig.in(folder.resolve("one")).withPort(0));
        QuiverBroker two = start(BrokerConfig.in(folder.resolve("two")).withPort(0))) {
      String ofOne = one.credentials().passwordOf("client").orElseThrow();
      CoreClient.of(one, "client", ofOne).close();
      CoreClient.of(two, "client").close();
      assertThatThrownBy(() -> CoreClient.of(two, "client", ofOne))
          .hasMessageContaining("AMQ229031");
    }
  }

  private static QuiverBroker start(BrokerConfig config) {
    return QuiverBroker.start(config);
  }
}
