package dev.quiver.dht;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A key with what is known of it.
 *
 * @param value null if it was deleted: a tombstone, which keeps the delete from being undone by an
 *     old copy
 * @param version greater than that of any value before
 * @param expires when it goes by itself; null for never
 * @param writes the latest writes of the key, in no order: who asks for one of them once more gets
 *     its first answer
 */
public record Item(
    String key,
    @Nullable String value,
    long version,
    @Nullable Instant expires,
    List<Write> writes) {

  /** How many writes of one key are remembered. */
  public static final int MAX_WRITES = 64;

  /**
   * A write that was made.
   *
   * @param operation its identifier
   * @param version what it made
   */
  public record Write(String operation, long version) {}

  public Item {
    writes = List.copyOf(writes);
  }

  /** Of which no write is known. */
  public Item(String key, @Nullable String value, long version, @Nullable Instant expires) {
    this(key, value, version, expires, List.of());
  }

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

  /** The version that an operation made of the key; null if it made none, or that is forgotten. */
  public @Nullable Long madeBy(@Nullable String operation) {
    for (Write write : writes) {
      if (write.operation().equals(operation)) {
        return write.version();
      }
    }
    return null;
  }

  /**
   * This, and the writes that another copy knows of.
   *
   * @param oldest what made an older version is forgotten
   */
  public Item remembering(List<Write> others, long oldest) {
    if (writes.isEmpty() && others.isEmpty()) {
      return this;
    }
    List<Write> all = new ArrayList<>(writes);
    for (Write other : others) {
      if (!all.contains(other)) {
        all.add(other);
      }
    }
    all.removeIf(each -> each.version() < oldest);
    if (all.size() > MAX_WRITES) {
      all.sort((a, b) -> Long.compare(b.version(), a.version()));
      all.subList(MAX_WRITES, all.size()).clear();
    }
    return new Item(key, value, version, expires, all);
  }
}
