package dev.quiver.docker;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.ExecConfig;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.Wait;

/**
 * A broker in a container and a network around it, for all container tests. Tests start roles in
 * containers of their own beside it and run commands in a container as a person would; names of
 * queues, rings, rooms and groups keep them apart.
 */
final class Platform implements AutoCloseable {

  static final Duration PATIENCE = Duration.ofMinutes(2);

  /** Where the broker is in the network. */
  static final String URL = "tcp://broker:61616";

  private static final int BROKER_PORT = 61616;
  private static final int CONSOLE_PORT = 8161;

  private static final List<String> ACCOUNTS =
      List.of(
          "admin", "orchestrator", "worker", "client", "chat", "numbers", "peer", "node", "viewer");

  private final Network network = Network.newNetwork();
  private final String image = Images.quiver();
  private final List<GenericContainer<?>> started = new ArrayList<>();
  private final GenericContainer<?> broker;
  private final GenericContainer<?> desk;

  private Platform() {
    broker =
        new GenericContainer<>(Images.broker())
            .withNetworkAliases("broker")
            .withEnv(passwordsOfBroker())
            .withExposedPorts(BROKER_PORT, CONSOLE_PORT)
            .waitingFor(Wait.forLogMessage(".*The broker is ready.*", 1));
    start(broker);
    desk =
        new GenericContainer<>(image)
            .withCreateContainerCmdModifier(
                command -> command.withEntrypoint("tail", "-f", "/dev/null"));
    start(desk);
  }

  /** Starts the broker; the images are built first. */
  static Platform start() {
    return new Platform();
  }

  static String passwordOf(String account) {
    return "password-of-" + account;
  }

  GenericContainer<?> broker() {
    return broker;
  }

  /** The broker's address for programs of this machine. */
  String urlFromOutside() {
    return "tcp://" + broker.getHost() + ":" + broker.getMappedPort(BROKER_PORT);
  }

  /** The console's address for programs of this machine. */
  String consoleFromOutside() {
    return "http://" + broker.getHost() + ":" + broker.getMappedPort(CONSOLE_PORT) + "/console";
  }

  /** Starts a role in a container of its own, and returns when it has said that. */
  GenericContainer<?> role(String account, String says, String... arguments) {
    GenericContainer<?> role = container(account, arguments);
    role.waitingFor(Wait.forLogMessage("(?s).*" + says + ".*", 1));
    start(role);
    return role;
  }

  /** The same for a role that need not say anything. */
  GenericContainer<?> silentRole(String account, String... arguments) {
    GenericContainer<?> role = container(account, arguments);
    start(role);
    return role;
  }

  /** Runs a command in a container as a person of that account would, to its end. */
  ExecResult run(String account, String... arguments) {
    List<String> command = new ArrayList<>(List.of("quiver"));
    command.addAll(List.of(arguments));
    return exec(account, command);
  }

  /** Runs a line of shell where {@link #run} runs commands. */
  ExecResult shell(String account, String line) {
    return exec(account, List.of("sh", "-c", line));
  }

  private ExecResult exec(String account, List<String> command) {
    try {
      return desk.execInContainer(
          ExecConfig.builder()
              .envVars(login(account))
              .command(command.toArray(String[]::new))
              .build());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** {@code kill -9} of what runs in the container. */
  static void kill(GenericContainer<?> container) {
    container.getDockerClient().killContainerCmd(container.getContainerId()).exec();
  }

  /** SIGTERM as {@code docker stop} sends it, and the exit code. */
  static int stop(GenericContainer<?> container) {
    container
        .getDockerClient()
        .stopContainerCmd(container.getContainerId())
        .withTimeout((int) PATIENCE.toSeconds())
        .exec();
    return exitCode(container);
  }

  /** Its exit code; it must have ended. */
  static int exitCode(GenericContainer<?> container) {
    Long code =
        container
            .getDockerClient()
            .inspectContainerCmd(container.getContainerId())
            .exec()
            .getState()
            .getExitCodeLong();
    return Objects.requireNonNull(code, "it has not ended").intValue();
  }

  @Override
  public void close() {
    // The latest first: roles before their broker.
    for (int i = started.size() - 1; i >= 0; i--) {
      started.get(i).stop();
    }
    network.close();
  }

  private GenericContainer<?> container(String account, String... arguments) {
    return new GenericContainer<>(image).withEnv(login(account)).withCommand(arguments);
  }

  private void start(GenericContainer<?> container) {
    container
        .withNetwork(network)
        .withStartupTimeout(PATIENCE)
        .withCreateContainerCmdModifier(Platform::harden);
    started.add(container);
    container.start();
  }

  /** As the compose files do: nothing can be written but what is listed, nobody gains rights. */
  private static void harden(CreateContainerCmd command) {
    HostConfig host = Objects.requireNonNull(command.getHostConfig());
    host.withReadonlyRootfs(true)
        .withTmpFs(Map.of("/tmp", ""))
        .withCapDrop(Capability.ALL)
        .withSecurityOpts(List.of("no-new-privileges:true"));
  }

  private static Map<String, String> login(String account) {
    return Map.of(
        "QUIVER_URL", URL, "QUIVER_USER", account, "QUIVER_PASSWORD", passwordOf(account));
  }

  private static Map<String, String> passwordsOfBroker() {
    Map<String, String> variables = new TreeMap<>();
    for (String account : ACCOUNTS) {
      variables.put(
          "QUIVER_BROKER_PASSWORD_" + account.toUpperCase(Locale.ROOT), passwordOf(account));
    }
    return variables;
  }
}
