package dev.quiver.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.CookieManager;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The web console as a browser meets it. */
class ConsoleIT {

  @TempDir private Path folder;
  private QuiverLauncher quiver;
  private Path data;

  @BeforeEach
  void open() {
    quiver = new QuiverLauncher(folder);
    data = folder.resolve("data");
  }

  @AfterEach
  void close() {
    quiver.close();
  }

  @Test
  void adminsLogInAndSeeTheBrokerAndNobodyElseDoes() throws Exception {
    QuiverProcess broker =
        quiver
            .start("broker", "--data", data.toString(), "--port", "0", "--console", "0")
            .awaitOut("web console");
    String url = broker.out().replaceAll("(?s).*(http://127\\.0\\.0\\.1:[0-9]+/console).*", "$1");
    HttpClient stranger = browser();

    HttpResponse<String> front = get(stranger, url + "/");
    assertThat(front.statusCode()).isEqualTo(302);
    assertThat(front.headers().firstValue("Location")).contains("/console/login");
    HttpResponse<String> root = get(stranger, url.replace("/console", "/"));
    assertThat(root.statusCode()).isEqualTo(302);
    assertThat(root.headers().firstValue("Location")).get().asString().endsWith("/console/");
    assertThat(get(stranger, url + "/static/").body()).doesNotContain("Directory:");
    assertThat(get(stranger, url + "/login").body()).contains("<html");
    assertThat(get(stranger, url + "/jolokia/list").statusCode()).isBetween(401, 403);
    assertThat(logIn(stranger, url, "admin", "wrong")).isBetween(401, 403);
    // With the right password, and still no admin.
    assertThat(logIn(stranger, url, "client", password("client"))).isBetween(401, 403);
    assertThat(get(stranger, url + "/jolokia/list").statusCode()).isBetween(401, 403);

    HttpClient admin = browser();
    assertThat(logIn(admin, url, "admin", password("admin"))).isEqualTo(200);
    String names =
        url + "/jolokia/read/org.apache.activemq.artemis:broker=%22quiver%22/AddressNames";
    HttpResponse<String> seen = getFrom(url.replace("/console", ""), admin, names);
    assertThat(seen.statusCode()).isEqualTo(200);
    assertThat(seen.body()).contains("quiver.tasks.dead");
    // A page from elsewhere in the admin's own browser.
    assertThat(getFrom("http://elsewhere.invalid", admin, names).body())
        .contains("not allowed")
        .doesNotContain("quiver.tasks.dead");

    broker.terminate();
    assertThat(broker.awaitExit().exitCode()).as(broker.err()).isZero();
    assertThat(broker.err()).doesNotContain("Exception", " ERROR ", " WARN ");
  }

  @Test
  void aPortThatIsTakenIsNamed() throws IOException {
    try (ServerSocket other = new ServerSocket(0)) {
      String port = Integer.toString(other.getLocalPort());

      QuiverProcess broker =
          quiver.run("broker", "--data", data.toString(), "--port", "0", "--console", port);

      assertThat(broker.exitCode()).as(broker.err()).isEqualTo(1);
      assertThat(broker.err()).contains("Port " + port, "--console").doesNotContain("\tat ");
    }
  }

  private String password(String user) throws IOException {
    Properties credentials = new Properties();
    try (var in = Files.newBufferedReader(data.resolve("credentials"))) {
      credentials.load(in);
    }
    return credentials.getProperty(user);
  }

  private static HttpClient browser() {
    return HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
  }

  private static HttpResponse<String> get(HttpClient client, String url) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
  }

  /** As a browser does for a page of that origin. */
  private static HttpResponse<String> getFrom(String origin, HttpClient client, String url)
      throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create(url)).header("Origin", origin).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static int logIn(HttpClient client, String url, String user, String password)
      throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + "/auth/login"))
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"username\":\"" + user + "\",\"password\":\"" + password + "\"}"))
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
  }
}
