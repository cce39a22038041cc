package dev.quiver.cli.numbers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A producer or consumer in a process of its own: the same Java and class path as this one. Its
 * standard output is collected, its standard error passed on line by line.
 */
final class NumbersChild implements AutoCloseable {

  private static final int KILL_AFTER_SECONDS = 5;

  private final Process process;
  private final OutputStream lifeline;
  private final List<String> output = new ArrayList<>();
  private final Thread outputReader;
  private final Thread deedReader;
  private final CountDownLatch twoDeeds = new CountDownLatch(2);

  private NumbersChild(Process process, Consumer<String> deeds) {
    this.process = process;
    this.lifeline = process.getOutputStream();
    this.outputReader = reader("output", process.inputReader(StandardCharsets.UTF_8), this::keep);
    this.deedReader =
        reader(
            "deeds",
            process.errorReader(StandardCharsets.UTF_8),
            line -> {
              deeds.accept(line);
              twoDeeds.countDown();
            });
  }

  /**
   * Starts one.
   *
   * @param arguments the command and its options
   * @param deeds hears each line that it says
   */
  static NumbersChild start(List<String> arguments, Consumer<String> deeds) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx96m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-Xshare:auto", "-Xlog:disable", "-Xlog:all=error:stderr"));
    String archive = System.getProperty("quiver.cds", "");
    if (!archive.isEmpty()) {
      command.add("-XX:SharedArchiveFile=" + archive);
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add("dev.quiver.cli.Quiver");
    command.addAll(arguments);
    command.addAll(List.of("--child", "--json"));
    NumbersChild child = new NumbersChild(new ProcessBuilder(command).start(), deeds);
    child.outputReader.start();
    child.deedReader.start();
    return child;
  }

  private static Thread reader(String what, BufferedReader from, Consumer<String> each) {
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
            "quiver-numbers-" + what);
    thread.setDaemon(true);
    return thread;
  }

  private synchronized void keep(String line) {
    output.add(line);
  }

  long pid() {
    return process.pid();
  }

  /** Waits until it has said twice what it does, or a while if it does not. */
  void awaitUnderWay() throws InterruptedException {
    for (int i = 0; i < 100 && process.isAlive(); i++) {
      if (twoDeeds.await(100, TimeUnit.MILLISECONDS)) {
        return;
      }
    }
  }

  /** Waits for its end. */
  int awaitExit() throws InterruptedException {
    int code = process.waitFor();
    outputReader.join();
    deedReader.join();
    return code;
  }

  /** The lines that it has written for machines. */
  synchronized List<String> output() {
    return List.copyOf(output);
  }

  /** Ends it if it has not ended: lets go of it, and after a while by force. */
  @Override
  public void close() {
    try {
      lifeline.close();
      if (!process.waitFor(KILL_AFTER_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException gone) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
