package dev.quiver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** What people read exists in both languages, complete. */
class TextsTest {

  private static final Locale PORTUGUESE = Locale.forLanguageTag("pt");
  private static final Pattern PLACE =
      Pattern.compile("\\{[0-9],choice|\\{[0-9][^}]*}|\\$\\{[A-Z-]+}|%n");

  @TempDir private Path home;

  @ParameterizedTest
  @ValueSource(strings = {"messages", "help"})
  void bothLanguagesHaveTheSameKeysAndPlaces(String name) {
    ResourceBundle english = bundle(name, Locale.ENGLISH);
    ResourceBundle portuguese = bundle(name, PORTUGUESE);
    assertThat(ownKeys(portuguese)).isEqualTo(ownKeys(english)).isNotEmpty();
    for (String key : ownKeys(english)) {
      assertThat(places(portuguese.getString(key)))
          .as(key)
          .isEqualTo(places(english.getString(key)));
    }
  }

  /** The later of two would win in silence. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "messages.properties",
        "messages_pt.properties",
        "help.properties",
        "help_pt.properties"
      })
  void noKeyIsThereTwice(String file) throws IOException {
    Path texts = Path.of("src/main/resources/dev/quiver/cli").resolve(file);
    Set<String> seen = new HashSet<>();
    assertThat(Files.readAllLines(texts))
        .filteredOn(line -> line.matches("[A-Za-z0-9._\\[\\]-]+=.*"))
        .isNotEmpty()
        .allSatisfy(
            line -> assertThat(seen.add(line.substring(0, line.indexOf('=')))).as(line).isTrue());
  }

  @Test
  void everyTextIsAPatternThatCanBeFilled() {
    for (Locale locale : List.of(Locale.ENGLISH, PORTUGUESE)) {
      ResourceBundle bundle = bundle("messages", locale);
      for (String key : ownKeys(bundle)) {
        assertThat(new MessageFormat(bundle.getString(key), locale).toPattern())
            .as(key)
            .isNotNull();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"en", "pt"})
  void everyCommandOptionAndParameterIsExplained(String language) {
    Locale locale = Locale.forLanguageTag(language);
    TestContexts contexts = new TestContexts(home, Map.of(), locale, "");
    List<String> unexplained = new ArrayList<>();
    check(new Cli(contexts.context()).commandLine(), unexplained);
    assertThat(unexplained).isEmpty();
  }

  @Test
  void helpIsInTheLanguageAskedFor() {
    TestContexts english = TestContexts.plain(home);
    assertThat(english.run("map", "--help")).isZero();
    assertThat(english.out()).contains("Usage: quiver map", "What to give:", "Examples:");
    TestContexts portuguese = new TestContexts(home, Map.of(), PORTUGUESE, "");
    assertThat(portuguese.run("help", "map")).isZero();
    assertThat(portuguese.out()).contains("Uso: quiver map", "Exemplos:").doesNotContain("Usage");
  }

  @Test
  void everyHelpTextIsUsed() {
    Set<String> known = new HashSet<>();
    TestContexts contexts = TestContexts.plain(home);
    collect(new Cli(contexts.context()).commandLine(), known);
    List<String> unused =
        ownKeys(bundle("help", Locale.ENGLISH)).stream()
            .filter(key -> !key.startsWith("heading.") && !known.contains(key))
            .toList();
    assertThat(unused).isEmpty();
  }

  private static void check(CommandLine command, List<String> unexplained) {
    CommandSpec spec = command.getCommandSpec();
    if (spec.usageMessage().header().length == 0) {
      unexplained.add(spec.qualifiedName());
    }
    for (ArgSpec argument : spec.args()) {
      if (!argument.hidden() && String.join("", argument.description()).isBlank()) {
        unexplained.add(spec.qualifiedName() + " " + name(argument));
      }
    }
    command.getSubcommands().values().forEach(each -> check(each, unexplained));
  }

  private static void collect(CommandLine command, Set<String> keys) {
    CommandSpec spec = command.getCommandSpec();
    String prefix = spec.qualifiedName(".") + ".";
    for (String part : List.of("header", "description", "footer", "exitCodeList")) {
      keys.add(prefix + "usage." + part);
      for (int i = 0; i < 20; i++) {
        keys.add(prefix + "usage." + part + "." + i);
      }
    }
    for (ArgSpec argument : spec.args()) {
      keys.add(prefix + name(argument));
      keys.add(name(argument));
    }
    command.getSubcommands().values().forEach(each -> collect(each, keys));
  }

  private static String name(ArgSpec argument) {
    return argument instanceof OptionSpec option
        ? option.longestName().replaceFirst("^-+", "")
        : argument.paramLabel() + "[" + ((PositionalParamSpec) argument).index() + "]";
  }

  private static ResourceBundle bundle(String name, Locale locale) {
    return ResourceBundle.getBundle(
        "dev.quiver.cli." + name,
        locale,
        ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
  }

  /** Without those of a parent, which would hide what is missing. */
  private static Set<String> ownKeys(ResourceBundle bundle) {
    return new TreeSet<>(new OwnKeys(bundle).keys());
  }

  private record OwnKeys(ResourceBundle bundle) {
    Set<String> keys() {
      String suffix = bundle.getLocale().getLanguage().isEmpty() ? "" : "_pt";
      java.util.Properties properties = new java.util.Properties();
      try (var in =
          TextsTest.class.getResourceAsStream(
              bundle.getBaseBundleName().replaceFirst(".*\\.", "") + suffix + ".properties")) {
        properties.load(new java.io.InputStreamReader(in, java.nio.charset.StandardCharsets.UTF_8));
      } catch (java.io.IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
      return properties.stringPropertyNames();
    }
  }

  private static List<String> places(String text) {
    return PLACE
        .matcher(text)
        .results()
        .map(MatchResult::group)
        .sorted()
        .collect(Collectors.toList());
  }
}
