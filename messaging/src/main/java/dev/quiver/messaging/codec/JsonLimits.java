package dev.quiver.messaging.codec;

/**
 * How much a document may ask of whoever reads it.
 *
 * @param documentChars characters of the whole document; checked before the body is read
 * @param depth objects and arrays within one another
 * @param stringChars characters of one string
 * @param nameChars characters of one field's name
 * @param numberChars characters of one number as written
 * @param tokens names, values, beginnings and ends
 */
public record JsonLimits(
    int documentChars, int depth, int stringChars, int nameChars, int numberChars, int tokens) {

  public JsonLimits {
    int least = Math.min(documentChars, Math.min(depth, stringChars));
    least = Math.min(least, Math.min(nameChars, Math.min(numberChars, tokens)));
    if (least < 1) {
      throw new IllegalArgumentException("a limit is " + least + ": each must be 1 or more");
    }
  }

  /** Those of the wire contract: 256 Ki, 32, 64 Ki, 128, 32, 20,000. */
  public static JsonLimits defaults() {
    return new JsonLimits(256 * 1024, 32, 64 * 1024, 128, 32, 20_000);
  }
}
