package dev.quiver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.messaging.text.Messages;
import java.io.InputStream;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CliTest {

  @TempDir private Path home;
  private TestContexts cli;

  @BeforeEach
  void setUp() {
    cli = TestContexts.plain(home);
  }

  @Test
  void unknownCommandIsAUsageErrorWithASuggestion() {
    assertThat(cli.run("brokr")).isEqualTo(ExitCode.USAGE);
    assertThat(cli.err()).contains("There is no command \"brokr\".", "broker", "quiver --help");
    assertThat(cli.out()).isEmpty();
  }

  @Test
  void unknownOptionIsAUsageErrorWithASuggestion() {
    assertThat(cli.run("map", "text.count_words", "--jsn", "x")).isEqualTo(ExitCode.USAGE);
    assertThat(cli.err()).contains("There is no option --jsn", "--json", "quiver map --help");
  }

  @Test
  void missingParametersAreNamed() {
    assertThat(cli.run("map", "text.count_words")).isEqualTo(ExitCode.USAGE);
    assertThat(cli.err()).contains("Missing: FILE");
  }

  @Test
  void aFileThatLooksLikeAnOptionGetsAHint() {
    assertThat(cli.run("map", "text.count_words", "-dash.txt")).isEqualTo(ExitCode.USAGE);
    assertThat(cli.err()).contains("Missing: FILE", "./", "--");
    TestContexts plainlyMissing = TestContexts.plain(home);
    assertThat(plainlyMissing.run("map", "text.count_words", "--json")).isEqualTo(ExitCode.USAGE);
    assertThat(plainlyMissing.err()).contains("Missing: FILE").doesNotContain("./");
  }

  @Test
  void badValuesAreShownWithWhatIsPossible() {
    assertThat(cli.run("worker", "--drain", "soon")).isEqualTo(ExitCode.USAGE);
    assertThat(cli.err()).contains("\"soon\" is no value for --drain.", "500ms");
  }

  @Test
  void aStandardInputWithoutEndIsReadNoFurtherThanATaskMayHave() {
    InputStream zeros =
        new InputStream() {
          @Override
          public int read() {
            return 0;
          }

          @Override
          public int read(byte[] into, int from, int length) {
            return length;
          }
        };
    TestContexts endless = TestContexts.reading(zeros, home);
    assertThat(endless.run("task", "submit", "hash.sha256", "-")).isEqualTo(ExitCode.WORK_FAILED);
    assertThat(endless.err()).contains("more than 67,108,864 bytes");
  }

  @Test
  void whatIsNoTextIsSaidToBeNone() {
    ErrorReport report =
        ErrorReport.of(new MalformedInputException(1), Messages.of(Cli.class, Locale.ENGLISH));
    assertThat(report.exitCode()).isEqualTo(ExitCode.WORK_FAILED);
    assertThat(report.words()).contains("not text in UTF-8");
  }

  @Test
  void aStateThatIsNoneIsRefusedWithTheOnesThereAre() {
    assertThat(cli.run("task", "list", "--state", "nosuch")).isEqualTo(ExitCode.USAGE);
    assertThat(cli.err())
        .containsOnlyOnce("waiting")
        .contains("\"nosuch\"", "assigned", "retrying", "succeeded", "dead");
  }

  @Test
  void errorsAreInTheLanguageOfTheReader() {
    TestContexts portuguese = new TestContexts(home, Map.of(), Locale.forLanguageTag("pt"), "");
    assertThat(portuguese.run("brokr")).isEqualTo(ExitCode.USAGE);
    assertThat(portuguese.err()).contains("Não há comando \"brokr\".");
  }

  @Test
  void commandWithoutItsSubcommandSaysWhichThereAre() {
    assertThat(cli.run("task")).isEqualTo(ExitCode.USAGE);
    assertThat(cli.err()).contains("quiver task needs a command: submit, status");
  }

  @Test
  void absentBrokerIsOneClearLineAndNoTrace() {
    assertThat(cli.run("task", "results", "--url", "tcp://127.0.0.1:1"))
        .isEqualTo(ExitCode.BROKER_UNREACHABLE);
    assertThat(cli.err())
        .contains("No broker answers at 127.0.0.1:1.", "quiver broker")
        .doesNotContain("\tat ");
    assertThat(cli.err().lines()).hasSize(1);
  }

  @Test
  void absentBrokerIsToldToWhoeverManagesUsersInTheSameWords() throws Exception {
    Path password = Files.writeString(home.resolve("password"), "guess\n");
    assertThat(
            cli.run(
                "user",
                "list",
                "--url",
                "tcp://127.0.0.1:1",
                "--password-file",
                password.toString()))
        .isEqualTo(ExitCode.BROKER_UNREACHABLE);
    assertThat(cli.err()).contains("No broker answers at").doesNotContain("AMQ");
  }

  @Test
  void aPortOrAnAddressThatCannotBeIsAUsageError() {
    String data = home.resolve("data").toString();
    assertThat(cli.run("broker", "--data", data, "--port", "99999")).isEqualTo(ExitCode.USAGE);
    assertThat(cli.err()).contains("99999", "65535");
    assertThat(cli.run("broker", "--data", data, "--host", "no-such-host.invalid"))
        .isEqualTo(ExitCode.USAGE);
    assertThat(cli.err()).contains("no-such-host.invalid");
  }

  @Test
  void aHostThatDoesNotExistIsCalledSo() {
    assertThat(cli.run("task", "results", "--url", "tcp://no-such-host.invalid:61616"))
        .isEqualTo(ExitCode.BROKER_UNREACHABLE);
    assertThat(cli.err()).contains("There is no host no-such-host.invalid", "--url");
    assertThat(cli.err().lines()).hasSize(1);
  }

  @Test
  void aSizeThatIsNoneSaysWhatIsOne() {
    assertThat(cli.run("map", "text.count_words", "--max-input", "0", "x"))
        .isEqualTo(ExitCode.USAGE);
    assertThat(cli.err()).contains("\"0\" is no value for --max-input.", "64m");
  }

  @Test
  void aScheduleThatNeverFiresIsAUsageErrorAndNeedsNoBroker() {
    assertThat(
            cli.run("task", "schedule", "add", "x", "0 0 30 2 *", "text.count_words", "--zone=UTC"))
        .isEqualTo(ExitCode.USAGE);
    assertThat(cli.err()).contains("0 0 30 2 *", "never fires");
  }

  @Test
  void verboseShowsWhereItHappened() {
    assertThat(cli.run("task", "results", "--verbose", "--url", "tcp://127.0.0.1:1"))
        .isEqualTo(ExitCode.BROKER_UNREACHABLE);
    assertThat(cli.err()).contains("\tat dev.quiver.");
  }

  @Test
  void unusableConfigurationIsAUsageError() throws Exception {
    Files.writeString(home.resolve("config.properties"), "ulr=tcp://127.0.0.1:1\n");
    assertThat(cli.run("task", "results")).isEqualTo(ExitCode.USAGE);
    assertThat(cli.err()).contains("config.properties", "\"ulr\"");
  }

  @Test
  void execWithoutCommandIsAUsageError() {
    assertThat(cli.run("map", "exec", "--", "x")).isEqualTo(ExitCode.USAGE);
    assertThat(cli.err()).contains("--command COMMAND");
  }

  @Test
  void aCommandThatIsNotInstalledIsSaidBeforeAnythingIsStarted() throws Exception {
    Path tools = Files.createDirectory(home.resolve("tools"));
    Path count = Files.writeString(tools.resolve("count"), "");
    assertThat(count.toFile().setExecutable(true)).isTrue();
    TestContexts at = new TestContexts(home, Map.of("PATH", tools.toString()), Locale.ENGLISH, "");

    assertThat(at.run("map", "--embedded", "exec", "--command", "cout", "a"))
        .isEqualTo(ExitCode.USAGE);
    assertThat(at.err()).contains("no command \"cout\"", "its path").hasLineCount(1);

    assertThat(at.run("map", "--embedded", "exec", "--command", "count -l -w", "a"))
        .isEqualTo(ExitCode.USAGE);
    assertThat(at.err()).contains("--command count --arg=-l --arg=-w");

    assertThat(at.run("map", "--embedded", "exec", "--command", "count 'a b'", "a"))
        .isEqualTo(ExitCode.USAGE);
    assertThat(at.err()).contains("--command count --arg=...");
  }

  @Test
  void aWorkerAskedForATypeItLacksSaysWhichItHas() {
    assertThat(cli.run("worker", "--types", "text.nope")).isEqualTo(ExitCode.USAGE);
    assertThat(cli.err())
        .contains("cannot do \"text.nope\"", "calculate.average, ", "--plugins", "--allow");
  }

  @Test
  void unknownTypeNamesThoseThereAreBeforeAnythingIsStarted() {
    assertThat(cli.run("map", "text.count_wrods", "--embedded", "x")).isEqualTo(ExitCode.USAGE);
    assertThat(cli.err()).contains("\"text.count_wrods\"", "text.count_words", "hash.sha256");
  }
}
