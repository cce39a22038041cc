package dev.quiver.numbers.wire;

import dev.quiver.numbers.NumbersMessage;
import dev.quiver.numbers.NumbersMessage.Drawn;
import dev.quiver.numbers.NumbersMessage.Ended;
import dev.quiver.numbers.NumbersMessage.Logged;
import dev.quiver.numbers.NumbersMessage.RunEnd;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The {@code JMSType} of each message. */
enum WireType {
  NUMBER,
  END,
  LOGGED,
  ENDED;

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  static @Nullable WireType labelled(@Nullable String label) {
    for (WireType type : values()) {
      if (type.label().equals(label)) {
        return type;
      }
    }
    return null;
  }

  static WireType of(NumbersMessage message) {
    if (message instanceof Drawn) {
      return NUMBER;
    } else if (message instanceof RunEnd) {
      return END;
    } else if (message instanceof Logged) {
      return LOGGED;
    } else if (message instanceof Ended) {
      return ENDED;
    }
    throw new IllegalStateException("a message without a type: " + message);
  }
}
