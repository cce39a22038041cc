package dev.quiver.messaging.codec;

/** Why a message was not accepted. */
public enum Rejection {
  /** The document, or what else was sent, is larger than allowed. */
  TOO_LARGE,
  /** Objects and arrays lie too deep within one another. */
  TOO_DEEP,
  STRING_TOO_LONG,
  NAME_TOO_LONG,
  NUMBER_TOO_LONG,
  TOO_MANY_TOKENS,
  DUPLICATE_KEY,
  /** Something follows the document. */
  TRAILING_TEXT,
  /** It is not JSON. */
  INVALID_JSON,
  /** Half a surrogate pair, or a byte order mark. */
  INVALID_TEXT,
  MISSING_FIELD,
  /** A field holds another kind of value than it should. */
  WRONG_TYPE,
  /** A field holds a value of the right kind that is out of range or not usable. */
  WRONG_VALUE,
  /** No {@code JMSType}, or one that nobody here knows. */
  UNKNOWN_MESSAGE_TYPE,
  /** Not a text message: bytes, map, stream or object. */
  NOT_TEXT,
  /** It claims an identity, right or address that its sender does not have. */
  NOT_ENTITLED
}
