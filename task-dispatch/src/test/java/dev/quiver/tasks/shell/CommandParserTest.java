package dev.quiver.tasks.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.quiver.messaging.text.LineFault;
import dev.quiver.tasks.TaskType;
import dev.quiver.tasks.WorkerId;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandParserTest {

  @Test
  void readsEveryCommand() throws Exception {
    assertThat(CommandParser.parse("/list")).isEqualTo(new ShellCommand.ListMembers());
    assertThat(CommandParser.parse("  /workers  ")).isEqualTo(new ShellCommand.ListWorkers());
    assertThat(CommandParser.parse("/results\r")).isEqualTo(new ShellCommand.ShowResults());
    assertThat(CommandParser.parse("/help")).isEqualTo(new ShellCommand.Help());
    assertThat(CommandParser.parse("/quit")).isEqualTo(new ShellCommand.Quit());
    assertThat(CommandParser.parse(" \t")).isEqualTo(new ShellCommand.Nothing());
    assertThat(CommandParser.parse("/calculate Worker-1234 sum 10 20, 30  40 "))
        .isEqualTo(
            new ShellCommand.Submit(
                new ShellCommand.Target.Named(new WorkerId("Worker-1234")),
                new TaskType("calculate.sum"),
                "10 20, 30  40"));
    assertThat(CommandParser.parse("/text any count_words Este é um exemplo de texto"))
        .isEqualTo(
            new ShellCommand.Submit(
                new ShellCommand.Target.Any(),
                new TaskType("text.count_words"),
                "Este é um exemplo de texto"));
    assertThat(((ShellCommand.Submit) CommandParser.parse("/calculate auto max 1")).target())
        .isEqualTo(new ShellCommand.Target.Auto());
  }

  @Test
  void aTextKeepsItsSpacesAndWhatLooksLikeQuotes() throws Exception {
    assertThat(
            ((ShellCommand.Submit) CommandParser.parse("/text any count_chars   a 'b\\ \"c "))
                .input())
        .isEqualTo("  a 'b\\ \"c ");
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "hello                          | fault.noCommand",
        "list                           | fault.noCommand",
        "/                              | fault.unknownCommand",
        "/frobnicate                    | fault.unknownCommand",
        "/calc any sum 1                | fault.unknownCommandMeant",
        "/LIST                          | fault.unknownCommandMeant",
        "/lists                         | fault.unknownCommandMeant",
        "/list all                      | fault.takesNothing",
        "/quit now                      | fault.takesNothing",
        "/calculate                     | fault.noWorker",
        "/text                          | fault.noWorker",
        "/calculate Worker*1 sum 1      | fault.badWorker",
        "/calculate ../x sum 1          | fault.badWorker",
        "/calculate any                 | fault.noOperation",
        "/calculate any SUM 1           | fault.unknownOperation",
        "/calculate any count_words 1   | fault.unknownOperation",
        "/text any sum 1                | fault.unknownOperation",
        "/calculate any sum             | fault.noInput.calculate",
        "/calculate any sum , ,         | fault.noInput.calculate",
        "/text any uppercase            | fault.noInput.text",
        "/calculate any sum 1 two 3     | fault.badNumber",
        "/calculate any sum 1e999999999 | fault.badNumber",
        "/calculate any sum 0x1F        | fault.badNumber"
      })
  void whatIsWrongIsNamed(String line, String key) {
    LineFault fault = catchThrowableOfType(LineFault.class, () -> CommandParser.parse(line));
    assertThat(fault.key()).isEqualTo(key);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void noLineBreaksIt(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    String[] parts = {
      "/calculate",
      "/text",
      "any",
      "sum",
      "uppercase",
      " ",
      "  ",
      "1",
      ",",
      "\u0000",
      "é",
      "\ud800",
      "/",
      "x".repeat(5000),
      "1e5"
    };
    for (int i = 0; i < 3000; i++) {
      StringBuilder line = new StringBuilder();
      for (int n = random.nextInt(8); n > 0; n--) {
        line.append(parts[random.nextInt(parts.length)]).append(random.nextBoolean() ? " " : "");
      }
      try {
        assertThat(CommandParser.parse(line.toString())).isNotNull();
      } catch (LineFault fault) {
        assertThat(fault.key()).startsWith("fault.");
      }
    }
  }
}
