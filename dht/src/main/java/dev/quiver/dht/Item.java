package dev.quiver.dht;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A key with what is known of it.
 *
 * @param value null if it was deleted: a tombstone, which keeps the delete from being undone by an
 *     old copy
 * @param version greater than that of any value before
 * @param expires when it goes by itself; null for never
 */
public record Item(String key, @Nullable String value, long version, @Nullable Instant expires) {

  public boolean isTombstone() {
    return value == null;
  }

  public boolean isExpired(Instant now) {
    return expires != null && !expires.isAfter(now);
  }

  /** Whether this replaces another copy of the same key; no matter in which order they come. */
  public boolean beats(@Nullable Item other) {
    if (other == null || version != other.version) {
      return other == null || version > other.version;
    }
    if (value == null || other.value == null) {
      return value == null && other.value != null;
    }
    return value.compareTo(other.value) > 0;
  }
}
