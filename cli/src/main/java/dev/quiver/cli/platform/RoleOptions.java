package dev.quiver.cli.platform;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * With which options {@code bin/quiver} starts the Java of a role. It alone knows them, from {@code
 * etc/quiver.conf}, and hands them on to each process that it starts, which may start roles itself.
 */
final class RoleOptions {

  /** Followed by the role. */
  private static final String PROPERTY = "quiver.java.";

  private static final String FOR_ALL = "QUIVER_JAVA_OPTS";

  private RoleOptions() {}

  /**
   * Those of that command; none if this process was not started by the launcher.
   *
   * @param command what follows {@code quiver}, the role first
   * @param property looks a system property up
   */
  static List<String> of(
      List<String> command,
      UnaryOperator<@Nullable String> property,
      Map<String, String> environment) {
    List<String> options = new ArrayList<>();
    // What is for all comes last, as in the launcher: of a setting that is made twice the last
    // counts.
    Stream.of(property.apply(PROPERTY + command.get(0)), environment.get(FOR_ALL))
        .forEach(each -> options.addAll(words(each)));
    return List.copyOf(options);
  }

  private static List<String> words(@Nullable String line) {
    return line == null || line.isBlank() ? List.of() : List.of(line.strip().split("\\s+"));
  }
}
