package dev.quiver.tasks.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.messaging.connection.ConnectionSettings;
import dev.quiver.tasks.Outcome;
import dev.quiver.tasks.Payload;
import dev.quiver.tasks.Task;
import dev.quiver.tasks.TaskId;
import dev.quiver.tasks.TaskType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The example of {@code docs/java-api.md}, run; and that the page shows this very text. */
@Timeout(60)
class JavaApiExampleIT {

  // example: begin
  static String shout(ConnectionSettings broker, String text) throws Exception {
    TaskClientConfig config = TaskClientConfig.unnamed(new SecureRandom());
    try (TaskClient client = TaskClient.connect(broker, config)) {
      Task task =
          Task.of(
              TaskId.random(new SecureRandom()),
              new TaskType("text.uppercase"),
              Payload.of(text),
              Instant.now());

      // On the broker's disk when this returns; the future is its outcome.
      CompletableFuture<Outcome> submitted = client.submit(task, Destination.pool());

      Outcome outcome = submitted.get(30, TimeUnit.SECONDS);
      if (outcome instanceof Outcome.Succeeded done && done.result() instanceof Payload.Text got) {
        return got.text();
      }
      throw new IllegalStateException("task " + task.id() + " ended " + outcome.label());
    }
  }

  // example: end

  @Test
  void theExampleWorks(@TempDir Path folder) throws Exception {
    try (Platform platform = new Platform(folder)) {
      platform.worker();

      assertThat(shout(platform.settings("client"), "hello")).isEqualTo("HELLO");
    }
  }

  @Test
  void theDocumentationShowsTheExampleThatIsTested() throws Exception {
    Path root = Path.of("..").toRealPath();
    String source =
        Files.readString(
            root.resolve(
                "task-dispatch/src/test/java/dev/quiver/tasks/client/JavaApiExampleIT.java"));
    int begin = source.indexOf("  // example: begin\n") + "  // example: begin\n".length();
    String example = source.substring(begin, source.indexOf("\n  // example: end"));
    String shown = example.replaceAll("(?m)^  ", "").strip();

    assertThat(Files.readString(root.resolve("docs/java-api.md"))).contains(shown);
  }

  @Test
  void aJmsConnectionFactorySaysWhereTheBrokerIs(@TempDir Path folder) throws Exception {
    try (Platform platform = new Platform(folder)) {
      platform.worker();
      ConnectionSettings settings = platform.settings("client");
      var password = platform.broker().credentials().passwordOf("client").orElseThrow();
      try (var factory = new ActiveMQConnectionFactory(settings.url(), "client", password);
          TaskClient client =
              TaskClient.connect(
                  factory, "quiver", TaskClientConfig.of("jms"), ClientListener.NONE)) {
        assertThat(
                client
                    .submit(Platform.task("t-1", "x"), Destination.pool())
                    .get(20, TimeUnit.SECONDS))
            .isInstanceOf(Outcome.Succeeded.class);
      }
      try (var anonymous = new ActiveMQConnectionFactory(settings.url())) {
        assertThatThrownBy(
                () ->
                    TaskClient.connect(
                        anonymous, "quiver", TaskClientConfig.of("jms"), ClientListener.NONE))
            .hasMessageContaining("no user and password");
      }
    }
  }
}
