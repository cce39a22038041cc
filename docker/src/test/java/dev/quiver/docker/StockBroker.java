package dev.quiver.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * The distribution that the Artemis project publishes, an instance of it made by {@code artemis
 * create}, with what {@code quiver broker export} wrote copied into it: no process or class of ours
 * is in the broker, unless the plugin is asked for.
 */
final class StockBroker implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String OPERATOR = "operator";

  private final Path scratch;
  private final Path instance;
  private final int port = freePort();
  private final List<Process> started = new ArrayList<>();

  /**
   * Makes the instance.
   *
   * @param scratch an empty folder
   */
  StockBroker(Path scratch) {
    this.scratch = scratch;
    this.instance = scratch.resolve("instance");
    must(Map.of(), "tar", "-xzf", Images.distribution().toString());
    must(
        Map.of(),
        "sh",
        Images.artemis().resolve("bin/artemis").toString(),
        "create",
        instance.toString(),
        "--silent",
        "--user",
        OPERATOR,
        "--password",
        OPERATOR,
        "--role",
        "operators",
        "--require-login",
        "--no-web",
        "--no-autotune",
        "--nio",
        "--no-amqp-acceptor",
        "--no-hornetq-acceptor",
        "--no-mqtt-acceptor",
        "--no-stomp-acceptor",
        "--host",
        "127.0.0.1",
        "--default-port",
        Integer.toString(port),
        "--java-memory",
        "512M");
  }

  Path instance() {
    return instance;
  }

  /** What {@code quiver broker export} writes for it. */
  Path exported() {
    return scratch.resolve("exported");
  }

  /** Writes the files for it and copies them over its own, as its operator would. */
  void takeExport(String decisions) throws IOException {
    Program export =
        tried(
            Map.of(),
            "broker",
            "export",
            exported().toString(),
            "--instance",
            instance.toString(),
            "--with",
            decisions,
            "--account",
            "bob:chat");
    assertThat(export.exitCode()).as("%s", export).isZero();
    for (String part : List.of("etc", "lib")) {
      Path from = exported().resolve(part);
      if (Files.isDirectory(from)) {
        try (var files = Files.list(from)) {
          for (Path file : files.toList()) {
            Files.copy(
                file,
                instance.resolve(part).resolve(file.getFileName()),
                StandardCopyOption.REPLACE_EXISTING);
          }
        }
      }
    }
  }

  /** Starts it, and returns when it takes connections. */
  void start() {
    Path log = start("artemis", Map.of(), instance.resolve("bin/artemis").toString(), "run");
    awaitWords(log, "AMQ221007");
  }

  /** Starts a role, and returns when it has said that. */
  void role(String account, String says, String... arguments) {
    List<String> command = new ArrayList<>(List.of(quiver()));
    command.addAll(List.of(arguments));
    Path log =
        start(arguments[0] + "-" + started.size(), login(account), command.toArray(String[]::new));
    awaitWords(log, says);
  }

  /** All that roles of that kind have said so far. */
  String said(String kind) {
    StringBuilder said = new StringBuilder();
    try (var logs = Files.newDirectoryStream(scratch, kind + "-*.log")) {
      for (Path log : logs) {
        said.append(Files.readString(log));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return said.toString();
  }

  /** Runs a command, which must succeed; its standard output. */
  String run(String account, String... arguments) {
    Program ended = tried(login(account), arguments);
    assertThat(ended.exitCode()).as("%s: %s", List.of(arguments), ended).isZero();
    return ended.out();
  }

  /** Runs a line of shell with {@code $quiver}, which must succeed; its standard output. */
  String shell(String account, String line) {
    Map<String, String> environment = new TreeMap<>(login(account));
    environment.put("quiver", quiver());
    return must(environment, "sh", "-c", line);
  }

  /** Runs a command as nobody in particular, or as the broker's own operator. */
  Program tried(Map<String, String> environment, String... arguments) {
    List<String> command = new ArrayList<>(List.of(quiver()));
    command.addAll(List.of(arguments));
    Map<String, String> all = new TreeMap<>(common());
    all.putAll(environment);
    return Program.run(scratch, all, command);
  }

  /** The login of the broker's own operator. */
  Map<String, String> operator() {
    return Map.of("QUIVER_URL", url(), "QUIVER_USER", OPERATOR, "QUIVER_PASSWORD", OPERATOR);
  }

  private Map<String, String> login(String account) {
    Map<String, String> login = new TreeMap<>(common());
    login.put("QUIVER_URL", url());
    login.put("QUIVER_USER", account);
    login.put("QUIVER_PASSWORD_FILE", exported().resolve("passwords").resolve(account).toString());
    return login;
  }

  private Map<String, String> common() {
    return Map.of("QUIVER_HOME", scratch.resolve("home").toString(), "LC_ALL", "C.UTF-8");
  }

  private String url() {
    return "tcp://127.0.0.1:" + port;
  }

  private String quiver() {
    return scratch.resolve("quiver/bin/quiver").toString();
  }

  private Path start(String name, Map<String, String> environment, String... command) {
    File log = scratch.resolve(name + ".log").toFile();
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(scratch.toFile())
            .redirectInput(new File("/dev/null"))
            .redirectErrorStream(true)
            .redirectOutput(log);
    builder.environment().putAll(environment);
    try {
      started.add(builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return log.toPath();
  }

  private void awaitWords(Path log, String words) {
    Process process = started.get(started.size() - 1);
    await()
        .atMost(PATIENCE)
        .until(() -> Files.readString(log).contains(words) || !process.isAlive());
    assertThat(log).content().contains(words);
  }

  private String must(Map<String, String> environment, String... command) {
    Program ended = Program.run(scratch, environment, List.of(command));
    assertThat(ended.exitCode()).as("%s: %s", List.of(command), ended).isZero();
    return ended.out();
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    // The latest first: roles before their broker.
    for (int i = started.size() - 1; i >= 0; i--) {
      Process process = started.get(i);
      process.descendants().forEach(ProcessHandle::destroy);
      process.destroy();
    }
    for (Process process : started) {
      try {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
          process.destroyForcibly();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        process.destroyForcibly();
      }
    }
  }
}
