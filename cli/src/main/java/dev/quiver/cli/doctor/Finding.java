package dev.quiver.cli.doctor;

import java.util.Arrays;
import java.util.List;

/**
 * One thing that was looked at.
 *
 * @param check what was looked at, for programs
 * @param state how it is
 * @param key of the text that says so; the text under it with {@code .mend} says how to mend it
 *     unless it is well
 * @param values what both texts name
 */
record Finding(String check, State state, String key, List<Object> values) {

  /** How something is. */
  enum State {
    /** As it must be. */
    OK,
    /** Works, and should be looked at. */
    WARNING,
    /** Must be mended. */
    PROBLEM
  }

  Finding {
    values = List.copyOf(values);
  }

  static Finding ok(String check, String key, Object... values) {
    return new Finding(check, State.OK, key, Arrays.asList(values));
  }

  static Finding warning(String check, String key, Object... values) {
    return new Finding(check, State.WARNING, key, Arrays.asList(values));
  }

  static Finding problem(String check, String key, Object... values) {
    return new Finding(check, State.PROBLEM, key, Arrays.asList(values));
  }
}
