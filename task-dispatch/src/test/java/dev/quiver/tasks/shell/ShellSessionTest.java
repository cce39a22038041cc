package dev.quiver.tasks.shell;

import static dev.quiver.tasks.shell.FakeBackend.worker;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.messaging.terminal.Palette;
import dev.quiver.messaging.text.Messages;
import dev.quiver.tasks.Outcome;
import dev.quiver.tasks.Task;
import dev.quiver.tasks.WorkerId;
import dev.quiver.tasks.client.Destination;
import dev.quiver.tasks.client.TaskListener;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShellSessionTest {

  private final FakeBackend backend = new FakeBackend();
  private final List<String> shown = new CopyOnWriteArrayList<>();
  private final ShellSession session = session(Locale.ENGLISH);

  private ShellSession session(Locale locale) {
    return new ShellSession(
        "ana",
        backend,
        new Rendering(
            Messages.of(TaskShell.class, locale),
            Palette.PLAIN,
            ZoneOffset.UTC,
            Exception::getMessage),
        shown::add,
        shown::add);
  }

  @Test
  void listShowsWhoIsConnectedWithTheirKind() throws Exception {
    backend.members.add(worker("Worker-1234", 2, 1, "calculate.sum"));
    backend.members.add(new Member("client", "ana", "u1", FakeBackend.NOW, null));
    backend.members.add(new Member("chat", "bob", "u2", FakeBackend.NOW, null));
    backend.members.add(new Member("martian", "x\u001b[2J", "u3", FakeBackend.NOW, null));
    assertThat(session.execute("/list")).isTrue();
    assertThat(String.join("\n", shown) + "\n")
        .isEqualTo(
            """
            NAME         KIND         SINCE
            bob          chat user    2026-02-03 04:05:06
            ana (you)    task client  2026-02-03 04:05:06
            x\\u{1b}[2J   martian      2026-02-03 04:05:06
            Worker-1234  worker       2026-02-03 04:05:06
            """);
  }

  @Test
  void workersShowsWhatTheyServeAndHowBusyTheyAre() throws Exception {
    session.execute("/workers");
    backend.members.add(worker("Worker-1234", 4, 1, "calculate.sum", "text.uppercase"));
    backend.members.add(worker("quiet", 2, -1, "exec"));
    session.execute("/workers");
    assertThat(String.join("\n", shown) + "\n")
        .isEqualTo(
            """
            No worker is connected; start one with quiver worker.
            WORKER       CONCURRENCY  RUNNING  LOAD  TYPES
            Worker-1234  4            1        25%   calculate.sum text.uppercase
            quiet        2            ?        ?     exec
            """);
  }

  @Test
  void anOutcomeIsShownWhenItComesAndStays() throws Exception {
    backend.members.add(worker("Worker-1234", 4, 1, "calculate.sum", "text.count_words"));
    session.execute("/calculate Worker-1234 sum 10 20 30 40");
    assertThat(backend.sent.get(0).to()).isEqualTo(Destination.worker(new WorkerId("Worker-1234")));
    session.execute("/text any count_words Este é um exemplo de texto");
    assertThat(backend.sent.get(1).to()).isEqualTo(Destination.pool());
    backend.succeed(0, "100");
    backend.succeed(1, "6");
    session.execute("/results");
    assertThat(shown)
        .startsWith(
            "[task-1] calculate.sum sent to Worker-1234",
            "[task-2] text.count_words sent to whichever worker is free",
            "[task-1] calculate.sum = 100 (Worker-1234, 12 ms)",
            "[task-2] text.count_words = 6 (Worker-1234, 12 ms)");
    assertThat(shown.get(4).lines())
        .containsExactly(
            "ENDED                TASK    TYPE              WORKER       OUTCOME    RESULT",
            "2026-02-03 04:05:06  task-1  calculate.sum     Worker-1234  succeeded  100",
            "2026-02-03 04:05:06  task-2  text.count_words  Worker-1234  succeeded  6",
            "Each result can be read for 7 days after it came, also after you left.");
  }

  @Test
  void anOutcomeThatOvertakesItsSubmitIsShownAfterIt() throws Exception {
    ShellBackend hasty =
        new ShellBackend() {
          @Override
          public List<Member> members() {
            return List.of();
          }

          @Override
          public Task newTask(dev.quiver.tasks.TaskType type, String input) {
            return backend.newTask(type, input);
          }

          @Override
          public void submit(Task task, Destination to, TaskListener listener) {
            listener.ended(FakeBackend.succeeded(task.id().value(), task.type().name(), "3"));
          }

          @Override
          public List<Outcome> results() {
            return List.of();
          }
        };
    Rendering rendering =
        new Rendering(
            Messages.of(TaskShell.class, Locale.ENGLISH),
            Palette.PLAIN,
            ZoneOffset.UTC,
            Exception::getMessage);
    ShellSession quick = new ShellSession("ana", hasty, rendering, shown::add, shown::add);
    quick.execute("/calculate any sum 1 2");
    assertThat(shown)
        .containsExactly(
            "[task-1] calculate.sum sent to whichever worker is free",
            "[task-1] calculate.sum = 3 (Worker-1234, 12 ms)");
    assertThat(quick.outstanding()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/calculate nobody sum 1",
        "/calculate Worker-1234 max 1",
        "/calculate auto sum 1",
        "/calculate Worker-1234 sum one",
        "/calculate Worker-1234 median 1",
        "/text any sum 1",
        "hello"
      })
  void whatIsWrongIsSaidAndNothingIsSent(String line) throws Exception {
    backend.members.add(worker("Worker-1234", 4, 1, "calculate.sum"));
    backend.missingWorkers.add("nobody");
    assertThat(session.execute(line)).isTrue();
    assertThat(shown).hasSize(1).first().asString().endsWith("Nothing was sent.");
    assertThat(backend.sent).isEmpty();
    assertThat(session.outstanding()).isZero();
  }

  @Test
  void aTaskForAWorkerThatIsAwayWaitsForIt() throws Exception {
    session.execute("/calculate Worker-9 sum 1");
    assertThat(shown)
        .containsExactly(
            "[task-1] calculate.sum sent to Worker-9, which is away: the task waits for it");
    assertThat(session.outstanding()).isEqualTo(1);
    session.awaitOutstanding(Duration.ofMillis(1));
    assertThat(session.outstanding()).isEqualTo(1);
  }

  @Test
  void foreignTextIsShownHarmless() {
    session.announce(
        new Outcome.Failed(FakeBackend.facts("t", "exec"), "bad\u001b]0;title\u0007\nline"));
    session.announce(FakeBackend.succeeded("t", "text.uppercase", "a\r\u202eb\u001b[31m"));
    assertThat(String.join("", shown)).doesNotContain("\u001b", "\u202e", "\r", "\u0007", "\n");
  }

  @Test
  void speaksPortugueseToo() throws Exception {
    ShellSession portuguese = session(Locale.forLanguageTag("pt-BR"));
    portuguese.execute("/calculate any sum dez");
    portuguese.execute("/results");
    assertThat(shown)
        .containsExactly(
            "\"dez\" não é um número: escreva decimais como -12.5 ou 3e6. Nada foi enviado.",
            "Não há resultados.");
  }

  @Test
  void quitEnds() throws Exception {
    assertThat(session.execute("/help")).isTrue();
    assertThat(shown.get(0)).contains(Vocabulary.COMMANDS);
    assertThat(session.execute("")).isTrue();
    assertThat(session.execute("/quit")).isFalse();
  }

  @Test
  void aSubmitOfUnknownFateIsToldToBeLookedForInTheResults() throws Exception {
    backend.silent = true;
    session.execute("/calculate any sum 1 2");
    assertThat(shown).singleElement().asString().contains("task-1", "not known", "/results");
    assertThat(session.outstanding()).isZero();
    assertThat(session.failures()).isEqualTo(1);
  }
}
