package dev.quiver.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.startupcheck.OneShotStartupCheckStrategy;

/** The images keep to what operators rely on. */
@OnEngine
class BrokerImageIT {

  private Platform platform;

  @BeforeEach
  void meet(Platform shared) {
    platform = shared;
  }

  @Test
  void theBrokerIsHealthyAndRunsAsNobodyInParticular() throws Exception {
    GenericContainer<?> broker = platform.broker();
    await().atMost(Platform.PATIENCE).until(broker::isHealthy);
    assertThat(broker.execInContainer("id", "-u").getStdout().strip()).isEqualTo("10001");
    // The first process is Java itself, which so gets the signals.
    assertThat(broker.execInContainer("cat", "/proc/1/comm").getStdout().strip()).isEqualTo("java");
    assertThat(broker.execInContainer("touch", "/opt/quiver/lib/new").getExitCode()).isNotZero();
    // Passwords are the user's alone.
    assertThat(
            broker
                .execInContainer("stat", "-c", "%a", "/var/lib/quiver/broker/credentials")
                .getStdout()
                .strip())
        .isEqualTo("600");
    // In its own container commands find them.
    assertThat(broker.execInContainer("quiver", "user", "list").getExitCode()).isZero();
  }

  @Test
  void withoutPasswordsTheBrokerRefusesInOneLine() {
    try (GenericContainer<?> broker =
        new GenericContainer<>(Images.broker())
            .withStartupCheckStrategy(new Ended().withTimeout(Platform.PATIENCE))) {
      broker.start();
      assertThat(Platform.exitCode(broker)).isEqualTo(2);
      assertThat(broker.getLogs())
          .contains("/run/secrets", "\"admin\"", "QUIVER_BROKER_PASSWORD_ADMIN")
          .doesNotContain("\tat ");
    }
  }

  @Test
  void aRoleWithoutItsBrokerIsNotHealthy() {
    GenericContainer<?> worker =
        platform.role(
            "worker", "waiting for it", "worker", "--id", "lost", "--url", "tcp://nowhere:61616");
    assertThat(health(worker)).contains("waiting for the broker");
    Platform.kill(worker);
  }

  private static String health(GenericContainer<?> container) {
    try {
      return container.execInContainer("/opt/quiver/bin/healthy").getStdout();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Whatever the exit code: the test looks at that. */
  private static final class Ended extends OneShotStartupCheckStrategy {
    @Override
    public StartupStatus checkStartupState(
        com.github.dockerjava.api.DockerClient client, String containerId) {
      ContainerState state = getCurrentState(client, containerId);
      return Boolean.TRUE.equals(state.getRunning())
          ? StartupStatus.NOT_YET_KNOWN
          : StartupStatus.SUCCESSFUL;
    }
  }
}
