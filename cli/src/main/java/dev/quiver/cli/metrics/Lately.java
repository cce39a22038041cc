package dev.quiver.cli.metrics;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is dear to find out and has many figures in it: found out once for all of them that are read
 * at the same time. Safe for many threads.
 */
final class Lately<T> {

  private static final long FRESH_NANOS = Duration.ofSeconds(1).toNanos();

  private final Supplier<T> source;
  private final LongSupplier nanoTime;
  private @Nullable T value;
  private long foundAt;

  Lately(Supplier<T> source) {
    this(source, System::nanoTime);
  }

  Lately(Supplier<T> source, LongSupplier nanoTime) {
    this.source = source;
    this.nanoTime = nanoTime;
  }

  /** Not older than a second. */
  synchronized T get() {
    T known = value;
    if (known == null || nanoTime.getAsLong() - foundAt > FRESH_NANOS) {
      known = source.get();
      value = known;
      foundAt = nanoTime.getAsLong();
    }
    return known;
  }
}
