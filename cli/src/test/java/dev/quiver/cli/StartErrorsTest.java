package dev.quiver.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.quiver.broker.BrokerConfig;
import dev.quiver.broker.BrokerStartException;
import dev.quiver.messaging.text.Messages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Why a broker did not start is said in the reader's language, whatever the reason. */
class StartErrorsTest {

  private static final String PREFIX = "error.start.";
  private static final Locale PORTUGUESE = Locale.forLanguageTag("pt");

  /** Where one is made, its key comes first; only those of TLS are put together. */
  private static final Pattern MADE =
      Pattern.compile(
          "(?:BrokerStartException\\.(?:BadConfig|DataFolderUnusable)|super)\\(\\s*\"([a-z-]*[a-z])\"");

  @Test
  void everyReasonHasItsWordsAndAllWordsAreOfAReason() throws IOException {
    Set<String> keys = new TreeSet<>();
    for (Path source : sources()) {
      MADE.matcher(Files.readString(source)).results().forEach(made -> keys.add(made.group(1)));
    }
    for (var fault : BrokerStartException.TlsUnusable.Fault.values()) {
      keys.add("tls-" + fault.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }

    Set<String> said =
        ResourceBundle.getBundle("dev.quiver.cli.messages", Locale.ROOT).keySet().stream()
            .filter(key -> key.startsWith(PREFIX))
            .map(key -> key.substring(PREFIX.length()))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(keys).hasSizeGreaterThan(20);
    assertThat(said).isEqualTo(keys);
  }

  private static List<Path> sources() throws IOException {
    Path main = Path.of("../broker-config/src/main/java/dev/quiver/broker");
    try (Stream<Path> files = Files.list(main)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    }
  }

  @Test
  void aWrongSettingIsSaidInBothLanguagesWithItsValue() {
    BrokerConfig right = BrokerConfig.in(Path.of("anywhere"));
    BrokerStartException failure =
        catchThrowableOfType(
            BrokerStartException.BadConfig.class, () -> right.withNamespace("Total Chaos"));

    ErrorReport english = ErrorReport.of(failure, Messages.of(Cli.class, Locale.ENGLISH));
    ErrorReport portuguese = ErrorReport.of(failure, Messages.of(Cli.class, PORTUGUESE));

    assertThat(english.exitCode()).isEqualTo(ExitCode.USAGE).isEqualTo(portuguese.exitCode());
    assertThat(english.words()).contains("\"Total Chaos\"", "lower-case letter", "--namespace");
    assertThat(portuguese.words()).contains("\"Total Chaos\"", "letra minúscula", "--namespace");
  }
}
