package dev.quiver.cli.dht;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quiver.broker.BrokerConfig;
import dev.quiver.broker.QuiverBroker;
import dev.quiver.cli.ExitCode;
import dev.quiver.cli.TestContexts;
import dev.quiver.dht.ChordConfig;
import dev.quiver.dht.Id;
import dev.quiver.dht.NodeRef;
import dev.quiver.dht.jms.RingProcess;
import dev.quiver.messaging.connection.ConnectionSettings;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.messaging.connection.WaitListener;
import dev.quiver.messaging.protocol.NodeId;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What programs get from the papers' ring, and what it does not take. */
@Timeout(180)
class AskedRingIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path home;
  private QuiverBroker broker;
  private Connections connections;
  private RingProcess nodes;

  @BeforeEach
  void start() throws InterruptedException {
    broker = QuiverBroker.start(BrokerConfig.in(home.resolve("broker")).withPort(0));
    String password = broker.credentials().passwordOf("node").orElseThrow();
    connections = Connections.to(ConnectionSettings.of(broker.url(), "node", password));
    List<NodeRef> papers =
        LongStream.of(1, 8, 14, 21, 32, 38, 42, 48, 51, 56)
            .mapToObj(id -> new NodeRef(Id.of(id), new NodeId("n-" + id), "n"))
            .toList();
    ChordConfig config = ChordConfig.defaults().withBits(6).withSuccessors(1);
    nodes =
        RingProcess.start(
            connections,
            new RingProcess.Setup("six", "n", config, papers, List.of(), false),
            (node, notice) -> {},
            WaitListener.silent(),
            Clock.systemUTC());
    await().atMost(PATIENCE).until(() -> dht("lookup", "--id", "1").code() == ExitCode.DONE);
  }

  @AfterEach
  void stop() {
    nodes.close();
    connections.close();
    broker.close();
  }

  private record Ran(int code, String out, String err) {}

  private Ran dht(String... words) {
    TestContexts cli =
        new TestContexts(home, Map.of("QUIVER_URL", broker.url()), Locale.ENGLISH, "");
    List<String> line = new ArrayList<>(List.of("dht"));
    line.addAll(List.of(words));
    line.addAll(List.of("--ring", "six"));
    return new Ran(cli.run(line.toArray(String[]::new)), cli.out(), cli.err());
  }

  private static JsonNode json(Ran ran) throws Exception {
    assertThat(ran.out().lines()).as(ran.err()).hasSize(1);
    return new ObjectMapper().readTree(ran.out());
  }

  @Test
  void aLookupSaysEachStepOfItsWayToPrograms() throws Exception {
    Ran ran = dht("lookup", "--id", "54", "--from", "8", "--trace", "--json");
    assertThat(ran.code()).isEqualTo(ExitCode.DONE);
    JsonNode found = json(ran);
    assertThat(found.path("id").asText()).isEqualTo("54");
    assertThat(found.path("holder").asText()).isEqualTo("n-56");
    assertThat(found.path("holderId").asText()).isEqualTo("56");
    assertThat(found.path("hops").asInt()).isEqualTo(2);
    assertThat(found.path("timeouts").asInt()).isZero();
    assertThat(found.path("steps").findValuesAsText("node"))
        .containsExactly("n-42", "n-51", "n-56");
    assertThat(found.path("steps").findValuesAsText("id")).containsExactly("42", "51", "56");
    assertThat(found.path("path").toString()).isEqualTo("[\"n-42\",\"n-51\",\"n-56\"]");
    for (JsonNode step : found.path("steps")) {
      assertThat(step.path("answered").asBoolean()).isTrue();
      assertThat(step.path("roundTripMs").asDouble()).isPositive();
    }
  }

  @Test
  void whatARingDoesNotTakeIsSaidByItsLineAndTheRestIsLoaded() throws Exception {
    Path file =
        Files.writeString(
            home.resolve("pairs.tsv"),
            String.join(
                "\n",
                "a\t1",
                "no tab",
                "\tno key",
                "k".repeat(1025) + "\tkey too long",
                "big\t" + "x".repeat(1024 * 1024 + 1),
                "empty\t",
                "tabs\tone\ttwo"));
    Ran ran = dht("load", file.toString(), "--json");
    assertThat(ran.code()).isEqualTo(ExitCode.WORK_FAILED);
    assertThat(json(ran).path("loaded").asInt()).isEqualTo(3);
    assertThat(json(ran).path("failed").asInt()).isEqualTo(4);
    assertThat(ran.err())
        .contains(
            "Line 2 has no key followed by a tab",
            "Line 3 has no key followed by a tab",
            "Line 4: ",
            "1 to 1024",
            "Line 5: ",
            "1048576")
        .doesNotContain("Exception");
    assertThat(dht("get", "tabs").out().strip()).isEqualTo("one\ttwo");
    assertThat(dht("get", "big").code()).isEqualTo(ExitCode.WORK_FAILED);
  }

  /** As {@code quiver dht node --json | head -2}: what it holds goes to the others. */
  @Test
  void aNodeWhoseOutputIsLostLeavesInGoodOrder() {
    for (int i = 0; i < 30; i++) {
      assertThat(dht("put", "key" + i, "value" + i).code()).isEqualTo(ExitCode.DONE);
    }
    TestContexts head = TestContexts.writingTo(new LinesTaken(2), home, Locale.ENGLISH);
    int code =
        head.run(
            "dht",
            "node",
            "--join",
            "--ring",
            "six",
            "--name",
            "m",
            "--id",
            "5,30,60",
            "--json",
            "--url",
            broker.url());
    assertThat(code).as(head.err()).isEqualTo(ExitCode.OUTPUT_CLOSED);
    assertThat(head.err()).contains("All have left.").doesNotContain("Exception");
    for (int i = 0; i < 30; i++) {
      assertThat(dht("get", "key" + i).out().strip()).isEqualTo("value" + i);
    }
  }

  /** Whose reader goes after so many lines. */
  private static final class LinesTaken extends OutputStream {

    private int left;

    LinesTaken(int lines) {
      this.left = lines;
    }

    @Override
    public void write(int one) throws IOException {
      if (left == 0) {
        throw new IOException("Broken pipe");
      }
      left -= one == '\n' ? 1 : 0;
    }
  }

  @Test
  void whatCannotBeLoadedAtAllIsRefused() {
    Ran none = dht("load", home.resolve("nothing.tsv").toString());
    assertThat(none.code()).isNotEqualTo(ExitCode.DONE);
    assertThat(none.err()).contains("nothing.tsv").doesNotContain("Exception");
    Ran nobody = dht("load", home.resolve("nothing.tsv").toString(), "--concurrency", "0");
    assertThat(nobody.code()).isEqualTo(ExitCode.USAGE);
    assertThat(nobody.err()).contains("--concurrency is 0");
  }
}
