package dev.quiver.cli.platform;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A worker in a process of its own: the same Java and class path as this one, a small heap. It ends
 * when this process ends, however that happens: it reads its standard input, of which this process
 * holds the other end, and the system closes that even after {@code kill -9}.
 */
final class WorkerChild implements AutoCloseable {

  private static final List<String> OF_THE_PARENT =
      List.of(
          "QUIVER_URL",
          "QUIVER_USER",
          "QUIVER_PASSWORD",
          "QUIVER_PASSWORD_FILE",
          "QUIVER_NAMESPACE");

  private final Process process;
  private final OutputStream lifeline;
  private final CompletableFuture<Void> ready = new CompletableFuture<>();

  private WorkerChild(Process process) {
    this.process = process;
    this.lifeline = process.getOutputStream();
  }

  /**
   * Starts one.
   *
   * @param heap its largest heap, as of {@code -Xmx}
   * @param arguments what follows {@code quiver worker}
   * @param log where its standard error goes
   */
  static WorkerChild start(String heap, List<String> arguments, Path log) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx" + heap);
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
    command.addAll(List.of("-Xlog:disable", "-Xlog:all=error:stderr"));
    String archive = System.getProperty("quiver.cds", "");
    if (!archive.isEmpty()) {
      command.add("-XX:SharedArchiveFile=" + archive);
    }
    command.add("-Dquiver.locale=" + System.getProperty("quiver.locale", "en"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add("dev.quiver.cli.Quiver");
    command.add("worker");
    command.add("--child");
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
    Map<String, String> environment = builder.environment();
    OF_THE_PARENT.forEach(environment::remove);
    WorkerChild child = new WorkerChild(builder.start());
    child.listen();
    return child;
  }

  /** Done when it has said that it works, which it does once its queues are there. */
  CompletableFuture<Void> ready() {
    return ready;
  }

  private void listen() {
    Thread listener =
        new Thread(
            () -> {
              try (BufferedReader said = process.inputReader(StandardCharsets.UTF_8)) {
                for (String line = said.readLine(); line != null; line = said.readLine()) {
                  ready.complete(null);
                }
              } catch (IOException gone) {
                // It has ended.
              }
            },
            "quiver-worker-" + process.pid());
    listener.setDaemon(true);
    listener.start();
  }

  long pid() {
    return process.pid();
  }

  /** Done when it has ended. */
  CompletableFuture<Process> ended() {
    return process.onExit();
  }

  /** Lets go of it, so that it ends; by force if it takes too long. */
  @Override
  public void close() {
    try {
      lifeline.close();
    } catch (IOException gone) {
      // It has ended already.
    }
    try {
      if (!process.waitFor(3, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
