package dev.quiver.tasks.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.tasks.Payload;
import dev.quiver.tasks.TaskType;
import dev.quiver.tasks.handler.builtin.BuiltInHandlers;
import dev.quiver.tasks.handler.builtin.ExecPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/handlers.md shows is compiled, packed, loaded and run. */
class ExampleHandlerTest {

  private static final Path GUIDE = Path.of("../docs/handlers.md");
  private static final Path SOURCE = Path.of("src/test/java/example/LongestLineHandler.java");
  private static final Pattern BLOCK = Pattern.compile("```(\\w*)\n(.*?)```", Pattern.DOTALL);

  @TempDir Path plugins;

  @Test
  void theGuideShowsTheSourceThatIsTested() throws Exception {
    assertThat(blocks("java")).containsExactly(Files.readString(SOURCE));
  }

  @Test
  void theGuidesJarIsLoadedFromAPluginFolderAndWorks() throws Exception {
    new PluginJar()
        .source("example.LongestLineHandler", blocks("java").get(0))
        .service(blocks("text").get(0).strip())
        .write(plugins.resolve("longest-line.jar"));
    try (HandlerRegistry registry = HandlerRegistry.builder().plugins(plugins).build()) {
      assertThat(registry.problems()).isEmpty();
      TaskHandler handler = registry.find(new TaskType("text.longest_line")).orElseThrow();
      RecordingContext context = new RecordingContext(plugins);
      assertThat(run(handler, "one\nthree\nseven\ntwo", context)).isEqualTo("three");
      assertThat(run(handler, "\n".repeat(2500) + "é", context)).isEqualTo("é");
      assertThat(context.fractions()).hasSize(2);
      assertThatThrownBy(() -> run(handler, "", context))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("empty");
    }
  }

  @Test
  void theGuideNamesEveryTypeThereIs() throws Exception {
    String guide = Files.readString(GUIDE);
    assertThat(
            HandlerRegistry.builder()
                .addAll(BuiltInHandlers.of(ExecPolicy.allowing(List.of("wc"))))
                .build()
                .types())
        .allSatisfy(type -> assertThat(guide).contains("`" + type + "`"));
  }

  private static String run(TaskHandler handler, String text, TaskContext context)
      throws Exception {
    return Handling.text(handler, "text.longest_line", new Payload.Text(text), context);
  }

  private static List<String> blocks(String language) throws Exception {
    List<String> found = new ArrayList<>();
    Matcher matcher = BLOCK.matcher(Files.readString(GUIDE));
    while (matcher.find()) {
      if (matcher.group(1).equals(language)) {
        found.add(matcher.group(2));
      }
    }
    return found;
  }
}
