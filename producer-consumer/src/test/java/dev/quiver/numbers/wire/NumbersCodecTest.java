package dev.quiver.numbers.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.messaging.codec.JsonCodec;
import dev.quiver.messaging.codec.RejectedMessageException;
import dev.quiver.numbers.NumbersMessage;
import dev.quiver.numbers.NumbersMessage.Drawn;
import dev.quiver.numbers.NumbersMessage.Ended;
import dev.quiver.numbers.NumbersMessage.Logged;
import dev.quiver.numbers.NumbersMessage.RunEnd;
import dev.quiver.numbers.Run;
import dev.quiver.numbers.Sequences;
import dev.quiver.numbers.Verdict;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class NumbersCodecTest {

  private static final Run RUN = new Run("alice", "8f3c2d1e");
  private static final JsonCodec JSON = JsonCodec.standard();

  static Stream<NumbersMessage> messages() {
    return Stream.of(
        new Drawn(RUN, 1, -7),
        new Drawn(RUN, Run.MAX_COUNT, Integer.MAX_VALUE),
        new RunEnd(RUN, 0),
        new RunEnd(RUN, 12),
        new Logged(RUN, Sequences.range(1, 3), Sequences.of(9)),
        new Ended(
            Verdict.of(
                RUN,
                Verdict.How.INCOMPLETE,
                9,
                Sequences.range(1, 3),
                Sequences.of(9),
                "bob",
                Instant.parse("2026-01-01T00:00:00.5Z"))));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void everyMessageIsReadAsItWasWritten(NumbersMessage message) {
    assertThat(read(WireType.of(message), BodyWriter.write(JSON, message))).isEqualTo(message);
  }

  @Test
  void theNumberIsReadableOnTheWire() {
    assertThat(BodyWriter.write(JSON, new Drawn(RUN, 7, 42)))
        .isEqualTo("{\"producer\":\"alice\",\"run\":\"8f3c2d1e\",\"sequence\":7,\"value\":42}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "NUMBER | {}",
        "NUMBER | {'producer':'p','run':'r','sequence':1}",
        "NUMBER | {'producer':'p','run':'r','sequence':0,'value':1}",
        "NUMBER | {'producer':'p','run':'r','sequence':1000001,'value':1}",
        "NUMBER | {'producer':'p','run':'r','sequence':1,'value':2147483648}",
        "NUMBER | {'producer':'p','run':'r','sequence':1,'value':'1'}",
        "NUMBER | {'producer':'p','run':'r','sequence':1,'value':1.5}",
        "NUMBER | {'producer':'p\\nq','run':'r','sequence':1,'value':1}",
        "NUMBER | {'producer':'p','run':'../r','sequence':1,'value':1}",
        "NUMBER | {'producer':'p','run':'r','sequence':1,'value':1} x",
        "NUMBER | [1]",
        "END | {'producer':'p','run':'r','count':-1}",
        "END | {'producer':'p','run':'r','count':1000001}",
        "LOGGED | {'producer':'p','run':'r','even':'1-9999999','odd':''}",
        "LOGGED | {'producer':'p','run':'r','even':1,'odd':''}",
        "ENDED | {'producer':'p','run':'r','how':'fine','count':1,'even':1,'odd':0,'missing':0,"
            + "'missed':'','by':'b','at':'2026-01-01T00:00:00Z'}"
      })
  void whatIsNotSoundIsRejected(WireType type, String body) {
    String json = body.replace('\'', '"');
    assertThatThrownBy(() -> read(type, json)).isInstanceOf(RejectedMessageException.class);
  }

  private static NumbersMessage read(WireType type, String body) {
    return JSON.read(body, fields -> BodyReader.read(type, fields));
  }
}
