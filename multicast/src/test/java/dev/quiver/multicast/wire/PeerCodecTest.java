package dev.quiver.multicast.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.messaging.codec.RejectedMessageException;
import dev.quiver.multicast.Data;
import dev.quiver.multicast.Frame;
import dev.quiver.multicast.MessageId;
import dev.quiver.multicast.Order;
import dev.quiver.multicast.PeerMessage;
import dev.quiver.multicast.View;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PeerCodecTest {

  private static final MessageId ID = new MessageId(2, 5);
  private static final Data DATA = new Data(ID, false, "hé\"\n", 12, Map.of(1, 3));
  private static final View VIEW = View.first(3).without(2);

  private final PeerCodec codec = new PeerCodec();

  static List<PeerMessage> messages() {
    return List.of(
        new PeerMessage.Framed(1, 7, DATA),
        new PeerMessage.Framed(1, 8, new Frame.Ack(9)),
        new PeerMessage.Framed(1, 9, new Frame.Final(ID, 4, 3)),
        new PeerMessage.Framed(1, 10, new Frame.Flush(2, Map.of(4, 17L))),
        new PeerMessage.Numbered(41, List.of(DATA, VIEW)),
        new PeerMessage.Plain(Data.plain(ID, true, "")),
        new PeerMessage.Request(List.of(DATA, DATA)),
        new PeerMessage.Proposal(1, ID, 9),
        new PeerMessage.Ready(true, "5f2c", Order.FIFO, VIEW.members()),
        new PeerMessage.Excluded(VIEW),
        new PeerMessage.State(VIEW, 0, 2, List.of(ID), Map.of(1, 2), Map.of(1, 7L), 42, 12),
        new PeerMessage.Leave(4),
        new PeerMessage.Join(4, "5f2c", Order.TOTAL_ISIS),
        new PeerMessage.LastNumber(41, VIEW),
        new PeerMessage.LastNumber(41, VIEW, Map.of(1, 14, 2, 5), Map.of(2, "", 4, "5f2c")),
        new PeerMessage.Frames(
            List.of(
                new PeerMessage.Framed(1, 7, DATA),
                new PeerMessage.Framed(1, 8, new Frame.Ack(9)))));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void whatIsWrittenIsReadAgain(PeerMessage message) {
    PeerCodec.Arrived read = codec.read(PeerCodec.type(message), codec.write("lab", 3, message));
    assertThat(read).isEqualTo(new PeerCodec.Arrived("lab", 3, message));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nonsense | {\"group\":\"g\",\"from\":1}",
        "ready | {\"group\":\"g\",\"from\":1}",
        "ready | {\"group\":\"g\",\"from\":1,\"answer\":true,\"id\":\"a\",\"order\":\"best\",\"members\":\"1\"}",
        "ready | {\"from\":1,\"answer\":true}",
        "plain | {\"group\":\"g\",\"from\":1,\"id\":\"2\"}",
        "plain | {\"group\":\"g\",\"from\":1,\"id\":\"0.1\"}",
        "frame | {\"group\":\"g\",\"from\":1,\"view\":0,\"position\":1,\"flush\":1,\"received\":\"x\"}",
        "leave | {\"group\":\"g\",\"from\":1,\"peer\":99999999999}",
        "last | {\"group\":\"g\",\"from\":1,\"number\":1,\"view\":-1,\"members\":\"1\"}",
        "request | {\"group\":\"g\",\"from\":1,\"items\":[{\"view\":1,\"members\":\"1\"}]}",
        "frames | {\"group\":\"g\",\"from\":1,\"frames\":[{\"view\":0}]}",
        "plain | [1]",
        "plain | not json"
      })
  void whatMakesNoSenseIsRejected(String type, String document) {
    assertThatThrownBy(() -> codec.read(type, document))
        .isInstanceOf(RejectedMessageException.class);
  }

  @Test
  void aCountOutOfRangeIsRejected() {
    String document =
        codec
            .write("g", 1, messages().get(10))
            .replace("\"stops\":\"1:2\"", "\"stops\":\"1:99999999999\"");
    assertThat(document).contains("99999999999");
    assertThatThrownBy(() -> codec.read("state", document))
        .isInstanceOf(RejectedMessageException.class);
  }
}
