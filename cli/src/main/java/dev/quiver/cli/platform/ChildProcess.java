package dev.quiver.cli.platform;

import dev.quiver.cli.metrics.MetricsFlags;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A command of Quiver in a process of its own: the same Java and class path as this one. It ends
 * when this process ends, however that happens: it reads its standard input ({@link ParentWatch}),
 * of which this process holds the other end, and the system closes that even after {@code kill -9}.
 */
public final class ChildProcess implements AutoCloseable {

  private static final List<String> CONNECTION_OF_THE_PARENT =
      List.of(
          "QUIVER_URL",
          "QUIVER_TLS",
          "QUIVER_CLUSTER",
          "QUIVER_USER",
          "QUIVER_PASSWORD",
          "QUIVER_PASSWORD_FILE",
          "QUIVER_NAMESPACE");

  private final Process process;
  private final OutputStream lifeline;
  private final Thread outputReader;
  private final @Nullable Thread errorReader;

  private ChildProcess(Process process, Plan plan) {
    this.process = process;
    this.lifeline = process.getOutputStream();
    this.outputReader = reader(process.inputReader(StandardCharsets.UTF_8), plan.output);
    Consumer<String> errors = plan.errors;
    this.errorReader =
        errors == null ? null : reader(process.errorReader(StandardCharsets.UTF_8), errors);
  }

  /**
   * How to start one, on a Java with the options that the launcher gives its command.
   *
   * @param command what follows {@code quiver}: one that knows {@code --child}, which is added
   */
  public static Plan of(List<String> command) {
    return new Plan(command);
  }

  /** Collects what a child is to be like. */
  public static final class Plan {

    private final List<String> command;
    private List<String> java;
    private Consumer<String> output = line -> {};
    private @Nullable Consumer<String> errors;
    private @Nullable Path errorFile;
    private boolean inheritsConnection = true;
    private final Map<String, String> environment = new HashMap<>();

    private Plan(List<String> command) {
      this.command = List.copyOf(command);
      this.java = RoleOptions.of(this.command, System::getProperty, System.getenv());
    }

    /**
     * It is a helper of this process, and no role of its own: it is to start fast and to be small,
     * not to work fast for long, whatever the launcher gives its command.
     *
     * @param heap its largest heap, as of {@code -Xmx}
     */
    public Plan small(String heap) {
      java = List.of("-Xmx" + heap, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
      return this;
    }

    /** It goes where its arguments say, whatever the environment of this process says. */
    public Plan withoutConnection() {
      inheritsConnection = false;
      return this;
    }

    /** A variable of its environment. */
    public Plan environment(String name, String value) {
      environment.put(name, value);
      return this;
    }

    /** Who hears each line of its standard output. */
    public Plan output(Consumer<String> each) {
      output = each;
      return this;
    }

    /** Who hears each line of its standard error. */
    public Plan errors(Consumer<String> each) {
      errors = each;
      return this;
    }

    /** The file to whose end its standard error goes. */
    public Plan errorsTo(Path file) {
      errorFile = file;
      return this;
    }

    /** Starts it. */
    public ChildProcess start() throws IOException {
      ProcessBuilder builder = new ProcessBuilder(commandLine());
      // Two processes cannot listen at one port; the parent's is the parent's.
      builder.environment().remove(MetricsFlags.PORT_VARIABLE);
      Path file = errorFile;
      if (file != null) {
        builder.redirectError(ProcessBuilder.Redirect.appendTo(file.toFile()));
      } else if (errors == null) {
        throw new IllegalStateException("nobody reads the child's errors: say where they go");
      }
      if (!inheritsConnection) {
        CONNECTION_OF_THE_PARENT.forEach(builder.environment()::remove);
      }
      builder.environment().putAll(environment);
      ChildProcess child = new ChildProcess(builder.start(), this);
      child.outputReader.start();
      if (child.errorReader != null) {
        child.errorReader.start();
      }
      return child;
    }

    private List<String> commandLine() {
      List<String> line = new ArrayList<>();
      line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      line.addAll(java);
      line.addAll(List.of("-Xshare:auto", "-Xlog:disable", "-Xlog:all=error:stderr"));
      // Half of its threads may be gone then, and it would look well.
      line.add("-XX:+ExitOnOutOfMemoryError");
      line.addAll(JavaFlags.ofRuntime(Runtime.version().feature()));
      String archive = System.getProperty("quiver.cds", "");
      if (!archive.isEmpty()) {
        line.add("-XX:SharedArchiveFile=" + archive);
      }
      String distribution = System.getProperty("quiver.dist", "");
      if (!distribution.isEmpty()) {
        line.add("-Dquiver.dist=" + distribution);
      }
      line.add("-Dquiver.locale=" + System.getProperty("quiver.locale", "en"));
      line.addAll(List.of("-cp", System.getProperty("java.class.path")));
      line.add("dev.quiver.cli.Quiver");
      line.addAll(command);
      line.add("--child");
      return line;
    }
  }

  private Thread reader(BufferedReader from, Consumer<String> each) {
    Thread thread =
        new Thread(
            () -> {
              try (from) {
                for (String line = from.readLine(); line != null; line = from.readLine()) {
                  each.accept(line);
                }
              } catch (IOException gone) {
                // It has ended.
              }
            },
            "quiver-child-" + process.pid());
    thread.setDaemon(true);
    return thread;
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Done when it has ended. */
  public CompletableFuture<Process> ended() {
    return process.onExit();
  }

  /** Waits for its end, and until all that it wrote has been heard. */
  public int awaitExit() throws InterruptedException {
    int code = process.waitFor();
    outputReader.join();
    if (errorReader != null) {
      errorReader.join();
    }
    return code;
  }

  /** Asks it to end in good order, as SIGTERM does. */
  public void terminate() {
    // Not process.destroy(), which would close the lifeline too.
    process.toHandle().destroy();
  }

  /** Ends it as {@code kill -9} does. */
  public void kill() {
    process.toHandle().destroyForcibly();
  }

  /** Lets go of it, so that it ends; by force if it takes longer than 3 s. */
  @Override
  public void close() {
    close(Duration.ofSeconds(3));
  }

  /** Lets go of it, so that it ends; by force if it takes too long. */
  public void close(Duration patience) {
    try {
      lifeline.close();
    } catch (IOException gone) {
      // It has ended already.
    }
    try {
      if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
