package dev.quiver.messaging.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LineTerminalTest {

  @Test
  void whatIsTypedWhileACommandRunsIsNotEchoedIntoWhatItShowsAndBecomesTheNextLine()
      throws Exception {
    try (TypedTerminal typed = new TypedTerminal();
        ShellTerminal shell = ShellTerminal.on(typed.terminal(), false)) {
      CompletableFuture<String> first = reading(shell);
      typed.awaitPrompt("me>");
      typed.type("one\r");
      assertThat(first.get(30, TimeUnit.SECONDS)).isEqualTo("one");

      typed.type("two");
      // The terminal itself has it by then, and would have echoed it. Asked for aside: a terminal
      // that keeps it until the line ends would keep this test for ever.
      assertThat(doing(() -> typed.terminal().reader().peek(0)).get(30, TimeUnit.SECONDS))
          .isEqualTo('t');
      assertThat(typed.screen()).containsExactly("me> one");

      CompletableFuture<String> second = reading(shell);
      typed.awaitPrompt("me> two");
      typed.type("\r");
      assertThat(second.get(30, TimeUnit.SECONDS)).isEqualTo("two");
      assertThat(typed.screen()).containsExactly("me> one", "me> two");
    }
  }

  @Test
  void ctrlCGivesUpALineAndIsNoAnswerToAQuestion() throws Exception {
    try (TypedTerminal typed = new TypedTerminal();
        ShellTerminal shell = ShellTerminal.on(typed.terminal(), false)) {
      CompletableFuture<String> line = reading(shell);
      typed.awaitPrompt("me>");
      typed.interrupt();
      assertThat(line.get(30, TimeUnit.SECONDS)).isEmpty();

      CompletableFuture<String> answer =
          doing(() -> String.valueOf(shell.readAnswer("Make one? [Y/n] ")));
      typed.awaitPrompt("Make one? [Y/n]");
      typed.interrupt();
      assertThat(answer.get(30, TimeUnit.SECONDS)).isEqualTo("null");
    }
  }

  private static CompletableFuture<String> reading(ShellTerminal shell) {
    return doing(() -> String.valueOf(shell.readLine("me> ")));
  }

  private interface Doing<T> {
    T get() throws IOException;
  }

  private static <T> CompletableFuture<T> doing(Doing<T> what) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return what.get();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }
}
