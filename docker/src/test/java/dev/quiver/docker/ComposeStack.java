package dev.quiver.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.testcontainers.DockerClientFactory;

/**
 * A compose file under a project name of its own, with new passwords and on free ports, and the
 * distribution on this machine beside it, as an operator has it. Closing it takes it down with its
 * data.
 */
final class ComposeStack implements AutoCloseable {

  private static final Path FOLDER = Path.of("").toAbsolutePath();
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path scratch;
  private final List<String> compose;
  private final Map<String, String> environment = new TreeMap<>();

  /**
   * @param scratch an empty folder
   * @param files the names of the compose files, each on top of those before
   */
  ComposeStack(Path scratch, String... files) {
    this.scratch = scratch;
    List<String> command = new ArrayList<>(program());
    for (String file : files) {
      command.addAll(List.of("-f", FOLDER.resolve(file).toString()));
    }
    command.addAll(List.of("-p", "quiver-test-" + ProcessHandle.current().pid()));
    this.compose = command;
    Path secrets = scratch.resolve("secrets");
    environment.put("QUIVER_SECRETS", secrets.toString());
    environment.put("QUIVER_PORT", Integer.toString(freePort()));
    environment.put("QUIVER_BACKUP_PORT", Integer.toString(freePort()));
    environment.put("QUIVER_CONSOLE_PORT", Integer.toString(freePort()));
    environment.put("QUIVER_BACKUP_CONSOLE_PORT", Integer.toString(freePort()));
    environment.put("QUIVER_TAG", "test");
    environment.put("QUIVER_BASE_IMAGE", Images.base());
    environment.put("QUIVER_HOME", scratch.resolve("home").toString());
    environment.put("QUIVER_URL", "tcp://127.0.0.1:" + environment.get("QUIVER_PORT"));
    environment.put("QUIVER_USER", "client");
    environment.put("QUIVER_PASSWORD_FILE", secrets.resolve("client").toString());
    must(FOLDER.resolve("make-secrets").toString(), secrets.toString());
    must("tar", "-xzf", Images.distribution().toString());
    environment.put("QUIVER", scratch.resolve("quiver/bin/quiver").toString());
    if (List.of(files).contains("compose.stock.yml")) {
      environment.put("QUIVER_STOCK_IMAGE", Images.stock());
      environment.put("QUIVER_USER", "quiver-client");
      must(FOLDER.resolve("make-stock").toString(), secrets.toString());
    }
    if (List.of(files).contains("compose.cluster.yml")) {
      List<String> members = new ArrayList<>();
      for (String each : List.of("QUIVER_MEMBER_1_PORT", "QUIVER_MEMBER_2_PORT")) {
        int port = freePort();
        environment.put(each, Integer.toString(port));
        members.add("tcp://127.0.0.1:" + port);
      }
      environment.put("QUIVER_CLUSTER", String.join(",", members));
    }
    if (List.of(files).contains("compose.tls.yml")) {
      must(FOLDER.resolve("make-secrets").toString(), "--tls", secrets.toString());
      environment.put("QUIVER_TLS", secrets.resolve("tls").toString());
    }
  }

  /** Compose, as it is called here. */
  static List<String> program() {
    return Program.isThere("docker-compose")
        ? List.of("docker-compose")
        : List.of("docker", "compose");
  }

  /** Runs compose, which must succeed; its output. */
  String compose(String... arguments) {
    List<String> command = new ArrayList<>(compose);
    command.addAll(List.of(arguments));
    return must(command.toArray(String[]::new));
  }

  /** Runs {@code quiver} on this machine as the account {@code client}; its output. */
  String quiver(String... arguments) {
    List<String> command =
        new ArrayList<>(List.of(scratch.resolve("quiver/bin/quiver").toString()));
    command.addAll(List.of(arguments));
    return must(command.toArray(String[]::new));
  }

  /** Runs {@code quiver} on this machine with another environment; it may fail. */
  Program tried(Map<String, String> other, String... arguments) {
    Map<String, String> all = new TreeMap<>(environment);
    all.putAll(other);
    List<String> command =
        new ArrayList<>(List.of(scratch.resolve("quiver/bin/quiver").toString()));
    command.addAll(List.of(arguments));
    return Program.run(scratch, all, command);
  }

  /** Runs {@code quiver} as the account {@code client} where all brokers of the file are known. */
  String inside(String... arguments) {
    List<String> command = new ArrayList<>(List.of("exec", "-T", "-e", "QUIVER_USER=client"));
    command.addAll(List.of("-e", "QUIVER_PASSWORD_FILE=/run/secrets/client"));
    command.addAll(List.of("broker-backup", "quiver"));
    command.addAll(List.of(arguments));
    return compose(command.toArray(String[]::new));
  }

  /** Runs {@code quiver} on this machine with {@code --json}; each line of the output. */
  List<JsonNode> quiverJson(String... arguments) {
    List<String> command = new ArrayList<>(List.of(arguments));
    command.add("--json");
    List<JsonNode> lines = new ArrayList<>();
    for (String line : quiver(command.toArray(String[]::new)).lines().toList()) {
      lines.add(parsed(line));
    }
    return lines;
  }

  /** What one of these variables is for the compose files. */
  String variable(String name) {
    return Objects.requireNonNull(environment.get(name), name);
  }

  /** Runs a line of shell in the container of that service; its output. */
  String shell(String service, String line) {
    return compose("exec", "-T", service, "sh", "-c", line);
  }

  /** All that the secrets say. */
  List<String> passwords() {
    try (var files = Files.list(Path.of(variable("QUIVER_SECRETS")))) {
      List<String> passwords = new ArrayList<>();
      for (Path each : files.filter(Files::isRegularFile).toList()) {
        passwords.add(Files.readString(each).strip());
      }
      assertThat(passwords).hasSizeGreaterThan(8);
      return passwords;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the engine knows of a container. */
  InspectContainerResponse inspect(String container) {
    return engine().inspectContainerCmd(container).exec();
  }

  /** The containers of all services that run. */
  List<String> containers() {
    return compose("ps", "-q").lines().filter(this::isRunning).toList();
  }

  /** The containers of that service that run. */
  List<String> containers(String service) {
    return compose("ps", "-q", service).lines().filter(this::isRunning).toList();
  }

  /** What a container has said so far. */
  String log(String container) {
    Program logs = run("docker", "logs", container);
    return logs.out() + logs.err();
  }

  /** {@code kill -9}. */
  void kill(String container) {
    engine().killContainerCmd(container).exec();
  }

  int exitCode(String container) {
    Long code = engine().inspectContainerCmd(container).exec().getState().getExitCodeLong();
    return code == null ? -1 : code.intValue();
  }

  private boolean isRunning(String container) {
    return Boolean.TRUE.equals(
        engine().inspectContainerCmd(container).exec().getState().getRunning());
  }

  @Override
  public void close() {
    compose("down", "-v", "--timeout", "5");
  }

  private String must(String... command) {
    Program ended = run(command);
    assertThat(ended.exitCode()).as("%s: %s", List.of(command), ended).isZero();
    return ended.out();
  }

  private Program run(String... command) {
    return Program.run(scratch, environment, List.of(command));
  }

  private static DockerClient engine() {
    return DockerClientFactory.instance().client();
  }

  private static JsonNode parsed(String line) {
    try {
      return JSON.readTree(line);
    } catch (IOException e) {
      throw new UncheckedIOException(line, e);
    }
  }

  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
