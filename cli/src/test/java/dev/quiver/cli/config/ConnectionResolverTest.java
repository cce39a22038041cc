package dev.quiver.cli.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.quiver.messaging.connection.Password;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectionResolverTest {

  @TempDir private Path home;

  @Test
  void flagWinsOverEnvironmentOverFileOverDefault() {
    ConnectionFlags flags = new ConnectionFlags();
    Map<String, String> file = Map.of("url", "tcp://file:3");
    Map<String, String> environment = Map.of("QUIVER_URL", "tcp://environment:2");

    assertThat(resolve(flags, Map.of(), Map.of()).url()).isEqualTo("tcp://127.0.0.1:61616");
    assertThat(resolve(flags, Map.of(), Map.of()).configured()).isFalse();
    assertThat(resolve(flags, Map.of(), file).url()).isEqualTo("tcp://file:3");
    assertThat(resolve(flags, environment, file).url()).isEqualTo("tcp://environment:2");
    flags.url = "tcp://flag:1";
    ConnectionChoice choice = resolve(flags, environment, file);
    assertThat(choice.url()).isEqualTo("tcp://flag:1");
    assertThat(choice.configured()).isTrue();
  }

  @Test
  void accountOfTheRoleIsUsedUnlessSomebodyIsNamed() {
    ConnectionFlags flags = new ConnectionFlags();
    assertThat(resolve(flags, Map.of(), Map.of()).user()).isEqualTo("client");
    flags.user = "maria";
    assertThat(resolve(flags, Map.of("QUIVER_USER", "joao"), Map.of()).user()).isEqualTo("maria");
  }

  @Test
  void runningLocalBrokerIsFoundWithItsPassword() throws IOException {
    Path data = Files.createDirectories(home.resolve("broker"));
    Files.writeString(data.resolve("broker.url"), "tcp://127.0.0.1:4711\n");
    Files.writeString(data.resolve("credentials"), "client=secret\n");
    ConnectionChoice choice = resolve(new ConnectionFlags(), Map.of(), Map.of());
    assertThat(choice.url()).isEqualTo("tcp://127.0.0.1:4711");
    assertThat(revealed(choice)).isEqualTo("secret");
  }

  @Test
  void localPasswordsAreNotShownToOtherMachines() throws IOException {
    Path data = Files.createDirectories(home.resolve("broker"));
    Files.writeString(data.resolve("credentials"), "client=secret\n");
    ConnectionFlags flags = new ConnectionFlags();
    flags.url = "tcp://elsewhere.example:61616";
    assertThat(resolve(flags, Map.of(), Map.of()).password()).isNull();
    flags.url = "(tcp://127.0.0.1:1,tcp://elsewhere.example:2)";
    assertThat(resolve(flags, Map.of(), Map.of()).password()).isNull();
  }

  @Test
  void passwordFileOfTheFlagWinsOverAllOthers() throws IOException {
    Path flagged = Files.writeString(home.resolve("a"), "of-flag\n");
    Path ofEnvironment = Files.writeString(home.resolve("b"), "of-environment\n");
    Path ofFile = Files.writeString(home.resolve("c"), "of-file\n");
    Map<String, String> environment = Map.of("QUIVER_PASSWORD_FILE", ofEnvironment.toString());
    Map<String, String> file = Map.of("password-file", ofFile.toString());
    ConnectionFlags flags = new ConnectionFlags();
    assertThat(revealed(resolve(flags, Map.of(), file))).isEqualTo("of-file");
    assertThat(revealed(resolve(flags, environment, file))).isEqualTo("of-environment");
    flags.passwordFile = flagged;
    assertThat(revealed(resolve(flags, environment, file))).isEqualTo("of-flag");
  }

  @Test
  void keyThatMeansNothingIsRefused() throws IOException {
    Path file = Files.writeString(home.resolve("config.properties"), "passwd=x\n");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ConfigFile.read(file))
        .withMessageContaining("\"passwd\"")
        .withMessageContaining("password-file");
  }

  @ParameterizedTest
  @CsvSource({
    "tcp://127.0.0.1:61616, true",
    "localhost:61616, true",
    "tcp://[::1]:61616, true",
    "tcp://127.0.0.1.example:61616, false",
    "tcp://localhost.example:61616, false",
    "tcp://192.0.2.1:61616, false",
  })
  void loopbackIsThisMachineAlone(String url, boolean loopback) {
    assertThat(ConnectionResolver.isLoopback(url)).isEqualTo(loopback);
  }

  private static String revealed(ConnectionChoice choice) {
    Password password = choice.password();
    return password == null ? "none" : password.reveal();
  }

  private ConnectionChoice resolve(
      ConnectionFlags flags, Map<String, String> environment, Map<String, String> file) {
    ConfigFile config = new ConfigFile(home.resolve("config.properties"), file);
    return new ConnectionResolver(environment, config, home).resolve(flags, "client");
  }
}
