package dev.quiver.cli.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code quiver map} on a platform of its own: what people type, and what they get. */
class MapIT {

  @TempDir private Path folder;
  private QuiverLauncher quiver;

  @BeforeEach
  void open() {
    quiver = new QuiverLauncher(folder);
  }

  @AfterEach
  void close() {
    quiver.close();
  }

  @Test
  void countsTheWordsOfItsOwnSourcesAsWcDoes() throws IOException {
    Path project = Path.of("..").toRealPath();
    List<String> files = sourcesOf(project);
    assertThat(files).hasSizeGreaterThan(200);
    Path list = Files.write(folder.resolve("list"), files);

    QuiverProcess map =
        quiver.start(list, "map", "--embedded", "text.count_words", "-").awaitExit();

    List<String> expected = new ArrayList<>();
    WordCounts.of(files).forEach((file, words) -> expected.add(file + "\t" + words));
    assertThat(map.lines()).as(map.err()).isEqualTo(expected);
    assertThat(map.exitCode()).isZero();
    assertThat(map.err())
        .contains(String.format(Locale.ENGLISH, "%,d done, 0 failed", files.size()));
    assertThat(quiver.temporary()).isEmptyDirectory();
  }

  @Test
  void anEmptyListStartsNothing() throws IOException {
    Path list = Files.writeString(folder.resolve("list"), "\n\n");

    QuiverProcess map =
        quiver.start(list, "map", "--embedded", "text.count_words", "-").awaitExit();

    assertThat(map.err().strip()).isEqualTo("There were no inputs.");
    assertThat(map.exitCode()).isZero();
  }

  @Test
  void inputsThatCannotBeCountedFailOneByOneWhileTheOthersAreDone() throws IOException {
    write("words", "um dois três\n");
    write("empty", "");
    Files.write(folder.resolve("binary"), new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1, 2});
    Files.createDirectory(folder.resolve("sub"));

    QuiverProcess map =
        quiver.run(
            "map",
            "--embedded",
            "--json",
            "text.count_words",
            "words",
            "binary",
            "absent",
            "sub",
            "empty");

    List<MapLine> lines = MapLine.of(map);
    assertThat(lines)
        .as(map.err())
        .extracting(MapLine::input, MapLine::outcome, MapLine::result)
        .containsExactly(
            tuple("words", "succeeded", "3"),
            tuple("binary", "failed", null),
            tuple("absent", "failed", null),
            tuple("sub", "failed", null),
            tuple("empty", "succeeded", "0"));
    assertThat(lines.get(0).worker()).startsWith("Map-");
    assertThat(lines.get(0).taskId()).isNotBlank();
    assertThat(lines.get(0).attempt()).isEqualTo(1);
    assertThat(lines.get(1).error()).contains("UTF-8");
    assertThat(map.err())
        .contains("2 done, 3 failed")
        .contains("failed: absent: There is no such file.")
        .contains("failed: sub: It is a folder")
        .contains("failed: binary: ")
        .doesNotContain("Exception", "\tat ");
    assertThat(map.exitCode()).isEqualTo(1);
  }

  @Test
  void executesTheCommandNamedAndFillsTheListFromAFile() throws IOException {
    write("one", "uma palavra\n");
    write("two", "a b c\nd\n");
    Path list = Files.write(folder.resolve("list"), List.of("one", "two"));

    QuiverProcess map =
        quiver
            .start(
                list,
                "map",
                "--embedded",
                "--lang",
                "pt",
                "exec",
                "--command",
                "wc",
                "--arg=-w",
                "--",
                "-")
            .awaitExit();

    assertThat(map.lines()).as(map.err()).containsExactly("one\t2", "two\t4");
    assertThat(map.exitCode()).isZero();
    assertThat(map.err())
        .contains("Um broker foi iniciado", "2 feitas, 0 com falha")
        .doesNotContain("done", "failed");
  }

  @Test
  void controlCCancelsTheRestAndSaysWhatWasDone() throws IOException {
    write("short", "1");
    write("long", "600000");
    List<String> inputs = List.of("short", "long", "long", "long");

    QuiverProcess map = quiver.start(arguments("demo.sleep", inputs)).awaitLines(1);
    Set<ProcessHandle> workers = map.children();
    map.controlC();
    map.awaitExit();

    assertThat(map.exitCode()).as(map.err()).isEqualTo(130);
    assertThat(map.err()).contains("Stopped: 1 done, 0 failed, 3 not done").doesNotContain("\tat ");
    assertThat(map.err()).doesNotContain("another has taken its place");
    assertThat(workers).isNotEmpty();
    awaitEnd(workers);
    assertThat(quiver.temporary()).isEmptyDirectory();
  }

  @Test
  void whatEndsWhileItIsStoppedIsNoErrorOfTheBroker() throws IOException {
    List<String> command = new ArrayList<>(List.of("map", "--embedded", "--concurrency", "4"));
    command.addAll(List.of("exec", "--command", "sh", "--"));
    for (int i = 0; i < 400; i++) {
      // Ctrl-C reaches all processes of the terminal; one ends by it, another lives on for a while.
      write("in" + i, i % 2 == 0 ? "sleep 0.2" : "trap '' INT; sleep 0.1");
      command.add("in" + i);
    }

    QuiverProcess map = quiver.start(command.toArray(String[]::new)).awaitLines(1);
    map.controlC();
    map.awaitExit();

    assertThat(map.exitCode()).as(map.err()).isEqualTo(130);
    // The outcomes of tasks that ended after it was told to stop found the inbox gone.
    assertThat(map.err()).contains("Stopped: ").doesNotContain("AMQ224016");
  }

  @Test
  void aStopWhileThePlatformStartsIsOneLineAndNoAlarm() throws IOException {
    write("short", "1");

    QuiverProcess map = quiver.start(arguments("demo.sleep", List.of("short")));
    // From here on the broker is being started.
    await().atMost(QuiverProcess.PATIENCE).until(() -> !isEmpty(quiver.temporary()));
    map.terminate();
    map.awaitExit();

    assertThat(map.exitCode()).as(map.err()).isEqualTo(143);
    assertThat(map.out()).isEmpty();
    assertThat(map.err())
        .contains("Stopped before any input was worked on.")
        .doesNotContain("Exception", "damaged", "\tat ", "ERROR");
    assertThat(quiver.temporary()).isEmptyDirectory();
  }

  @Test
  void aListWithoutAnEndDoesNotHoldUpAStop() throws Exception {
    write("short", "1");
    Path list = folder.resolve("list");
    assertThat(new ProcessBuilder("mkfifo", list.toString()).start().waitFor()).isZero();
    Path mouth = folder.resolve("mouth");
    Files.writeString(mouth, "short\n");
    // Holds the other end open for as long as the test lasts.
    Process writer =
        new ProcessBuilder("sh", "-c", "exec 3<>list; cat mouth >&3; exec sleep 600")
            .directory(folder.toFile())
            .start();
    try {
      QuiverProcess map = quiver.start(list, arguments("demo.sleep", List.of("-"))).awaitLines(1);
      map.terminate();
      map.awaitExit();
      assertThat(map.exitCode()).as(map.err()).isEqualTo(143);
      assertThat(map.err()).contains("Stopped: 1 done, 0 failed, ? not done");
    } finally {
      writer.destroyForcibly().waitFor();
    }
  }

  @Test
  @Tag("long")
  void noMoreThanWasAskedForIsWorkedOnAtATime() throws IOException {
    List<String> inputs = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      write("in" + i, "x");
      inputs.add("in" + i);
    }
    // Each leaves a file while it runs, and says how many there are.
    Path script = folder.resolve("count.sh");
    Files.createDirectory(folder.resolve("running"));
    Files.writeString(
        script,
        "cd '"
            + folder.resolve("running")
            + "' && : > $$ && sleep 0.4 && ls | wc -l && sleep 0.2 && rm $$\n");
    List<String> command = new ArrayList<>(List.of("map", "--embedded", "--concurrency", "9"));
    command.addAll(List.of("exec", "--command", "sh", "--arg", script.toString(), "--"));
    command.addAll(inputs);

    QuiverProcess map = quiver.run(command.toArray(String[]::new));

    assertThat(map.exitCode()).as(map.err()).isZero();
    assertThat(map.lines())
        .hasSize(30)
        .allSatisfy(
            line ->
                assertThat(Integer.parseInt(line.substring(line.indexOf('\t') + 1).strip()))
                    .isBetween(1, 9));
  }

  private static boolean isEmpty(Path path) throws IOException {
    try (Stream<Path> all = Files.list(path)) {
      return all.findAny().isEmpty();
    }
  }

  @Test
  @Tag("long")
  void workersEndWithAKilledParentAndTheNextRunSweepsItsFolder() throws IOException {
    write("short", "1");
    write("long", "600000");

    QuiverProcess map =
        quiver.start(arguments("demo.sleep", List.of("short", "long"))).awaitLines(1);
    Set<ProcessHandle> workers = map.children();
    map.kill();

    assertThat(workers).isNotEmpty();
    awaitEnd(workers);
    assertThat(quiver.temporary()).isNotEmptyDirectory();
    quiver.run("map", "--embedded", "text.count_words", "short");
    assertThat(quiver.temporary()).isEmptyDirectory();
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private static String[] arguments(String type, Collection<String> inputs) {
    List<String> all = new ArrayList<>(List.of("map", "--embedded", type));
    all.addAll(inputs);
    return all.toArray(String[]::new);
  }

  private static void awaitEnd(Set<ProcessHandle> processes) {
    await()
        .atMost(QuiverProcess.PATIENCE)
        .until(() -> processes.stream().noneMatch(ProcessHandle::isAlive));
  }

  private static List<String> sourcesOf(Path project) throws IOException {
    try (Stream<Path> all = Files.walk(project)) {
      return all.filter(Files::isRegularFile)
          .filter(path -> !project.relativize(path).toString().contains("target/"))
          .map(Path::toString)
          .filter(name -> name.endsWith(".java") || name.endsWith(".md"))
          .sorted()
          .toList();
    }
  }
}
