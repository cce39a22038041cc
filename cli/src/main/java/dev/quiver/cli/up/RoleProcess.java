package dev.quiver.cli.up;

import dev.quiver.cli.platform.ChildProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One role in a process of its own, which may be started again when it has ended. All that it says
 * goes to its log file.
 */
public final class RoleProcess {

  private static final int LAST_LINES = 5;

  private final String role;
  private final String id;
  private final Path log;
  private final Supplier<List<String>> command;
  private final FleetKeeper.Listener listener;
  private @Nullable ChildProcess child;
  private CompletableFuture<String> firstLine = new CompletableFuture<>();

  /**
   * One that has not been started.
   *
   * @param command what follows {@code quiver}, asked for at each start
   * @param listener hears what it writes
   */
  RoleProcess(
      String role,
      String id,
      Path log,
      Supplier<List<String>> command,
      FleetKeeper.Listener listener) {
    this.role = role;
    this.id = id;
    this.log = log;
    this.command = command;
    this.listener = listener;
  }

  /** Which role: {@code broker}, {@code orchestrator} or {@code worker}. */
  public String role() {
    return role;
  }

  /** What it is called among those of its role. */
  public String id() {
    return id;
  }

  /** Where what it says goes, over all its starts. */
  public Path log() {
    return log;
  }

  /** Starts it, once more if it has ended. */
  public synchronized void start() throws IOException {
    CompletableFuture<String> first = new CompletableFuture<>();
    firstLine = first;
    ChildProcess started =
        ChildProcess.of(command.get())
            .withoutConnection()
            .output(
                line -> {
                  keep(line);
                  listener.said(this, line);
                  first.complete(line);
                })
            .errorsTo(log)
            .start();
    child = started;
    var unused =
        started
            .ended()
            .thenAccept(
                ended ->
                    first.completeExceptionally(
                        new IllegalStateException(role + " " + id + " ended")));
  }

  private void keep(String line) {
    try {
      Files.writeString(
          log,
          line + "\n",
          StandardCharsets.UTF_8,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      // The log is for people; the role works on without it.
      System.getLogger(RoleProcess.class.getName())
          .log(System.Logger.Level.WARNING, "{0} cannot be written: {1}", log, e.toString());
    }
  }

  /**
   * Done with the first line that it writes for others, which it does when it works; fails if it
   * ends before.
   */
  public synchronized CompletableFuture<String> firstLine() {
    return firstLine;
  }

  /** Its process now, or the last one it had. */
  public synchronized ChildProcess process() {
    if (child == null) {
      throw new IllegalStateException(role + " " + id + " has not been started");
    }
    return child;
  }

  /** Whether it has been started at all. */
  synchronized boolean wasStarted() {
    return child != null;
  }

  /** The last lines of its log that are for people: those for programs are JSON. */
  public String lastWords() {
    try {
      List<String> lines = Files.readAllLines(log);
      List<String> last = lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size());
      List<String> words = last.stream().filter(line -> !line.startsWith("{")).toList();
      return String.join("\n", words.isEmpty() ? last : words);
    } catch (IOException e) {
      return "";
    }
  }

  /** Asks it to end in good order; by force if that takes longer. */
  void stop(Duration patience) {
    if (!wasStarted()) {
      return;
    }
    ChildProcess last = process();
    last.terminate();
    try {
      last.ended().get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      // The lifeline, and then force.
    }
    last.close();
  }
}
