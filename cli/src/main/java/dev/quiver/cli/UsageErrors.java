package dev.quiver.cli;

import dev.quiver.messaging.text.Messages;
import dev.quiver.messaging.text.Printable;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what is wrong with a command line, in the reader's language. */
final class UsageErrors {

  private final Messages text;

  UsageErrors(Messages text) {
    this.text = text;
  }

  String wordsOf(ParameterException failure) {
    if (failure instanceof UnmatchedArgumentException unmatched) {
      return unmatched(unmatched);
    }
    if (failure instanceof MissingCommandException) {
      return text.format(
          "usage.whichCommand",
          failure.getCommandLine().getCommandSpec().qualifiedName(),
          String.join(", ", failure.getCommandLine().getSubcommands().keySet()));
    }
    if (failure instanceof MissingParameterException missing && !missing.getMissing().isEmpty()) {
      String words =
          text.format(
              "usage.missing",
              missing.getMissing().stream()
                  .map(UsageErrors::name)
                  .collect(Collectors.joining(", ")));
      return tookFileForOption(missing) ? words + " " + text.format("usage.dash") : words;
    }
    ArgSpec argument = failure.getArgSpec();
    if (failure instanceof OverwrittenOptionException && argument != null) {
      return text.format("usage.twice", name(argument));
    }
    if (argument != null && failure.getValue() != null) {
      Throwable cause = failure.getCause();
      String why = cause instanceof BadValueException bad ? bad.words() : choices(argument);
      String words =
          text.format("usage.value", Printable.harmless(failure.getValue()), name(argument));
      return why.isEmpty() ? words : words + " " + why;
    }
    return Printable.harmlessLines(String.valueOf(failure.getMessage()));
  }

  /** What can be, of a value that is one of a few. */
  private String choices(ArgSpec argument) {
    Object[] constants = argument.type().getEnumConstants();
    return constants == null
        ? ""
        : text.format(
            "usage.choices",
            Stream.of(constants)
                .map(each -> each.toString().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", ")));
  }

  private String unmatched(UnmatchedArgumentException failure) {
    List<String> unknown = failure.getUnmatched();
    String first = unknown.isEmpty() ? "" : Printable.harmless(unknown.get(0));
    if (first.length() > 1 && first.startsWith("@")) {
      return text.format("usage.noOptionsFile", first.substring(1));
    }
    boolean hasCommands = !failure.getCommandLine().getSubcommands().isEmpty();
    String words =
        failure.isUnknownOption()
            ? text.format("usage.unknownOption", first)
            : text.format(hasCommands ? "usage.unknownCommand" : "usage.unknownArgument", first);
    List<String> suggestions = failure.getSuggestions();
    return suggestions.isEmpty()
        ? words
        : words + " " + text.format("usage.suggestion", String.join(", ", suggestions));
  }

  /** Whether a file is missing that may have been there, and was taken for an option. */
  private static boolean tookFileForOption(MissingParameterException failure) {
    CommandLine command = failure.getCommandLine();
    CommandLine.ParseResult parsed = command.getParseResult();
    return parsed != null
        && failure.getMissing().stream().anyMatch(each -> "FILE".equals(each.paramLabel()))
        && parsed.originalArgs().stream()
            .filter(each -> each.length() > 1 && each.startsWith("-"))
            .map(each -> each.substring(0, (each + "=").indexOf('=')))
            .anyMatch(each -> !command.getCommandSpec().optionsMap().containsKey(each));
  }

  private static String name(ArgSpec argument) {
    return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
  }
}
