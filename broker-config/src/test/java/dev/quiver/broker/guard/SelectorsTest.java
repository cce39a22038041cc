package dev.quiver.broker.guard;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SelectorsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "taskId = 'x'",
        "taskType IS NULL",
        "taskDeadline <= 12 OR taskId IN ('a','b') OR (taskBatch IN ('c') AND (taskSubmitter = 'l"
            + "ike' OR (taskSubmitter IS NULL AND _AMQ_VALIDATED_USER = 'it''s')))",
        "a <> 'LIKE /* -- :' AND NOT b BETWEEN 1 AND 2",
        "JMSType='quiver.outcomes'",
      })
  void comparisonsAreLetIn(String selector) {
    assertThat(isPlain(selector)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a LIKE '%a%'",
        "a like'%'",
        "/*'*/ a LIKE '%a%' /*'*/",
        "a = 'x' -- '\n OR b LIKE '%' --'",
        "XPATH '//a'",
        "XQUERY 'x'",
        "convert_string_expressions:a = '1'",
        "a = 'open",
        "a = 1 * 2",
      })
  void othersAreNot(String selector) {
    assertThat(isPlain(selector)).isFalse();
  }

  @Test
  void whatIsTooLongOrTooDeepIsNot() {
    assertThat(isPlain("(".repeat(20) + "a = 1" + ")".repeat(20))).isTrue();
    assertThat(isPlain("(".repeat(21) + "a = 1" + ")".repeat(21))).isFalse();
    assertThat(isPlain("NOT ".repeat(21) + "a")).isFalse();
    assertThat(isPlain("a = '" + "x".repeat(70_000) + "'")).isFalse();
    assertThat(Selectors.isPlain("a = '" + "x".repeat(1_024) + "'", Selectors.SHORT)).isFalse();
  }

  private static boolean isPlain(String selector) {
    return Selectors.isPlain(selector, Selectors.LONG);
  }
}
