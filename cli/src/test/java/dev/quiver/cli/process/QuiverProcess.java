package dev.quiver.cli.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One process of the distribution, its own process group; closing it ends its children too. */
final class QuiverProcess implements AutoCloseable {

  /** Long enough for a machine that does much else. */
  static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Process process;
  private final Path out;
  private final Path err;

  /** All there ever were: the parent of an orphan cannot be asked any more. */
  private final Set<ProcessHandle> children = ConcurrentHashMap.newKeySet();

  private QuiverProcess(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /**
   * @param output the folder that gets the files {@code out} and {@code err}
   */
  static QuiverProcess start(ProcessBuilder builder, Path input, Path output) throws IOException {
    Path out = output.resolve("out");
    Path err = output.resolve("err");
    builder.redirectInput(input.toFile()).redirectOutput(out.toFile()).redirectError(err.toFile());
    return new QuiverProcess(builder.start(), out, err);
  }

  long pid() {
    return process.pid();
  }

  /** What it has written to its standard output so far. */
  String out() {
    return read(out);
  }

  /** What it has told people so far. */
  String err() {
    return read(err);
  }

  /** The whole lines of its standard output so far. */
  List<String> lines() {
    String text = out();
    return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
  }

  /** Its child processes that are alive. */
  Set<ProcessHandle> children() {
    Set<ProcessHandle> now =
        process.children().filter(ProcessHandle::isAlive).collect(Collectors.toSet());
    children.addAll(now);
    return now;
  }

  /** Waits until its standard output has that. */
  QuiverProcess awaitOut(String words) {
    return awaitWords(out, words);
  }

  /** Waits until its standard error has that. */
  QuiverProcess awaitErr(String words) {
    return awaitWords(err, words);
  }

  /** Waits until it has written so many whole lines. */
  QuiverProcess awaitLines(int count) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> lines().size() >= count || !process.isAlive());
    assertThat(lines()).as("it said: %s", err()).hasSizeGreaterThanOrEqualTo(count);
    return this;
  }

  /** Whether it has said that event, as JSON, after all those others. */
  boolean saidLast(String event, String... others) {
    String out = out();
    int at = out.lastIndexOf("\"" + event + "\"");
    return at >= 0
        && isAlive()
        && Stream.of(others).allMatch(each -> out.lastIndexOf("\"" + each + "\"") < at);
  }

  /** Waits until that is what this broker has said last of its part in a pair. */
  void awaitPart(String event, Duration patience) {
    List<String> others = new ArrayList<>(List.of("live", "waiting", "synced"));
    others.remove(event);
    await()
        .atMost(patience)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> saidLast(event, others.toArray(String[]::new)));
  }

  /** Waits for its end. */
  QuiverProcess awaitExit() {
    return awaitExit(PATIENCE);
  }

  QuiverProcess awaitExit(Duration patience) {
    try {
      assertThat(process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS))
          .as("its end; it said: %s", err())
          .isTrue();
      return this;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  int exitCode() {
    return process.exitValue();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Ctrl-C as a terminal sends it: to the process and to its children. */
  void controlC() {
    signal("INT", "-" + pid());
  }

  /** SIGTERM to the process alone. */
  void terminate() {
    signal("TERM", Long.toString(pid()));
  }

  /** {@code kill -9} of the process alone. */
  void kill() {
    children();
    signal("KILL", Long.toString(pid()));
    awaitExit();
  }

  /** SIGSTOP: it is there, and does nothing. */
  void freeze() {
    signal("STOP", Long.toString(pid()));
  }

  /** SIGCONT after {@link #freeze()}. */
  void thaw() {
    signal("CONT", Long.toString(pid()));
  }

  /** {@code kill -9} of one of its children. */
  void kill(ProcessHandle child) {
    assertThat(children()).contains(child);
    signal("KILL", Long.toString(child.pid()));
    await().atMost(PATIENCE).until(() -> !child.isAlive());
  }

  @Override
  public void close() {
    children();
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    children.forEach(ProcessHandle::destroyForcibly);
    awaitExit();
  }

  private QuiverProcess awaitWords(Path file, String words) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> read(file).contains(words) || !process.isAlive());
    assertThat(read(file)).as("it said: %s", err()).contains(words);
    return this;
  }

  /** Sends that signal to that process, or with a minus before it to that process group. */
  static void signal(String name, String target) {
    try {
      Process kill = new ProcessBuilder("kill", "-s", name, "--", target).inheritIO().start();
      assertThat(kill.waitFor()).as("kill -s %s %s", name, target).isZero();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
