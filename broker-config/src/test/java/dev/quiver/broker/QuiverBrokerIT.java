package dev.quiver.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.activemq.artemis.api.core.ActiveMQSecurityException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuiverBrokerIT {

  @TempDir Path folder;

  @Test
  void startsOnAFreePortWithDrawnPasswordsAndStopsCleanly() throws Exception {
    Path data = folder.resolve("data");
    try (QuiverBroker broker = start(data)) {
      assertThat(broker.port()).isPositive();
      assertThat(DataFolder.urlOfRunning(data)).contains(broker.url());
      assertThat(Files.getPosixFilePermissions(data))
          .isEqualTo(PosixFilePermissions.fromString("rwx------"));
      assertThat(Files.getPosixFilePermissions(data.resolve("credentials")))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
      for (Role role : Role.values()) {
        CoreClient.of(broker, role.label()).close();
      }
    }
    assertThat(DataFolder.urlOfRunning(data)).isEmpty();
  }

  @Test
  void whatWasSentIsThereAfterARestart() throws Exception {
    try (QuiverBroker broker = start(folder)) {
      try (CoreClient worker = CoreClient.of(broker, "worker");
          CoreClient client = CoreClient.of(broker, "client")) {
        worker.createQueue("quiver.tasks.pool.demo.sleep");
        client.send("quiver.tasks.pool.demo.sleep", "work");
      }
    }
    try (QuiverBroker broker = start(folder);
        CoreClient worker = CoreClient.of(broker, "worker");
        var consumer = worker.session().createConsumer("quiver.tasks.pool.demo.sleep")) {
      assertThat(consumer.receive(5_000)).isNotNull();
    }
  }

  @Test
  void refusesAWrongPassword() {
    try (QuiverBroker broker = start(folder)) {
      assertThatThrownBy(() -> CoreClient.of(broker, "client", "guess"))
          .isInstanceOf(ActiveMQSecurityException.class);
    }
  }

  private static QuiverBroker start(Path data) {
    return QuiverBroker.start(BrokerConfig.in(data).withPort(0));
  }
}
