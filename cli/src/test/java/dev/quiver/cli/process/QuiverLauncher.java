package dev.quiver.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Starts {@code bin/quiver} of the built distribution, each process with the same home of its own
 * and nothing of the environment of whoever runs the tests. What was started ends with this.
 */
final class QuiverLauncher implements AutoCloseable {

  private static final Path BIN = Path.of("target/dist/quiver/bin/quiver").toAbsolutePath();
  private static final List<String> INHERITED = List.of("PATH", "JAVA_HOME");

  private final Path folder;
  private final List<QuiverProcess> started = new ArrayList<>();

  /**
   * @param folder where home, temporary files and output go
   */
  QuiverLauncher(Path folder) {
    this.folder = folder;
    assertThat(BIN).as("the distribution, which mvn package builds").isExecutable();
    createFolder(home());
    createFolder(temporary());
  }

  /** The {@code QUIVER_HOME} of the processes. */
  Path home() {
    return folder.resolve("home");
  }

  /** Their {@code TMPDIR}. */
  Path temporary() {
    return folder.resolve("tmp");
  }

  /** Starts {@code quiver} with an empty standard input. */
  QuiverProcess start(String... arguments) {
    return start(Path.of("/dev/null"), arguments);
  }

  /** Starts {@code quiver} with that file as its standard input. */
  QuiverProcess start(Path input, String... arguments) {
    return start(List.of(), input, arguments);
  }

  /**
   * Likewise, somewhere else.
   *
   * @param before what the command line begins with, such as one that runs it in a namespace
   */
  QuiverProcess start(List<String> before, Path input, String... arguments) {
    List<String> command = new ArrayList<>(List.of(BIN.toString()));
    command.addAll(List.of(arguments));
    return start(before, command, Map.of(), input);
  }

  /**
   * Starts a class of the tests, or of the libraries that they have.
   *
   * @param before what the command line begins with
   * @param more of its environment
   */
  QuiverProcess java(
      List<String> before,
      Map<String, String> more,
      List<String> options,
      String main,
      String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(main);
    command.addAll(List.of(arguments));
    return start(before, command, more, Path.of("/dev/null"));
  }

  private QuiverProcess start(
      List<String> before, List<String> what, Map<String, String> more, Path input) {
    // A process group of its own gets Ctrl-C as from a terminal, and only that group. A shell that
    // runs the tests in the background has them ignore Ctrl-C; the processes must not inherit that.
    List<String> command = new ArrayList<>(List.of("setsid"));
    command.addAll(before);
    command.addAll(List.of("env", "--default-signal=INT,TERM"));
    command.addAll(what);
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    Map<String, String> environment = builder.environment();
    environment.keySet().retainAll(INHERITED);
    environment.put("HOME", folder.toString());
    environment.put("QUIVER_HOME", home().toString());
    environment.put("TMPDIR", temporary().toString());
    environment.put("LC_ALL", "C.UTF-8");
    environment.putAll(more);
    try {
      Path output = Files.createDirectory(folder.resolve("run-" + (started.size() + 1)));
      QuiverProcess process = QuiverProcess.start(builder, input, output);
      started.add(process);
      return process;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs {@code quiver} to its end. */
  QuiverProcess run(String... arguments) {
    return start(arguments).awaitExit();
  }

  /** Starts a broker on that port and returns when it is ready. */
  QuiverProcess broker(Path data, int port) {
    return start("broker", "--data", data.toString(), "--port", Integer.toString(port))
        .awaitOut("ready");
  }

  /** Starts a worker of that id and returns when it works. */
  QuiverProcess worker(Path data, int port, String id, String... more) {
    return worker(data, url(port), id, more);
  }

  /** Starts a worker of that id and returns when it works. */
  QuiverProcess worker(Path data, String url, String id, String... more) {
    List<String> arguments = new ArrayList<>(List.of("worker", "--id", id));
    arguments.addAll(List.of("--data", data.toString(), "--url", url));
    arguments.addAll(List.of(more));
    return start(arguments.toArray(String[]::new)).awaitOut("Worker " + id);
  }

  static String url(int port) {
    return "tcp://127.0.0.1:" + port;
  }

  /** A port that was free a moment ago; for a broker that must come back on the same one. */
  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    started.forEach(QuiverProcess::close);
  }

  private static void createFolder(Path path) {
    try {
      Files.createDirectories(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
