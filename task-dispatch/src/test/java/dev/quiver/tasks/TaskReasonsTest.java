package dev.quiver.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.messaging.text.BundlesAgree;
import dev.quiver.messaging.text.SayingsAgree;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class TaskReasonsTest {

  private static final Locale PORTUGUESE = Locale.forLanguageTag("pt");

  @Test
  void everyReasonIsKnownInBothLanguages() {
    BundlesAgree.check(TaskReasons.class);
    BundlesAgree.checkUse(TaskReasons.class, Path.of("src/main/java"), "TaskReasons.say");
    SayingsAgree.check(TaskReasons.SAYINGS, TaskReasons.class);
  }

  @Test
  void aReasonWithinAReasonIsToldToo() {
    String reason = TaskReasons.say("attempts", 3, TaskReasons.say("overTime", "2 s"));

    assertThat(reason).isEqualTo("attempt 3 of 3: over its time limit of 2 s");
    assertThat(TaskReasons.in(PORTUGUESE, reason))
        .isEqualTo("tentativa 3 de 3: além do seu limite de tempo de 2 s");
  }

  @Test
  void whatAHandlerOfSomebodyElseSaysStaysAsItIs() {
    assertThat(TaskReasons.in(PORTUGUESE, "attempt 2 of 2: IllegalStateException: no such street"))
        .isEqualTo("tentativa 2 de 2: IllegalStateException: no such street");
  }
}
