package dev.quiver.cli.menu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.cli.TestContexts;
import dev.quiver.orchestrator.ask.NoLeaderException;
import dev.quiver.orchestrator.ask.TaskList;
import dev.quiver.orchestrator.ask.TaskView;
import dev.quiver.tasks.Payload;
import dev.quiver.tasks.Task;
import dev.quiver.tasks.TaskId;
import dev.quiver.tasks.TaskType;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskMenuTest {

  @TempDir private Path home;
  private final FakeDesk desk = new FakeDesk();

  @Test
  void submitsTellsTheStateListsAndCancels() throws Exception {
    TestContexts said =
        run(Locale.ENGLISH, "1", "text.uppercase", "abc", "2", "t1", "3", "4", "t1");

    assertThat(desk.done).containsExactly("submit text.uppercase abc", "cancel t1");
    assertThat(said.out())
        .contains(
            "Task t1 was accepted.",
            "Task t1 (text.uppercase): waiting",
            "1 of 1",
            "t1 is being cancelled.");
    assertThat(said.err()).contains("text.uppercase").endsWith("Goodbye.\n");
  }

  @Test
  void whatIsNotOnTheMenuIsSaidAndItGoesOn() throws Exception {
    TestContexts said = run(Locale.ENGLISH, "7", "3");

    assertThat(said.err()).contains("There is no \"7\" on the menu");
    assertThat(said.out()).contains("No task of yours");
  }

  @Test
  void aFailureIsSaidAndTheMenuIsOfferedAgain() throws Exception {
    desk.leads = false;
    TestContexts said = run(Locale.ENGLISH, "2", "t1", "1", "bad type!", "0");

    assertThat(said.err()).contains("No orchestrator answers", "bad type!", "Goodbye.");
    assertThat(desk.done).isEmpty();
  }

  @Test
  void whatHasEndedIsNotCancelledAndOneThatIsNotKnownIsSaidToBe() throws Exception {
    desk.tasks.add(ended("t1"));
    TestContexts said = run(Locale.ENGLISH, "4", "t1", "4", "t9", "0");

    assertThat(said.out())
        .contains("Task t1 has ended already (succeeded)", "knows no task t9 of this user");
    assertThat(desk.done).containsExactly("cancel t9");
  }

  private static TaskView ended(String id) {
    Instant end = Instant.EPOCH;
    return new TaskView(
        id, "exec", "maria", null, "succeeded", "w1", 1, 0, end, end, end, "", null, null, null);
  }

  @Test
  void anUnknownTaskIsSaidInTheLanguageOfTheReader() throws Exception {
    TestContexts said = run(Locale.forLanguageTag("pt"), "2", "t9", "0");

    assertThat(said.out()).contains("Tarefa t9 não é conhecida");
    assertThat(said.err()).contains("1 enviar uma tarefa");
  }

  private TestContexts run(Locale locale, String... answers) throws Exception {
    TestContexts said = new TestContexts(home, Map.of(), locale, "");
    new TaskMenu(said.context(), new Answers(answers), desk).run();
    said.context().out().flush();
    return said;
  }

  private static final class Answers implements Prompt {

    private final Deque<String> left;

    Answers(String... answers) {
      left = new ArrayDeque<>(List.of(answers));
    }

    @Override
    public @Nullable String ask(String question) {
      return left.poll();
    }

    @Override
    public @Nullable String askSecretly(String question) {
      return left.poll();
    }
  }

  private static final class FakeDesk implements Desk {

    private final List<String> done = new ArrayList<>();
    private final List<TaskView> tasks = new ArrayList<>();
    private boolean leads = true;

    @Override
    public SortedSet<TaskType> types() {
      return new TreeSet<>(List.of(new TaskType("text.uppercase")));
    }

    @Override
    public TaskId submit(TaskType type, String input) {
      done.add("submit " + type + " " + input);
      Task task = Task.of(new TaskId("t1"), type, Payload.of(input), Instant.EPOCH);
      tasks.add(TaskView.waiting(task, "maria", 0, null, "turn", null));
      return new TaskId("t1");
    }

    @Override
    public TaskView status(TaskId task) {
      if (!leads) {
        throw new NoLeaderException(new TimeoutException());
      }
      return tasks.stream()
          .filter(each -> each.taskId().equals(task.value()))
          .findFirst()
          .orElse(TaskView.unknown(task.value()));
    }

    @Override
    public TaskList list() {
      return new TaskList(tasks, tasks.size(), -1);
    }

    @Override
    public void cancel(TaskId task) {
      done.add("cancel " + task);
    }

    @Override
    public void close() {}
  }
}
