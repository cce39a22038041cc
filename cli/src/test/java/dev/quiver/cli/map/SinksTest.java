package dev.quiver.cli.map;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.cli.output.Output;
import dev.quiver.tasks.Payload;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SinksTest {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final Output out = new Output(bytes, true);

  @Test
  void jsonHasTheFieldsOfTheContract() {
    new JsonSink(out).write(result("a.txt", new Payload.Text("6\u0007")));
    new JsonSink(out).write(MapResult.unsent(input("b"), "no \"file\""));
    assertThat(written())
        .isEqualTo(
            """
            {"input":"a.txt","outcome":"succeeded","result":"6\\u0007","taskId":"t1",\
            "worker":"W1","attempt":2}
            {"input":"b","outcome":"failed","error":"no \\"file\\"","attempt":0}
            """);
  }

  @Test
  void resultThatIsNoTextIsBase64() {
    byte[] binary = {(byte) 0xFF, 0, 1};
    Payload payload = new Payload.Streamed(() -> new ByteArrayInputStream(binary), binary.length);
    new JsonSink(out).write(result("a", payload));
    assertThat(written()).contains("\"resultBase64\":\"/wAB\"").doesNotContain("\"result\"");
  }

  @Test
  void peopleSeeOneLineAnInputAndLongerResultsUnderItsName() {
    TextSink sink = new TextSink(out, false);
    sink.write(result("a", new Payload.Text("6\n")));
    sink.write(result("b", new Payload.Text("1\n2\n")));
    sink.write(MapResult.unsent(input("c"), "why"));
    assertThat(written()).isEqualTo("a\t6\n==> b <==\n1\n2\n");
  }

  @Test
  void watchedTerminalIsNotTakenOverByAResult() {
    new TextSink(out, true).write(result("a\u001B[2J", new Payload.Text("x\u001B]8;;evil")));
    assertThat(written()).doesNotContain("\u001B").contains("evil");
  }

  private String written() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static MapResult result(String name, Payload payload) {
    return new MapResult(input(name), MapResult.SUCCEEDED, payload, null, "t1", "W1", 2);
  }

  private static MapInput input(String name) {
    return new MapInput(0, name);
  }
}
