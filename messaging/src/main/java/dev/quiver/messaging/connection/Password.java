package dev.quiver.messaging.connection;

import dev.quiver.messaging.text.UnusableValueException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;

/** A password that does not show itself: not in {@code toString()}, so not in a log either. */
public final class Password {

  private static final int MAX_BYTES = 4096;

  private final Supplier<String> value;

  private Password(Supplier<String> value) {
    this.value = value;
  }

  public static Password of(String value) {
    return new Password(() -> value);
  }

  /**
   * One that is looked up at each login: for whoever waits for a broker that has yet to write it.
   *
   * @param value empty as long as there is none, which the broker refuses
   */
  public static Password later(Supplier<String> value) {
    return new Password(value);
  }

  /**
   * The first line of a file.
   *
   * @throws IllegalArgumentException if the file is not readable, empty or no password
   */
  public static Password fromFile(Path file) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw UnusableValueException.of("value.password.long", file);
      }
      String line = Files.readString(file, StandardCharsets.UTF_8).lines().findFirst().orElse("");
      if (line.isEmpty()) {
        throw UnusableValueException.of("value.password.empty", file);
      }
      return of(line);
    } catch (IOException | UncheckedIOException e) {
      throw UnusableValueException.of(
          "value.password.unreadable", file, e.getClass().getSimpleName());
    }
  }

  /** The password itself, for whoever must send it. */
  public String reveal() {
    return value.get();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Password that && that.reveal().equals(reveal());
  }

  @Override
  public int hashCode() {
    return reveal().hashCode();
  }

  @Override
  public String toString() {
    return "********";
  }
}
