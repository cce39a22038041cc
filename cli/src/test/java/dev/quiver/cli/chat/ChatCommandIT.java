package dev.quiver.cli.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quiver.broker.BrokerConfig;
import dev.quiver.broker.QuiverBroker;
import dev.quiver.chat.client.ChatClient;
import dev.quiver.chat.client.ChatConfig;
import dev.quiver.cli.ExitCode;
import dev.quiver.cli.TestContexts;
import dev.quiver.cli.config.PasswordStore;
import dev.quiver.messaging.connection.ConnectionSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code quiver chat} as scripts use it, all on one broker. Each test has people of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
class ChatCommandIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Locale PORTUGUESE = Locale.forLanguageTag("pt");

  @TempDir private static Path home;
  private QuiverBroker broker;

  @BeforeAll
  void start() throws Exception {
    broker = QuiverBroker.start(BrokerConfig.in(home.resolve("broker")).withPort(0));
  }

  @AfterAll
  void stop() throws Exception {
    broker.close();
  }

  private record Said(int exit, String out, String err) {}

  private Said chat(Locale locale, String lines, String... args) {
    TestContexts cli = context(locale, lines);
    List<String> all = new ArrayList<>(List.of("chat"));
    all.addAll(List.of(args));
    int exit = cli.run(all.toArray(String[]::new));
    return new Said(exit, cli.out(), cli.err());
  }

  private Said chat(String lines, String... args) {
    return chat(Locale.ENGLISH, lines, args);
  }

  private TestContexts context(Locale locale, String lines) {
    return new TestContexts(home, Map.of("QUIVER_URL", broker.url()), locale, lines);
  }

  private void account(String name) {
    Said made = chat("/quit\n", name, "--new-account");
    assertThat(made.exit).as(made.err).isEqualTo(ExitCode.DONE);
  }

  @Test
  void whatAScriptSaysUnderANewAccountIsThereForThoseWhoCome() {
    Said said =
        chat("hello 👋\n/me waves\n//slash\n", "carla", "--room", "scripts", "--new-account");

    assertThat(said.exit).as(said.err).isEqualTo(ExitCode.DONE);
    assertThat(said.err).isEmpty();
    assertThat(said.out).startsWith("Connected as carla.").contains("You are in #scripts.");
    Said heard = chat("", "dino", "--new-account", "--room", "scripts", "--json");
    assertThat(heard.exit).as(heard.err).isEqualTo(ExitCode.DONE);
    assertThat(heard.out.lines())
        .allMatch(line -> line.startsWith("{\"event\":"))
        .filteredOn(line -> line.contains("\"from\":\"carla\"") && line.contains("\"history\""))
        .satisfiesExactly(
            line -> assertThat(line).contains("\"text\":\"hello 👋\""),
            line -> assertThat(line).contains("\"text\":\"waves\"", "\"action\":true"),
            line -> assertThat(line).contains("\"text\":\"/slash\""));
  }

  @Test
  void anAccountThatIsThereIsUsedAgainWithThePasswordThatIsKept() throws Exception {
    account("edna");
    account("edna");
    assertThat(chat("hi\n", "Edna").exit).isEqualTo(ExitCode.DONE);
    Files.delete(new PasswordStore(home).fileOf("edna"));

    Said unknown = chat("hi\n", "edna");
    assertThat(unknown.exit).isEqualTo(ExitCode.NOT_AUTHORISED);
    assertThat(unknown.err).contains("There is an account \"edna\"", "--password-file");
    Said again = chat("hi\n", "edna", "--new-account");
    assertThat(again.exit).isEqualTo(ExitCode.WORK_FAILED);
    assertThat(again.err).contains("edna");
  }

  @ParameterizedTest
  @CsvSource({
    "en, The name fred is in use in the chat: leave it where it is",
    "pt, O nome fred está em uso na conversa: saia de onde ele está"
  })
  void aNameInUseIsOneLine(String language, String words) throws Exception {
    account("fred");
    String password = Files.readString(new PasswordStore(home).fileOf("fred")).strip();
    try (ChatClient there =
        ChatClient.connect(
            ConnectionSettings.of(broker.url(), "fred", password),
            ChatConfig.of(home.resolve("downloads")),
            event -> {},
            Clock.systemUTC())) {
      assertThat(there.self().value()).isEqualTo("fred");
      Said second = chat(Locale.forLanguageTag(language), "hi\n", "fred");
      assertThat(second.exit).isEqualTo(ExitCode.NOT_AUTHORISED);
      assertThat(second.out).isEmpty();
      assertThat(second.err.lines()).singleElement().asString().contains(words);
    }
  }

  @Test
  void aWrongPasswordIsOneLine() throws Exception {
    account("gina");
    Path wrong = Files.writeString(home.resolve("wrong.password"), "not hers\n");
    String[] args = {"gina", "--user", "gina", "--password-file", wrong.toString()};

    Said refused = chat("hi\n", args);
    assertThat(refused.exit).isEqualTo(ExitCode.NOT_AUTHORISED);
    assertThat(refused.err.lines())
        .singleElement()
        .asString()
        .contains("The broker does not let \"gina\" in");
    assertThat(chat(PORTUGUESE, "hi\n", args).err).contains("O broker não deixa \"gina\" entrar");
  }

  @Test
  void whereNoBrokerIsThatIsSaid() {
    Said lost = chat("hi\n", "hugo", "--url", "tcp://127.0.0.1:1");
    assertThat(lost.exit).isEqualTo(ExitCode.BROKER_UNREACHABLE);
    assertThat(lost.err).contains("127.0.0.1:1");
  }

  @Test
  void whatMakesNoSenseIsRefusedBeforeAnybodyIsAsked() {
    assertUsage("Who are you?");
    assertUsage("is no name", "Not A Name!");
    assertUsage("is no room", "ana", "--room", "a room");
    assertUsage("cannot both be", "ana", "--user", "bob");
  }

  private void assertUsage(String words, String... args) {
    Said said = chat("", args);
    assertThat(said.exit).as(said.err).isEqualTo(ExitCode.USAGE);
    assertThat(said.err).contains(words);
  }

  @Test
  void aLineThatCannotBeDoneIsSaidAndCountsInTheExitCode() {
    account("ines");
    Said said = chat("/msg nobody psst\n/nick queen\n/dance\nwell\n", "ines");

    assertThat(said.exit).isEqualTo(ExitCode.WORK_FAILED);
    assertThat(said.err)
        .contains("There is no account nobody", "You stay ines", "There is no command /dance");
    Said portuguese = chat(PORTUGUESE, "/nick rainha\n", "ines");
    assertThat(portuguese.exit).isEqualTo(ExitCode.WORK_FAILED);
    assertThat(portuguese.err).contains("Você continua ines");
  }

  @Test
  void helpNamesEachCommandInBothLanguages() {
    account("june");
    for (Locale locale : List.of(Locale.ENGLISH, PORTUGUESE)) {
      assertThat(chat(locale, "/help\n", "june").out)
          .contains("/all", "/msg", "/me", "/list", "/rooms", "/join", "/leave", "/history")
          .contains("/away", "/send", "/accept", "/refuse", "/help", "/quit");
    }
  }

  @Test
  void linesThatComeTooFastAreRefusedUnlessTheyMayTakeTheirTime() {
    account("kurt");
    String lines = "tick\n".repeat(130);

    Said hasty = chat(lines, "kurt", "--room", "clock");
    assertThat(hasty.exit).isEqualTo(ExitCode.WORK_FAILED);
    assertThat(hasty.err).contains("more than 20 a second, after 100 at once");
    Said patient = chat(lines, "kurt", "--room", "clock", "--pace");
    assertThat(patient.exit).as(patient.err).isEqualTo(ExitCode.DONE);
    assertThat(patient.err).isEmpty();
  }

  @Test
  void whoLingersHearsWhatIsSaidAfterItsInputHasEnded() throws Exception {
    account("lara");
    account("milo");
    TestContexts lara = context(Locale.ENGLISH, "");
    CompletableFuture<Integer> ended = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> ended.complete(lara.run("chat", "lara", "--room", "late", "--linger", "10m")));
    thread.start();
    await().atMost(PATIENCE).until(() -> lara.out().contains("You are in #late."));

    assertThat(chat("are you there?\n", "milo", "--room", "late").exit).isZero();
    await().atMost(PATIENCE).until(() -> lara.out().contains("milo: are you there?"));
    await().atMost(PATIENCE).until(() -> lara.out().contains("milo has left #late."));
    thread.interrupt();
    assertThat(ended.get(60, TimeUnit.SECONDS)).isEqualTo(ExitCode.INTERRUPTED);
  }

  @Test
  void aFileGoesFromScriptToScript() throws Exception {
    account("nora");
    account("omar");
    Path file = Files.writeString(home.resolve("report.txt"), "all is well");
    Path downloads = home.resolve("of-omar");
    TestContexts omar = context(Locale.ENGLISH, "");
    String[] takes = {"chat", "omar", "--accept-files", "--linger", "10m"};
    List<String> args = new ArrayList<>(List.of(takes));
    args.addAll(List.of("--downloads", downloads.toString()));
    Thread thread = new Thread(() -> omar.run(args.toArray(String[]::new)));
    thread.start();
    await().atMost(PATIENCE).until(() -> omar.out().contains("You are in #lobby."));

    Said sent = chat("/send omar " + file + "\n", "nora");
    assertThat(sent.exit).as(sent.err).isEqualTo(ExitCode.DONE);
    assertThat(downloads.resolve("report.txt")).hasContent("all is well");
    thread.interrupt();
    thread.join(PATIENCE.toMillis());
  }
}
