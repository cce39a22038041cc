package dev.quiver.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The checks by hand say what these patterns say. */
class IdsTest {

  private static final String CHARACTERS = "aAzZ09-_. é";

  private static boolean accepts(Consumer<String> check, String value) {
    try {
      check.accept(value);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static void agree(Consumer<String> check, Pattern pattern, int most) {
    Random random = new Random(7);
    for (int i = 0; i < 50_000; i++) {
      StringBuilder text = new StringBuilder();
      int alphabet = 1 + random.nextInt(CHARACTERS.length());
      for (int j = random.nextInt(random.nextInt(20) == 0 ? most + 3 : 6); j > 0; j--) {
        text.append(CHARACTERS.charAt(random.nextInt(alphabet)));
      }
      String value = text.toString();
      boolean expected = value.length() <= most && pattern.matcher(value).matches();
      assertThat(accepts(check, value)).as(value).isEqualTo(expected);
    }
  }

  @Test
  void taskIdsAreLowerCase() {
    agree(TaskId::new, Pattern.compile("[a-z0-9][a-z0-9-]{0,63}"), 64);
  }

  @Test
  void workerIdsAreWords() {
    agree(WorkerId::new, Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}"), 64);
  }

  @Test
  void typesAreDotted() {
    agree(TaskType::new, Pattern.compile("[a-z][a-z0-9_]*(\\.[a-z0-9_]+)*"), 128);
  }
}
