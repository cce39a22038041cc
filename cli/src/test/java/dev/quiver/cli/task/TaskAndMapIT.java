package dev.quiver.cli.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quiver.broker.BrokerConfig;
import dev.quiver.broker.QuiverBroker;
import dev.quiver.broker.Role;
import dev.quiver.broker.UserAdmin;
import dev.quiver.cli.ExitCode;
import dev.quiver.cli.TestContexts;
import dev.quiver.messaging.codec.TextBody;
import dev.quiver.messaging.connection.ConnectionSettings;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.messaging.connection.Use;
import dev.quiver.messaging.connection.WaitListener;
import dev.quiver.tasks.WorkerId;
import dev.quiver.tasks.handler.HandlerRegistry;
import dev.quiver.tasks.handler.builtin.BuiltInHandlers;
import dev.quiver.tasks.handler.builtin.ExecPolicy;
import dev.quiver.tasks.worker.Worker;
import dev.quiver.tasks.worker.WorkerConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the commands about tasks say, on a broker with a worker within this process. */
@Timeout(180)
class TaskAndMapIT {

  @TempDir private Path home;
  private QuiverBroker broker;
  private HandlerRegistry handlers;
  private Worker worker;

  @BeforeEach
  void start() throws Exception {
    broker = QuiverBroker.start(BrokerConfig.in(home.resolve("broker")).withPort(0));
    handlers = HandlerRegistry.builder().addAll(BuiltInHandlers.of(ExecPolicy.none())).build();
    ConnectionSettings settings =
        ConnectionSettings.of(broker.url(), "worker", passwordOf("worker"));
    worker =
        Worker.start(
            WorkerConfig.named(new WorkerId("Worker-1")),
            settings,
            handlers,
            WaitListener.silent());
  }

  @AfterEach
  void stop() throws Exception {
    worker.close();
    handlers.close();
    broker.close();
  }

  private String passwordOf(String user) {
    return broker.credentials().passwordOf(user).orElseThrow();
  }

  private TestContexts cli(Locale locale, String in) {
    return new TestContexts(home, Map.of("QUIVER_URL", broker.url()), locale, in);
  }

  private String out(String... args) {
    TestContexts cli = cli(Locale.ENGLISH, "");
    assertThat(cli.run(args)).as(cli.err()).isEqualTo(ExitCode.DONE);
    return cli.out();
  }

  @Test
  void anIdWhoseOutcomeIsHereIsNotExecutedAgainWhateverItsType() {
    List<String> submit = List.of("task", "submit", "--json", "--id", "my-sum");
    List<String> sum = new ArrayList<>(submit);
    sum.addAll(List.of("calculate.sum", "1 2 3"));
    List<String> other = new ArrayList<>(submit);
    other.addAll(List.of("text.uppercase", "abc"));

    assertThat(out("task", "submit", "--wait", "--id", "my-sum", "calculate.sum", "1 2 3"))
        .isEqualTo("6\n");
    for (int i = 0; i < 3; i++) {
      assertThat(out(sum.toArray(String[]::new))).contains("\"fresh\":false");
    }
    assertThat(out(other.toArray(String[]::new))).contains("\"fresh\":false");
    assertThat(out("task", "submit", "--wait", "--id", "my-sum", "text.uppercase", "abc"))
        .isEqualTo("6\n");
    assertThat(out("task", "submit", "--json", "--id", "new", "calculate.sum", "1"))
        .contains("\"fresh\":true");
  }

  /** The shell keeps them under the user's name in lower case; people type it as they like. */
  @Test
  void resultsAreFoundWhicheverWayTheNameOfTheirClientIsSpelled() {
    assertThat(
            out("task", "submit", "--wait", "--client", "maria", "--id", "m1", "hash.sha256", "a"))
        .isNotEmpty();
    assertThat(out("task", "results", "--client", "Maria")).contains("m1", "hash.sha256");
    assertThat(out("task", "status", "--client", "Maria", "m1")).contains("ca978112");
    assertThat(out("task", "results", "--client", "Mario")).doesNotContain("m1");
  }

  @Test
  void whatIsNoTaskIsShownAmongTheDeadAndDiscarded() throws Exception {
    try (Connections connections =
            Connections.to(ConnectionSettings.of(broker.url(), "client", passwordOf("client")));
        ClientSession session = connections.connect(Use.CONSUME).autoCommitSession()) {
      ClientMessage message = session.createMessage(Message.TEXT_TYPE, true);
      TextBody.write(message, "no json");
      message.setRoutingType(RoutingType.ANYCAST);
      session.createProducer().send("quiver.tasks.pool.text.uppercase", message);
    }
    await().until(() -> out("task", "dead", "list").contains("(no task)"));
    assertThat(out("task", "dead", "list", "--json"))
        .contains("\"state\":\"rejected\"", "no json", "JMSType");
    TestContexts requeue = cli(Locale.ENGLISH, "");
    assertThat(requeue.run("task", "dead", "requeue", "--rejected"))
        .isEqualTo(ExitCode.WORK_FAILED);
    assertThat(requeue.err()).contains("1 were left where they are");
    TestContexts discard = cli(Locale.ENGLISH, "");
    assertThat(discard.run("task", "dead", "discard", "--rejected")).isEqualTo(ExitCode.DONE);
    assertThat(discard.err()).contains("1 messages that are no task were discarded");
    assertThat(out("task", "dead", "list")).contains("There are no dead tasks.");
  }

  /** It may wait in a queue, where only an orchestrator looks. */
  @Test
  void withoutAnOrchestratorATaskWithoutAnOutcomeMayWait() {
    assertThat(out("task", "status", "never-there"))
        .contains("has not ended, or was not submitted by this client");
    assertThat(out("task", "status", "--json", "never-there")).contains("\"unknown\"");
  }

  @Test
  void withoutAnOrchestratorTheEndOfATaskIsWatchedFor() {
    out("task", "submit", "--id", "slow", "demo.sleep", "2000");
    assertThat(out("task", "status", "--watch", "--json", "slow").lines())
        .satisfiesExactly(
            first -> assertThat(first).contains("\"state\":\"unknown\""),
            last -> assertThat(last).contains("\"state\":\"succeeded\""));
    assertThat(out("task", "status", "--watch", "slow")).isEqualTo("2000\n");
  }

  /** Why an input was refused, also where its platform refuses it. */
  @Test
  void whatCannotBeSentIsSaidInTheReadersLanguage() {
    List<String> submit = List.of("task", "submit", "text.uppercase", "meio \uD83D");
    TestContexts people = cli(Locale.forLanguageTag("pt"), "");
    assertThat(people.run(submit.toArray(String[]::new))).isEqualTo(ExitCode.WORK_FAILED);
    assertThat(people.err()).contains("não pode ser enviada", "meio caractere");
  }

  @Test
  void jsonIsEnglishInAnyLanguage() {
    String absent = home.resolve("nosuch").toString();
    Locale portuguese = Locale.forLanguageTag("pt");
    TestContexts json = cli(portuguese, "");
    assertThat(json.run("map", "--json", "text.uppercase", absent)).isEqualTo(ExitCode.WORK_FAILED);
    assertThat(json.out()).contains("\"error\":\"There is no such file.\"");
    TestContexts people = cli(portuguese, "");
    assertThat(people.run("map", "text.uppercase", absent)).isEqualTo(ExitCode.WORK_FAILED);
    assertThat(people.err()).contains("Não há tal arquivo.");
  }

  @Test
  void anEmptyListHasNoRate() {
    TestContexts cli = cli(Locale.ENGLISH, "");
    assertThat(cli.run("map", "text.uppercase", "-")).isEqualTo(ExitCode.DONE);
    assertThat(cli.err()).contains("There were no inputs.").doesNotContain("a second");
  }

  @Test
  void aTypeThatNobodyEverServedIsNotWaitedFor() throws Exception {
    TestContexts cli = cli(Locale.ENGLISH, "");
    Path file = Files.writeString(home.resolve("a.txt"), "a");
    assertThat(cli.run("map", "no.such", file.toString())).isEqualTo(ExitCode.WORK_FAILED);
    assertThat(cli.err())
        .contains("No worker that has no.such is connected.", "No worker has ever served")
        .doesNotContain("the inputs wait for one");
  }

  @Test
  void whoseAccountIsThereAndPasswordIsNotIsNeverLetInAsSomebodyElse() {
    try (UserAdmin users =
        UserAdmin.connect(broker.url(), "admin", passwordOf("admin"), "quiver")) {
      users.add("maria", "a-secret-of-hers", Set.of(Role.CLIENT));
    }
    TestContexts cli = cli(Locale.ENGLISH, "/quit\n");
    assertThat(cli.run("task", "shell", "Maria")).isEqualTo(ExitCode.NOT_AUTHORISED);
    assertThat(cli.err()).contains("There is an account \"maria\"", "--password-file");
  }
}
