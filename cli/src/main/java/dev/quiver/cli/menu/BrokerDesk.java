package dev.quiver.cli.menu;

import dev.quiver.messaging.connection.ConnectionSettings;
import dev.quiver.messaging.connection.QuiverMessagingException;
import dev.quiver.orchestrator.ask.OrchestratorClient;
import dev.quiver.orchestrator.ask.TaskList;
import dev.quiver.orchestrator.ask.TaskQuery;
import dev.quiver.orchestrator.ask.TaskView;
import dev.quiver.tasks.Payload;
import dev.quiver.tasks.Task;
import dev.quiver.tasks.TaskId;
import dev.quiver.tasks.TaskType;
import dev.quiver.tasks.client.TaskClient;
import dev.quiver.tasks.client.TaskClientConfig;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.SortedSet;
import java.util.concurrent.ExecutionException;

/**
 * Does it on the broker. A client is there only while something is submitted or cancelled, so that
 * one user can have the menu open twice.
 */
final class BrokerDesk implements Desk {

  private static final int PAGE = 20;

  private final ConnectionSettings settings;
  private final InstantSource clock;
  private final OrchestratorClient orchestrator;
  private final SecureRandom random = new SecureRandom();

  private BrokerDesk(
      ConnectionSettings settings, InstantSource clock, OrchestratorClient orchestrator) {
    this.settings = settings;
    this.clock = clock;
    this.orchestrator = orchestrator;
  }

  /**
   * Logs in.
   *
   * @throws dev.quiver.messaging.connection.LoginRefusedException if the broker refuses the user
   */
  static BrokerDesk open(ConnectionSettings settings, InstantSource clock) {
    return new BrokerDesk(settings, clock, OrchestratorClient.connect(settings));
  }

  @Override
  public SortedSet<TaskType> types() {
    return orchestrator.servedTypes();
  }

  @Override
  public TaskId submit(TaskType type, String input) throws InterruptedException {
    Task task = Task.of(TaskId.random(random), type, Payload.of(input), clock.instant());
    try (TaskClient client = client()) {
      boolean unused = client.start(task, orchestrator.usualWay()).accepted().get();
      return task.id();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof QuiverMessagingException refused) {
        throw refused;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  @Override
  public TaskView status(TaskId task) throws InterruptedException {
    return orchestrator.status(task);
  }

  @Override
  public TaskList list() throws InterruptedException {
    return orchestrator.list(new TaskQuery(null, null, null, null, null, -1, PAGE));
  }

  @Override
  public void cancel(TaskId task) {
    try (TaskClient client = client()) {
      client.cancel(task);
    }
  }

  private TaskClient client() {
    return TaskClient.connect(settings, TaskClientConfig.of("menu").keeping());
  }

  @Override
  public void close() {
    orchestrator.close();
  }
}
