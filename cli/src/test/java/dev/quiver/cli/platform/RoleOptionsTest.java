package dev.quiver.cli.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RoleOptionsTest {

  private static final Map<String, String> LAUNCHER =
      Map.of(
          "quiver.java.orchestrator", "-Xmx320m -XX:+UseSerialGC", "quiver.java.worker", "-Xmx1g");

  @Test
  void aRoleGetsWhatTheLauncherGivesItAndThenWhatIsForAll() {
    Map<String, String> environment = Map.of("QUIVER_JAVA_OPTS", " -Xmx9m  -ea ");

    assertThat(
            RoleOptions.of(List.of("orchestrator", "--id", "worker"), LAUNCHER::get, environment))
        .containsExactly("-Xmx320m", "-XX:+UseSerialGC", "-Xmx9m", "-ea");
    assertThat(RoleOptions.of(List.of("worker"), LAUNCHER::get, Map.of()))
        .containsExactly("-Xmx1g");
  }

  @Test
  void withoutTheLauncherItIsJavaAsItComes() {
    assertThat(RoleOptions.of(List.of("broker"), name -> null, Map.of())).isEmpty();
  }
}
