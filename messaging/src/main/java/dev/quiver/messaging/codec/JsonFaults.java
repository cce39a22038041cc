package dev.quiver.messaging.codec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;

/** Tells from the parser's exception which rule a document broke. */
final class JsonFaults {

  private JsonFaults() {}

  static RejectedMessageException rejection(IOException failure) {
    String words =
        failure instanceof JsonProcessingException json
            ? json.getOriginalMessage()
            : failure.getMessage();
    String detail = words == null ? failure.getClass().getSimpleName() : words;
    return new RejectedMessageException(reason(failure, detail), detail);
  }

  private static Rejection reason(IOException failure, String words) {
    if (failure instanceof StreamConstraintsException) {
      if (words.contains("nesting depth")) {
        return Rejection.TOO_DEEP;
      } else if (words.contains("Number value")) {
        return Rejection.NUMBER_TOO_LONG;
      } else if (words.contains("Name") && words.contains("length")) {
        return Rejection.NAME_TOO_LONG;
      } else if (words.contains("String value")) {
        return Rejection.STRING_TOO_LONG;
      } else if (words.contains("Token count")) {
        return Rejection.TOO_MANY_TOKENS;
      }
      return Rejection.TOO_LARGE;
    }
    if (words.startsWith("Duplicate field")) {
      return Rejection.DUPLICATE_KEY;
    }
    return failure instanceof InputCoercionException
        ? Rejection.WRONG_VALUE
        : Rejection.INVALID_JSON;
  }
}
