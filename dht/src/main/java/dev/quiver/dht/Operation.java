package dev.quiver.dht;

import dev.quiver.messaging.text.UnusableValueException;
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
 * @param id tells a write from any other: asked once more, under the same one, it is not made once
 *     more; null for a read, or if whoever does it for the asker shall choose
 */
public record Operation(
    Kind kind,
    String key,
    @Nullable String value,
    @Nullable Duration timeToLive,
    @Nullable Long ifVersion,
    @Nullable String id) {

  /**
   * The longest value of one item, in characters: more goes in several, as the client does by
   * itself.
   */
  public static final int MAX_VALUE_CHARS = 32 * 1024;

  /** The longest identifier of a write, in characters. */
  public static final int MAX_ID_CHARS = 100;

  /** The longest time-to-live: a century. */
  public static final Duration MAX_TIME_TO_LIVE = Duration.ofDays(36_500);

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
      throw UnusableValueException.of("value.ring.key", bytes, ChordConfig.MAX_KEY_BYTES);
    }
    if ((value == null) == (kind == Kind.PUT)) {
      throw new IllegalArgumentException("a put, and nothing else, has a value");
    }
    if (value != null && value.length() > MAX_VALUE_CHARS) {
      throw UnusableValueException.of("value.ring.value", value.length(), MAX_VALUE_CHARS);
    }
    if (timeToLive != null && timeToLive.toMillis() < 1) {
      throw UnusableValueException.of("value.ring.lifeOver", timeToLive);
    }
    if (timeToLive != null && timeToLive.compareTo(MAX_TIME_TO_LIVE) > 0) {
      throw UnusableValueException.of("value.ring.lifeLong", timeToLive);
    }
    if (id != null && (id.isEmpty() || id.length() > MAX_ID_CHARS)) {
      throw new IllegalArgumentException(
          "the identifier of a write has 1 to " + MAX_ID_CHARS + " characters, not " + id.length());
    }
  }

  public static Operation put(String key, String value) {
    return new Operation(Kind.PUT, key, value, null, null, null);
  }

  public static Operation get(String key) {
    return new Operation(Kind.GET, key, null, null, null, null);
  }

  public static Operation delete(String key) {
    return new Operation(Kind.DELETE, key, null, null, null, null);
  }

  public Operation withTimeToLive(@Nullable Duration life) {
    return new Operation(kind, key, value, life, ifVersion, id);
  }

  public Operation withIfVersion(@Nullable Long version) {
    return new Operation(kind, key, value, timeToLive, version, id);
  }

  public Operation withId(String value) {
    return new Operation(kind, key, this.value, timeToLive, ifVersion, value);
  }

  /** Whether it changes something. */
  public boolean isWrite() {
    return kind != Kind.GET;
  }
}
