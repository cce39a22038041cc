package dev.quiver.cli.platform;

import java.util.List;

/**
 * What a newer Java must be told so that it does not warn, on the standard error, about what the
 * broker's libraries do. The launcher says the same to the first process.
 */
final class JavaFlags {

  /** The first that warns of native code and of the old way to memory. */
  private static final int FIRST_THAT_WARNS = 24;

  private JavaFlags() {}

  /**
   * The flags of that version.
   *
   * @param feature its number, such as 17
   */
  static List<String> ofRuntime(int feature) {
    return feature < FIRST_THAT_WARNS
        ? List.of()
        : List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");
  }
}
