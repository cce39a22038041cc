package dev.quiver.cli;

import dev.quiver.cli.output.Output;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code quiver}: holds the commands, and the options that all of them have. */
@Command(name = "quiver", versionProvider = Version.class)
final class RootCommand implements Runnable {

  private final CommandContext context;

  @Spec private CommandSpec spec;

  RootCommand(CommandContext context, CommandSpec placeholder) {
    this.context = context;
    this.spec = placeholder;
  }

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      order = 1000)
  @SuppressWarnings("UnusedVariable") // picocli reads it
  private boolean help;

  @Option(names = "--version", versionHelp = true)
  @SuppressWarnings("UnusedVariable") // picocli reads it
  private boolean version;

  @Option(names = "--lang", paramLabel = "LANG", scope = ScopeType.INHERIT, order = 1001)
  void language(String name) {
    if (Languages.known(name).isEmpty()) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), context.text().format("usage.lang", name, Languages.names()));
    }
  }

  @Option(names = "--verbose", scope = ScopeType.INHERIT, order = 1002)
  void verbose(boolean value) {
    context.flags().verbose(value);
    Logging.verbose(value);
  }

  @Override
  public void run() {
    Output out = context.out();
    out.write(
        spec.commandLine()
            .getUsageMessage(spec.commandLine().getColorScheme())
            .getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}
