package dev.quiver.messaging.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MessageFamilyTest {

  sealed interface Said {
    record Hello(String name) implements Said {}

    sealed interface Parting extends Said {
      record Bye(int seconds) implements Parting {}
    }
  }

  private static final MessageFamily<Said> FAMILY =
      MessageFamily.of(Said.class)
          .add(
              "hello",
              Said.Hello.class,
              (hello, out) -> out.field("name", hello.name()),
              in -> new Said.Hello(only(in, "name")))
          .add(
              "bye",
              Said.Parting.Bye.class,
              (bye, out) -> out.field("seconds", bye.seconds()),
              in -> {
                Integer seconds = null;
                while (in.next()) {
                  if (in.name().equals("seconds")) {
                    seconds = in.integer();
                  }
                }
                return new Said.Parting.Bye(JsonReader.required("seconds", seconds));
              })
          .build();

  @Test
  void readsWhatItWrites() {
    assertThat(FAMILY.write(new Said.Hello("Ana")))
        .isEqualTo(new MessageFamily.Document("hello", "{\"name\":\"Ana\"}"));
    for (Said said : new Said[] {new Said.Hello("x"), new Said.Parting.Bye(3)}) {
      MessageFamily.Document document = FAMILY.write(said);
      assertThat(FAMILY.read(document.type(), document.text())).isEqualTo(said);
    }
  }

  @Test
  void anUnknownTypeIsRejected() {
    assertThat(rejection("goodbye", "{}")).isEqualTo(Rejection.UNKNOWN_MESSAGE_TYPE);
    assertThat(rejection(null, "{}")).isEqualTo(Rejection.UNKNOWN_MESSAGE_TYPE);
    assertThat(rejection("bye", "{}")).isEqualTo(Rejection.MISSING_FIELD);
  }

  @Test
  void aFamilyWithAMissingKindIsNotMade() {
    assertThatThrownBy(
            () ->
                MessageFamily.of(Said.class)
                    .add("hello", Said.Hello.class, (m, out) -> {}, in -> new Said.Hello("x"))
                    .build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Bye");
    assertThatThrownBy(() -> MessageFamily.of(Runnable.class))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Rejection rejection(@Nullable String type, String document) {
    return catchThrowableOfType(RejectedMessageException.class, () -> FAMILY.read(type, document))
        .reason();
  }

  private static String only(JsonReader in, String name) throws IOException {
    String value = null;
    while (in.next()) {
      if (in.name().equals(name)) {
        value = in.string();
      }
    }
    return JsonReader.required(name, value);
  }
}
