package dev.quiver.cli.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quiver.cli.metrics.MetricsDocument;
import dev.quiver.cli.metrics.Page;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What each role's page has is what docs/metrics.md says, no more and no less. */
class MetricsIT {

  private final MetricsDocument document = new MetricsDocument();

  @TempDir private Path folder;

  @Test
  void everyRoleExportsWhatIsDocumented() throws Exception {
    try (QuiverLauncher quiver = new QuiverLauncher(folder)) {
      int port = QuiverLauncher.freePort();
      Path data = quiver.home().resolve("broker");
      QuiverProcess broker =
          quiver.start(
              "broker", "--data", data.toString(), "--port", "" + port, "--metrics-port", "0");
      broker.awaitOut("ready");
      String url = QuiverLauncher.url(port);
      String[] served = {"--url", url, "--data", data.toString(), "--metrics-port", "0"};
      QuiverProcess orchestrator = role(quiver, served, "orchestrator", "--id", "A");
      QuiverProcess worker =
          role(quiver, served, "worker", "--id", "w1", "--types", "text.count_words");
      QuiverProcess node = role(quiver, served, "dht", "node", "--count", "5");
      QuiverProcess compare =
          role(quiver, served, "multicast", "compare", "--messages", "1", "--start-wait", "600s");
      await()
          .atMost(QuiverProcess.PATIENCE)
          .untilAsserted(
              () -> {
                assertThat(page(worker).value("quiver_connected")).isEqualTo(1);
                assertThat(page(orchestrator).value("quiver_orchestrator_leading")).isEqualTo(1);
                assertThat(page(node).value("quiver_dht_members")).isEqualTo(5);
              });
      QuiverProcess submitted =
          quiver.run(
              "task",
              "submit",
              "--wait",
              "--url",
              url,
              "--data",
              data.toString(),
              "text.count_words",
              "one two three");
      assertThat(submitted.exitCode()).as(submitted.err()).isZero();

      assertThat(page(worker).value("quiver_worker_tasks_total", "result", "succeeded"))
          .isEqualTo(1);
      assertThat(page(worker).value("quiver_worker_execution_seconds_count")).isEqualTo(1);
      assertThat(page(orchestrator).value("quiver_orchestrator_assigned_total")).isEqualTo(1);
      assertThat(page(broker).value("quiver_broker_serving")).isEqualTo(1);
      assertThat(
              page(broker).value("artemis_consumer_count", "queue", "quiver.orchestrators.leader"))
          .isPositive();
      assertDocumented(broker, "broker");
      assertDocumented(orchestrator, "orchestrator");
      assertDocumented(worker, "worker");
      assertDocumented(node, "node");
      assertDocumented(compare, "compare");
      assertThat(addresses(page(broker)))
          .as("addresses that grow in number with users and nodes")
          .contains("quiver.tasks.pool.text.count_words", "DLQ")
          .noneMatch(each -> each.startsWith("quiver.replies") || each.startsWith("quiver.dht"))
          .noneMatch(each -> each.startsWith("quiver.tasks.results"));
    }
  }

  private static QuiverProcess role(QuiverLauncher quiver, String[] served, String... command) {
    List<String> all = new java.util.ArrayList<>(List.of(command));
    all.addAll(List.of(served));
    return quiver.start(all.toArray(String[]::new)).awaitErr("/metrics");
  }

  private void assertDocumented(QuiverProcess process, String role) throws Exception {
    assertThat(page(process).kinds()).as(role).isEqualTo(document.of(role));
  }

  private static Set<String> addresses(Page page) {
    Set<String> addresses = new TreeSet<>();
    page.samples().forEach(each -> addresses.add(each.labels().getOrDefault("address", "")));
    return addresses;
  }

  private static Page page(QuiverProcess process) throws Exception {
    String url = process.err().replaceAll("(?s).*(http://127\\.0\\.0\\.1:[0-9]+/metrics).*", "$1");
    return new Page(
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString())
            .body());
  }
}
