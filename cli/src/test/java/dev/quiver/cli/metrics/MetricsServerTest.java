package dev.quiver.cli.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.cli.ExitCode;
import dev.quiver.cli.TestContexts;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsServerTest {

  private static final InetSocketAddress FREE =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  @TempDir private Path home;

  private static HttpResponse<String> ask(String method, String url) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url)).method(method, BodyPublishers.noBody()).build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
  }

  @Test
  void whoAsksGetsWhatIsTrueNow() throws Exception {
    int[] looks = new int[1];
    try (MetricsServer server = MetricsServer.start(FREE, () -> "looks " + ++looks[0] + "\n")) {
      String url = "http://127.0.0.1:" + server.address().getPort();
      HttpResponse<String> first = ask("GET", url + "/metrics");
      assertThat(first.statusCode()).isEqualTo(200);
      assertThat(first.headers().firstValue("Content-Type")).get().asString().contains("0.0.4");
      assertThat(first.body()).isEqualTo("looks 1\n");
      assertThat(ask("GET", url + "/metrics?x=1").body()).isEqualTo("looks 2\n");
      assertThat(ask("HEAD", url + "/metrics").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void nothingElseIsAnswered() throws Exception {
    try (MetricsServer server = MetricsServer.start(FREE, () -> "")) {
      String url = "http://127.0.0.1:" + server.address().getPort();
      assertThat(ask("GET", url + "/").statusCode()).isEqualTo(404);
      assertThat(ask("GET", url + "/metrics/x").statusCode()).isEqualTo(404);
      assertThat(ask("POST", url + "/metrics").statusCode()).isEqualTo(405);
    }
  }

  @Test
  void thePageIsOfTheFormatAndSaysWhoseItIs() throws Exception {
    try (RoleMetrics metrics = RoleMetrics.served("worker", FREE)) {
      metrics.begin(
          to -> to.gauge("quiver.some\"thing", "a \\ and a\nbreak", () -> 3, "of", "a\"b"));
      Page page = new Page(ask("GET", metrics.url()).body());
      assertThat(page.value("quiver_info", "role", "worker")).isEqualTo(1);
      assertThat(page.value("quiver_some_thing")).isEqualTo(3);
      assertThat(page.value("process_cpu_seconds_total")).isPositive();
      assertThat(page.value("jvm_memory_used_bytes", "area", "heap")).isPositive();
    }
  }

  @Test
  void aPortThatIsTakenAndOneThatIsNoneAreNamedBeforeTheRoleBegins() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(other.getLocalPort());
      TestContexts taken = TestContexts.plain(home);
      assertThat(taken.run("worker", "--url", "tcp://127.0.0.1:1", "--metrics-port", port))
          .isEqualTo(ExitCode.WORK_FAILED);
      assertThat(taken.err()).contains(port, "--metrics-port").doesNotContain("Exception");
    }
    TestContexts none = TestContexts.plain(home);
    assertThat(none.run("worker", "--url", "tcp://127.0.0.1:1", "--metrics-port", "70000"))
        .isEqualTo(ExitCode.USAGE);
    assertThat(none.err()).contains("70000");
    TestContexts unknown = TestContexts.plain(home);
    assertThat(
            unknown.run("worker", "--metrics-port", "0", "--metrics-host", "no-such-host.invalid"))
        .isEqualTo(ExitCode.USAGE);
    assertThat(unknown.err()).contains("no-such-host.invalid");
  }
}
