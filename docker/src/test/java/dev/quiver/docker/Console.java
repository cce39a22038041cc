package dev.quiver.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** The console's REST interface (Jolokia), asked as a page of the console asks. */
final class Console {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient browser =
      HttpClient.newBuilder().cookieHandler(new CookieManager()).build();

  private final String url;

  /**
   * @param url of the console
   */
  Console(String url) {
    this.url = url;
  }

  /** Logs in; the status of the answer. */
  int logIn(String user, String password) throws IOException, InterruptedException {
    ObjectNode login = JSON.createObjectNode().put("username", user).put("password", password);
    return post("/auth/login", login).statusCode();
  }

  /** The status of the answer to somebody who asks for the names of all queues. */
  int statusOfQueues() throws IOException, InterruptedException {
    return post("/jolokia/", read("QueueNames")).statusCode();
  }

  /** An attribute of the broker. */
  JsonNode attribute(String name) throws IOException, InterruptedException {
    return value(read(name));
  }

  /** All messages in a queue, as the console shows them. */
  JsonNode browse(String queue) throws IOException, InterruptedException {
    return value(
        JSON.createObjectNode()
            .put("type", "exec")
            .put(
                "mbean",
                broker()
                    + ",component=addresses,address=\""
                    + queue
                    + "\",subcomponent=queues,routing-type=\"anycast\",queue=\""
                    + queue
                    + "\"")
            .put("operation", "browse()"));
  }

  private static ObjectNode read(String attribute) {
    return JSON.createObjectNode()
        .put("type", "read")
        .put("mbean", broker())
        .put("attribute", attribute);
  }

  private static String broker() {
    return "org.apache.activemq.artemis:broker=\"quiver\"";
  }

  private JsonNode value(ObjectNode question) throws IOException, InterruptedException {
    HttpResponse<String> answer = post("/jolokia/", question);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    JsonNode value = JSON.readTree(answer.body()).get("value");
    assertThat(value).as(answer.body()).isNotNull();
    return value;
  }

  private HttpResponse<String> post(String path, ObjectNode body)
      throws IOException, InterruptedException {
    return browser.send(
        HttpRequest.newBuilder(URI.create(url + path))
            .header("Content-Type", "application/json")
            .header("Origin", url.replace("/console", ""))
            .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
