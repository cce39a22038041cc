package dev.quiver.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} in the middle of 20,000 inputs: none is lost, none has two results. */
@Tag("long")
@Tag("kill")
class MapKillIT {

  private static final int INPUTS = 20_000;

  /** So many results are there when somebody dies. */
  private static final int SOME = 2_000;

  private static final Duration PATIENCE = Duration.ofMinutes(8);

  @TempDir private Path folder;
  private final List<String> names = new ArrayList<>();
  private QuiverLauncher quiver;
  private Path data;
  private Path list;

  @BeforeEach
  void writeInputs() throws IOException {
    quiver = new QuiverLauncher(folder);
    data = folder.resolve("data");
    Path inputs = Files.createDirectory(folder.resolve("inputs"));
    for (int i = 0; i < INPUTS; i++) {
      Path input = inputs.resolve(Integer.toString(i));
      Files.writeString(input, "word ".repeat(wordsOf(i)));
      names.add(input.toString());
    }
    list = Files.write(folder.resolve("list"), names);
  }

  @AfterEach
  void close() {
    quiver.close();
  }

  @Test
  void aKilledWorkerCostsNoResult() {
    int port = QuiverLauncher.freePort();
    quiver.broker(data, port);
    QuiverProcess victim = quiver.worker(data, port, "Victim");
    quiver.worker(data, port, "Survivor");

    QuiverProcess map = map("--url", QuiverLauncher.url(port)).awaitLines(SOME);
    victim.kill();
    assertThat(map.isAlive()).as("it works on").isTrue();
    quiver.worker(data, port, "Successor");

    assertOneResultEach(map);
  }

  @Test
  void aKilledBrokerCostsNoResult() {
    int port = QuiverLauncher.freePort();
    QuiverProcess broker = quiver.broker(data, port);
    quiver.worker(data, port, "First");
    quiver.worker(data, port, "Second");

    QuiverProcess map = map("--url", QuiverLauncher.url(port)).awaitLines(SOME);
    broker.kill();
    assertThat(map.isAlive()).as("it works on").isTrue();
    quiver.broker(data, port);

    assertOneResultEach(map);
  }

  @Test
  void aKilledWorkerOfItsOwnIsReplaced() {
    QuiverProcess map = map("--embedded").awaitLines(SOME);
    map.kill(map.children().iterator().next());
    map.awaitErr("another has taken its place");

    assertOneResultEach(map);
  }

  private QuiverProcess map(String... platform) {
    List<String> arguments = new ArrayList<>(List.of("map", "--json", "--data", data.toString()));
    arguments.addAll(List.of(platform));
    arguments.addAll(List.of("text.count_words", "-"));
    return quiver.start(list, arguments.toArray(String[]::new));
  }

  private void assertOneResultEach(QuiverProcess map) {
    map.awaitExit(PATIENCE);
    List<MapLine> lines = MapLine.of(map);
    assertThat(lines.stream().filter(line -> !line.succeeded())).as(map.err()).isEmpty();
    assertThat(lines).as(map.err()).extracting(MapLine::input).isEqualTo(names);
    for (int i = 0; i < INPUTS; i++) {
      assertThat(lines.get(i).result()).isEqualTo(Integer.toString(wordsOf(i)));
    }
    assertThat(map.exitCode()).as(map.err()).isZero();
  }

  private static int wordsOf(int input) {
    return input % 17;
  }
}
