package dev.quiver.tasks.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.tasks.Payload;
import dev.quiver.tasks.TaskType;
import dev.quiver.tasks.handler.builtin.BuiltInHandlers;
import dev.quiver.tasks.handler.builtin.ExecPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HandlerRegistryTest {

  @TempDir Path plugins;

  @Test
  void builtInTypesAreTheDocumentedOnes() {
    assertThat(
            HandlerRegistry.of(
                    BuiltInHandlers.of(ExecPolicy.allowing(List.of("wc")))
                        .toArray(TaskHandler[]::new))
                .types()
                .toString())
        .isEqualTo(
            "[calculate.average, calculate.max, calculate.min, calculate.sum, demo.sleep, exec,"
                + " hash.sha256, text.count_chars, text.count_words, text.lowercase,"
                + " text.uppercase]");
  }

  @Test
  void withoutAnAllowedCommandThereIsNoExec() {
    HandlerRegistry registry =
        HandlerRegistry.builder().addAll(BuiltInHandlers.of(ExecPolicy.none())).build();
    assertThat(registry.find(new TaskType("exec"))).isEmpty();
    assertThat(registry.find(new TaskType("calculate.sum"))).isPresent();
  }

  @Test
  void aTypeClaimedTwiceIsAnErrorThatNamesBoth() {
    assertThatThrownBy(() -> HandlerRegistry.of(answering("a.b", "1"), answering("a.b", "2")))
        .isInstanceOf(HandlerConflictException.class)
        .hasMessageContaining("a.b is claimed twice");
  }

  @Test
  void aHandlerWithoutTypesIsRefused() {
    TaskHandler none = new Answering(Set.of(), "");
    assertThatThrownBy(() -> HandlerRegistry.of(none))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("names no task type");
  }

  @Test
  void onlyKeepsWhatIsWantedAndRefusesWhatIsMissing() {
    HandlerRegistry registry = HandlerRegistry.of(answering("a.b", ""), answering("a.c", ""));
    assertThat(registry.only(List.of(new TaskType("a.c"))).types())
        .containsExactly(new TaskType("a.c"));
    assertThatThrownBy(() -> registry.only(List.of(new TaskType("a.d"))))
        .hasMessageContaining("no handler for the task type a.d")
        .hasMessageContaining("[a.b, a.c]");
  }

  @Test
  void eachPluginHasClassesOfItsOwn() throws Exception {
    // Both jars hold classes of the same names, as two versions of one library would.
    jar("my.one", "new Helper().id()", "class Helper { String id() { return \"one\"; } }")
        .write(plugins.resolve("one.jar"));
    jar("my.two", "new Helper().id()", "class Helper { String id() { return \"two\"; } }")
        .write(plugins.resolve("two.jar"));
    try (HandlerRegistry registry = load()) {
      assertThat(registry.problems()).isEmpty();
      assertThat(answer(registry, "my.one")).isEqualTo("one");
      assertThat(answer(registry, "my.two")).isEqualTo("two");
    }
  }

  @Test
  void aPluginDoesNotSeeOurLibrariesAndFindsItsOwnThroughItsThread() throws Exception {
    jar(
            "my.sight",
            "sees(\"com.fasterxml.jackson.databind.ObjectMapper\") + sees(\"org.slf4j.Logger\")"
                + " + sees(\"p.H\")",
            "")
        .write(plugins.resolve("sight.jar"));
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    try (HandlerRegistry registry = load()) {
      assertThat(answer(registry, "my.sight")).isEqualTo("falsetruetrue");
    }
    assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
  }

  @Test
  void aFolderOfJarsIsOnePlugin() throws Exception {
    jar("my.folder", "new String(H.class.getResourceAsStream(\"/data\").readAllBytes())", "")
        .write(plugins.resolve("mine/a.jar"));
    new PluginJar().entry("data", new byte[] {'4', '2'}).write(plugins.resolve("mine/b.jar"));
    try (HandlerRegistry registry = load()) {
      assertThat(registry.problems()).isEmpty();
      assertThat(answer(registry, "my.folder")).isEqualTo("42");
    }
  }

  @Test
  void brokenPluginsAreNamedAndDoNotStopTheOthers() throws Exception {
    Files.write(plugins.resolve("a-noise.jar"), new byte[] {1, 2, 3});
    new PluginJar().entry("x", new byte[0]).write(plugins.resolve("b-silent.jar"));
    new PluginJar().service("p.Missing").write(plugins.resolve("c-missing.jar"));
    new PluginJar()
        .source("p.NoHandler", "package p; public class NoHandler {}")
        .service("p.NoHandler")
        .write(plugins.resolve("d-nohandler.jar"));
    jar("bad type!", "\"\"", "").write(plugins.resolve("e-badtype.jar"));
    Files.createDirectory(plugins.resolve("f-empty"));
    new PluginJar()
        .service("p.Garbage")
        .entry("p/Garbage.class", new byte[] {0, 1})
        .write(plugins.resolve("g-garbage.jar"));
    Files.writeString(plugins.resolve("readme.txt"), "no plugin");
    Files.write(plugins.resolve(".hidden.jar"), new byte[1]);
    jar("my.good", "\"fine\"", "").write(plugins.resolve("z-good.jar"));
    try (HandlerRegistry registry = load()) {
      assertThat(answer(registry, "my.good")).isEqualTo("fine");
      assertThat(registry.problems())
          .extracting(each -> each.plugin().getFileName().toString())
          .containsExactly(
              "a-noise.jar",
              "b-silent.jar",
              "c-missing.jar",
              "d-nohandler.jar",
              "e-badtype.jar",
              "f-empty",
              "g-garbage.jar");
      assertThat(registry.problems())
          .extracting(PluginProblem::reason)
          .satisfiesExactly(
              noise -> assertThat(noise).contains("cannot be read as a jar"),
              silent -> assertThat(silent).contains("needs the file " + PluginJar.SERVICE),
              missing -> assertThat(missing).contains("p.Missing"),
              noHandler -> assertThat(noHandler).contains("p.NoHandler").contains("not a subtype"),
              badType -> assertThat(badType).contains("bad type!"),
              empty -> assertThat(empty).contains("holds no jar"),
              garbage ->
                  assertThat(garbage).contains("cannot be loaded").contains("ClassFormatError"));
    }
  }

  @Test
  void aPluginThatClaimsATakenTypeIsAnErrorThatNamesBoth() throws Exception {
    jar("my.same", "\"\"", "").write(plugins.resolve("one.jar"));
    jar("my.same", "\"\"", "").write(plugins.resolve("two.jar"));
    assertThatThrownBy(this::load)
        .isInstanceOf(HandlerConflictException.class)
        .hasMessageContaining("my.same")
        .hasMessageContaining("the plugin one.jar")
        .hasMessageContaining("the plugin two.jar");
  }

  @Test
  void aFolderThatIsNotThereHoldsNoPlugins() throws Exception {
    try (HandlerRegistry registry =
        HandlerRegistry.builder().plugins(plugins.resolve("nowhere")).build()) {
      assertThat(registry.types()).isEmpty();
    }
  }

  private HandlerRegistry load() throws IOException {
    return HandlerRegistry.builder().plugins(plugins).build();
  }

  /** A jar with the handler p.H of that type, which answers with that expression. */
  private static PluginJar jar(String type, String expression, String moreClasses)
      throws IOException {
    return new PluginJar()
        .source(
            "p.H",
            String.join(
                "\n",
                "package p;",
                "import dev.quiver.tasks.*;",
                "import dev.quiver.tasks.handler.*;",
                "import java.util.Set;",
                "public class H implements TaskHandler {",
                "  public Set<TaskType> types() { return Set.of(new TaskType(\"" + type + "\")); }",
                "  public Payload handle(TaskInput input, TaskContext context) throws Exception {",
                "    return Payload.of(String.valueOf(" + expression + "));",
                "  }",
                "  static String sees(String name) {",
                "    try {",
                "      Thread.currentThread().getContextClassLoader().loadClass(name);",
                "      return \"true\";",
                "    } catch (ClassNotFoundException e) {",
                "      return \"false\";",
                "    }",
                "  }",
                "}",
                moreClasses))
        .service("p.H");
  }

  private static String answer(HandlerRegistry registry, String type) throws Exception {
    return Handling.text(
        registry.find(new TaskType(type)).orElseThrow(),
        type,
        new Payload.Text(""),
        new RecordingContext(Path.of(".")));
  }

  private static TaskHandler answering(String type, String answer) {
    return new Answering(Set.of(new TaskType(type)), answer);
  }

  private record Answering(Set<TaskType> types, String answer) implements TaskHandler {
    @Override
    public Payload handle(TaskInput input, TaskContext context) {
      return new Payload.Text(answer);
    }
  }
}
