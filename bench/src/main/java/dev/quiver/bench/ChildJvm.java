package dev.quiver.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A main class of this class path in a JVM of its own. The child says {@code ready ...} in its
 * first line and ends when its standard input does, so it cannot outlive whoever started it.
 */
final class ChildJvm implements AutoCloseable {

  private static final long READY_SECONDS = 60;

  private final Process process;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

  private ChildJvm(Process process) {
    this.process = process;
    Thread reader = new Thread(this::readLines, "child-" + process.pid());
    reader.setDaemon(true);
    reader.start();
  }

  /** Starts the child; its standard error goes to this process's. */
  static ChildJvm start(Class<?> main, List<String> jvmArguments, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmArguments);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    command.addAll(arguments);
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    return new ChildJvm(process);
  }

  /** Waits for the child's first line and returns what follows {@code ready}. */
  String awaitReady() throws InterruptedException {
    String line = lines.poll(READY_SECONDS, TimeUnit.SECONDS);
    if (line == null || !line.startsWith("ready")) {
      throw failed("did not get ready in " + READY_SECONDS + " s");
    }
    return line.substring("ready".length()).trim();
  }

  /** Asks the child a question of one line; its answer is one line. */
  String ask(String question) throws IOException, InterruptedException {
    tell(question);
    return answer(Duration.ofSeconds(READY_SECONDS));
  }

  /** Says a line to the child without waiting for what it answers. */
  void tell(String line) throws IOException {
    process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
  }

  /** The child's next line. */
  String answer(Duration patience) throws InterruptedException {
    String line = lines.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
    if (line == null) {
      throw failed("did not answer within " + patience.toSeconds() + " s");
    }
    return line;
  }

  private IllegalStateException failed(String how) {
    return new IllegalStateException(
        "a child process of the benchmark "
            + how
            + (process.isAlive() ? "" : ": it ended with exit code " + process.exitValue())
            + "; what it wrote to standard error says why");
  }

  /** Ends it with {@code kill -9} and returns when it is gone. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  /** Holds it with {@code SIGSTOP}: it stays, and its connections too, but nothing moves. */
  void freeze() throws IOException, InterruptedException {
    signal("-STOP");
  }

  /** Lets it go on. */
  void thaw() throws IOException, InterruptedException {
    signal("-CONT");
  }

  private void signal(String signal) throws IOException, InterruptedException {
    int code =
        new ProcessBuilder("kill", signal, Long.toString(process.pid()))
            .inheritIO()
            .start()
            .waitFor();
    if (code != 0) {
      throw failed("could not be sent " + signal);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      process.getOutputStream().close();
    } catch (IOException gone) {
      // It was killed, and with it the other end.
    }
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private void readLines() {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.add(line);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
