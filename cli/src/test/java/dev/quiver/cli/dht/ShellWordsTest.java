package dev.quiver.cli.dht;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShellWordsTest {

  @Test
  void blanksPartAndQuotesKeepTogether() {
    assertThat(ShellWords.of("  put greeting \"hello, ring\"  --trace "))
        .containsExactly("put", "greeting", "hello, ring", "--trace");
    assertThat(ShellWords.of("put k 'it \"is\"' \"don't\""))
        .containsExactly("put", "k", "it \"is\"", "don't");
  }

  @Test
  void anEmptyValueIsAWordAndAnEmptyLineHasNone() {
    assertThat(ShellWords.of("put k \"\"")).containsExactly("put", "k", "");
    assertThat(ShellWords.of("   ")).isEmpty();
  }

  @Test
  void aQuoteThatIsNotClosedReachesToTheEnd() {
    assertThat(ShellWords.of("get \"a b")).containsExactly("get", "a b");
  }
}
