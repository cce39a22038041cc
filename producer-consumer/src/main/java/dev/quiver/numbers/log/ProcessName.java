package dev.quiver.numbers.log;

import java.util.Locale;

/**
 * Which process does something, as a log names it: {@code Producer-1}, in Portuguese {@code
 * Produtor-1}.
 *
 * @param id tells processes of one role apart; empty if there is but one
 */
public record ProcessName(Role role, String id) {

  /** The kinds of processes of the exercise. */
  public enum Role {
    MAIN,
    PRODUCER,
    CONSUMER
  }

  public static ProcessName main() {
    return new ProcessName(Role.MAIN, "");
  }

  public static ProcessName producer(String id) {
    return new ProcessName(Role.PRODUCER, id);
  }

  public static ProcessName consumer(String id) {
    return new ProcessName(Role.CONSUMER, id);
  }

  /** The role's word, a dash and the id; the id alone if it begins with that word. */
  public String in(LogLanguage language) {
    String word = language.format("role." + role.name().toLowerCase(Locale.ROOT));
    if (id.isEmpty()) {
      return word;
    }
    boolean says = id.toLowerCase(Locale.ROOT).startsWith(word.toLowerCase(Locale.ROOT));
    return says ? id : word + "-" + id;
  }
}
