package dev.quiver.cli.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ConsoleBlockTest {

  @Test
  void findsCommandsAndWhatTheyPrint() {
    List<String> document =
        List.of("text", "```console", "$ a b", "one", "two", "$ c &", "```", "$ not this", "```sh");

    assertThat(ConsoleBlock.in(document))
        .containsExactly(
            new ConsoleBlock("a b", List.of("one", "two")), new ConsoleBlock("c &", List.of()));
  }

  @Test
  void numbersColumnsAndDotsMayDiffer() {
    assertThat("README.md   1234").matches(ConsoleBlock.expected("README.md  7"));
    assertThat("ready at tcp://127.0.0.1:4, data in /x (pid 9).")
        .matches(ConsoleBlock.expected("ready at tcp://127.0.0.1:61616, data in ... (pid 42)."));
  }

  @Test
  void wordsMayNot() {
    assertThat("7 done, 0 lost").doesNotMatch(ConsoleBlock.expected("7 done, 0 failed"));
    assertThat("done").doesNotMatch(ConsoleBlock.expected("7 done"));
  }
}
