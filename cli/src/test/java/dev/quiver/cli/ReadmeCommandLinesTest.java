package dev.quiver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * Every command of Quiver that the README names, also in tables, in the text and in blocks that
 * need containers, is one that the command line knows, with the options that it names.
 */
class ReadmeCommandLinesTest {

  private static final Pattern INLINE = Pattern.compile("`([^`]+)`");
  private static final Pattern COMMAND =
      Pattern.compile("(?:[A-Z_]+=\\S+\\s+)*(?:\\./)?quiver\\s+([^&]+)&?");
  private static final Pattern WORD = Pattern.compile("'[^']*'|\"[^\"]*\"|\\S+");

  @TempDir private Path home;

  @Test
  void theCommandLineKnowsWhatTheReadmeNames() throws IOException {
    List<String> named = commands(Files.readAllLines(Path.of("..", "README.md")));

    assertThat(named)
        .contains("demo numbers", "demo failover", "multicast run", "dht node", "bench tasks")
        .anyMatch(each -> each.startsWith("task submit --wait text.count_words"))
        .anyMatch(each -> each.startsWith("task shell"))
        .allSatisfy(each -> assertThat(mistakes(each)).as("quiver " + each).isEmpty());
  }

  @Test
  void anOptionOrCommandThatIsNoneIsFound() {
    assertThat(commands(List.of("| x | `quiver demo fialover` | `./quiver map --jsn` |")))
        .containsExactly("demo fialover", "map --jsn")
        .allSatisfy(each -> assertThat(mistakes(each)).isNotEmpty());
    assertThat(commands(List.of("```", "A=b ./quiver task list | wc && echo `quiver", "```")))
        .containsExactly("task list");
  }

  /** What follows {@code quiver}, of each that a reader could type. */
  private static List<String> commands(List<String> document) {
    List<String> found = new ArrayList<>();
    boolean block = false;
    boolean picture = false;
    for (String line : document) {
      if (line.startsWith("```")) {
        block = !block;
        picture = block && line.equals("```mermaid");
      } else if (block && !picture) {
        String typed = line.startsWith("$ ") ? line.substring(2) : line;
        for (String part : typed.split("\\||&&", -1)) {
          add(part, found);
        }
      } else if (!block) {
        INLINE.matcher(line).results().forEach(code -> add(code.group(1), found));
      }
    }
    return found;
  }

  private static void add(String code, List<String> found) {
    Matcher command = COMMAND.matcher(code.strip());
    if (command.matches()) {
      found.add(command.group(1).strip());
    }
  }

  /** What the command line does not understand; that something is left out is no mistake. */
  private List<String> mistakes(String command) {
    CommandLine line = new Cli(TestContexts.plain(home).context()).commandLine();
    collectErrors(line);
    String[] words =
        WORD.matcher(command)
            .results()
            .map(MatchResult::group)
            .map(each -> each.replaceAll("^(['\"])(.*)\\1$", "$2"))
            .toArray(String[]::new);
    List<String> mistakes = new ArrayList<>();
    for (CommandLine.ParseResult at = line.parseArgs(words); at != null; at = at.subcommand()) {
      at.errors().stream()
          .filter(each -> !(each instanceof CommandLine.MissingParameterException))
          .forEach(each -> mistakes.add(String.valueOf(each.getMessage())));
      mistakes.addAll(at.unmatched());
    }
    return mistakes;
  }

  private static void collectErrors(CommandLine line) {
    line.getCommandSpec().parser().collectErrors(true);
    line.getSubcommands().values().forEach(ReadmeCommandLinesTest::collectErrors);
  }
}
