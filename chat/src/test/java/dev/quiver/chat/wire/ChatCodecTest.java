package dev.quiver.chat.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.chat.ChatMessage;
import dev.quiver.chat.RoomName;
import dev.quiver.messaging.codec.RejectedMessageException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ChatCodecTest {

  static Stream<ChatMessage> messages() {
    return Stream.of(
        new ChatMessage.Said("olá 👨‍👩‍👧 \u001b[31m \"quoted\"", false),
        new ChatMessage.Said("", true),
        new ChatMessage.Entered(RoomName.LOBBY),
        new ChatMessage.Departed(new RoomName("a_b-c")),
        new ChatMessage.Away("lunch"),
        new ChatMessage.Away(null),
        new ChatMessage.Offered("1a2b", "a b.txt", 0, "0".repeat(64)),
        new ChatMessage.Answered("1a2b", true),
        new ChatMessage.Answered("1a2b", false, true),
        new ChatMessage.Arrived("1a2b", false));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void whatIsWrittenIsRead(ChatMessage message) {
    var document = ChatCodec.write(message);
    assertThat(ChatCodec.read(document.type(), document.text())).isEqualTo(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "said;{}",
        "said;{\"text\":1}",
        "said;{\"text\":\"a\",\"action\":\"yes\"}",
        "said;[]",
        "said;",
        "entered;{\"room\":\"../x\"}",
        "entered;{}",
        "away;{\"why\":5}",
        "offered;{\"file\":\"1\",\"name\":\"a\",\"bytes\":-1,\"sha256\":\"00\"}",
        "offered;{\"file\":\"../1\",\"name\":\"a\",\"bytes\":1}",
        "answered;{\"file\":\"1\"}",
        "unknown;{}",
      })
  void whatIsNotSoundIsRejected(String type, String text) {
    assertThatThrownBy(() -> ChatCodec.read(type, text == null ? "" : text))
        .isInstanceOf(RejectedMessageException.class);
  }

  @ParameterizedTest
  @CsvSource({"4096, true", "4097, false"})
  void aTextIsFourKibibytesAtMost(int bytes, boolean taken) {
    String text = "{\"text\":\"" + "x".repeat(bytes) + "\"}";
    if (taken) {
      assertThat(ChatCodec.read("said", text)).isInstanceOf(ChatMessage.Said.class);
    } else {
      assertThatThrownBy(() -> ChatCodec.read("said", text))
          .isInstanceOf(RejectedMessageException.class)
          .hasMessageContaining("4096");
    }
  }
}
