package dev.quiver.dht;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done with a key.
 *
 * @param value what to put; null otherwise
 * @param timeToLive how long it stays; null for ever
 * @param ifVersion only if the key has that version, 0 for not there; null for whatever it has
 */
public record Operation(
    Kind kind,
    String key,
    @Nullable String value,
    @Nullable Duration timeToLive,
    @Nullable Long ifVersion) {

  /**
   * The longest value of one item, in characters: more goes in several, as the client does by
   * itself.
   */
  public static final int MAX_VALUE_CHARS = 32 * 1024;

  /** What can be done. */
  public enum Kind {
    PUT,
    GET,
    DELETE;

    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The kind of that label; null if there is none. */
    public static @Nullable Kind labelled(String label) {
      for (Kind kind : values()) {
        if (kind.label().equals(label)) {
          return kind;
        }
      }
      return null;
    }
  }

  public Operation {
    int bytes = key.getBytes(StandardCharsets.UTF_8).length;
    if (bytes == 0 || bytes > ChordConfig.MAX_KEY_BYTES) {
      throw new IllegalArgumentException(
          "the key has "
              + bytes
              + " bytes: it must have 1 to "
              + ChordConfig.MAX_KEY_BYTES
              + "; hash longer ones yourself");
    }
    if ((value == null) == (kind == Kind.PUT)) {
      throw new IllegalArgumentException("a put, and nothing else, has a value");
    }
    if (value != null && value.length() > MAX_VALUE_CHARS) {
      throw new IllegalArgumentException(
          "the value has "
              + value.length()
              + " characters, more than the "
              + MAX_VALUE_CHARS
              + " of one item");
    }
    if (timeToLive != null && timeToLive.toMillis() < 1) {
      throw new IllegalArgumentException("a time-to-live of " + timeToLive + " is over already");
    }
  }

  public static Operation put(String key, String value) {
    return new Operation(Kind.PUT, key, value, null, null);
  }

  public static Operation get(String key) {
    return new Operation(Kind.GET, key, null, null, null);
  }

  public static Operation delete(String key) {
    return new Operation(Kind.DELETE, key, null, null, null);
  }

  public Operation withTimeToLive(@Nullable Duration life) {
    return new Operation(kind, key, value, life, ifVersion);
  }

  public Operation withIfVersion(@Nullable Long version) {
    return new Operation(kind, key, value, timeToLive, version);
  }
}
