package dev.quiver.cli.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The witnesses of a test, each a process, and what they have written down. */
final class Witnesses {

  private static final Duration PATIENCE = Duration.ofSeconds(120);

  private final QuiverLauncher quiver;
  private final Path folder;
  private final String password;
  private final Map<String, QuiverProcess> running = new LinkedHashMap<>();

  /**
   * @param password of the brokers' admin
   */
  Witnesses(QuiverLauncher quiver, Path folder, String password) {
    this.quiver = quiver;
    this.folder = folder;
    this.password = password;
  }

  /**
   * Starts one.
   *
   * @param before what its command line begins with, such as one that runs it in a namespace
   * @param patience how long it waits for the answer to a send
   */
  void start(List<String> before, String name, String url, Duration patience) {
    running.put(
        name,
        quiver.java(
            before,
            Map.of("WITNESS_PASSWORD", password),
            List.of("-Xmx64m", "-XX:+UseSerialGC"),
            Witness.class.getName(),
            name,
            url,
            file(name).toString(),
            Long.toString(patience.toSeconds())));
  }

  private Path file(String name) {
    return folder.resolve("witness-" + name);
  }

  /** Waits until what that one began from now on was accepted. */
  void awaitMore(String name) {
    long now = System.nanoTime();
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .until(
            () ->
                Testimony.read(name, file(name)).stream().filter(each -> each.begun() > now).count()
                    > 20);
  }

  /** What was accepted of these so far. */
  List<Testimony.Accepted> of(String... names) {
    List<Testimony.Accepted> all = new ArrayList<>();
    for (String each : names) {
      all.addAll(Testimony.read(each, file(each)));
    }
    return all;
  }

  /** Ends them; what any of them was told that it was accepted, and is not there in the end. */
  List<String> lost(List<String> before, String url) throws IOException {
    running.values().forEach(QuiverProcess::close);
    Path found = folder.resolve("found");
    QuiverProcess collector =
        quiver
            .java(
                before,
                Map.of("WITNESS_PASSWORD", password),
                List.of("-Xmx128m"),
                Collector.class.getName(),
                url,
                found.toString())
            .awaitExit();
    assertThat(collector.exitCode()).as(collector.err()).isZero();
    Set<String> there = new HashSet<>(Files.readAllLines(found));
    List<Testimony.Accepted> all = of(running.keySet().toArray(String[]::new));
    assertThat(all).hasSizeGreaterThan(200);
    return Testimony.lost(all, there);
  }
}
