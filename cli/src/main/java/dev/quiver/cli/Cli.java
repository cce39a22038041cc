package dev.quiver.cli;

import dev.quiver.cli.output.Output;
import dev.quiver.cli.output.OutputClosedException;
import dev.quiver.cli.output.OutputFailedException;
import dev.quiver.messaging.text.Messages;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;

/** The command line as a whole: makes the commands, runs one, turns what it throws into words. */
public final class Cli {

  private static final String HELP_BUNDLE = "dev.quiver.cli.help";

  private final CommandContext context;

  public Cli(CommandContext context) {
    this.context = context;
  }

  /** The one of this process. */
  static Cli ofProcess(String[] args) {
    Map<String, String> environment = System.getenv();
    Terminal terminal =
        Terminal.of(
            System.getProperty("quiver.tty", ""),
            System.getProperty("quiver.width", ""),
            environment);
    Locale locale =
        Languages.in(args)
            .orElseGet(
                () ->
                    Languages.ofEnvironment(
                        System.getProperty("quiver.locale", Locale.getDefault().toString())));
    // Libraries that ask for the default, such as for the names of months, get the same answer.
    Locale.setDefault(locale);
    // Processes that it starts speak the same.
    System.setProperty("quiver.locale", locale.getLanguage());
    PrintStream err =
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
    System.setErr(err);
    return new Cli(
        new CommandContext(
            System.in,
            Output.ofProcess(terminal.out()),
            err,
            environment,
            homeIn(environment),
            terminal,
            locale,
            Messages.of(Cli.class, locale),
            Clock.systemUTC(),
            new CommandContext.Flags()));
  }

  private static Path homeIn(Map<String, String> environment) {
    String chosen = environment.get("QUIVER_HOME");
    return chosen == null || chosen.isBlank()
        ? Path.of(System.getProperty("user.home", ".")).resolve(".quiver")
        : Path.of(chosen).toAbsolutePath();
  }

  /** Runs the command line and returns its {@link ExitCode}; throws nothing. */
  public int run(String... args) {
    int exitCode = commandLine().execute(args);
    boolean told = context.out().hasFailed();
    try {
      context.out().flush();
    } catch (OutputClosedException closed) {
      return exitCode == ExitCode.DONE ? ExitCode.OUTPUT_CLOSED : exitCode;
    } catch (OutputFailedException lost) {
      int code = told ? ExitCode.WORK_FAILED : failed(lost);
      return exitCode == ExitCode.DONE ? code : exitCode;
    }
    return exitCode;
  }

  /** All commands, with their help in the context's language. */
  CommandLine commandLine() {
    CommandFactory factory = new CommandFactory(context);
    CommandLine line = new CommandLine(new RootCommand(context, CommandSpec.create()), factory);
    Commands.addTo(line);
    line.registerConverter(Duration.class, new Durations(context));
    line.registerConverter(ByteSize.class, ByteSize.converter(context));
    ResourceBundle help = help(context.locale());
    line.setResourceBundle(help);
    new HelpHeadings(help).addTo(line);
    line.setUsageHelpWidth(Math.min(Math.max(context.terminal().width(), 60), 100));
    line.setUsageHelpAutoWidth(false);
    line.setAbbreviatedOptionsAllowed(false);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setColorScheme(
        CommandLine.Help.defaultColorScheme(
            context.terminal().out() && context.terminal().colours() ? Ansi.ON : Ansi.OFF));
    line.setOut(new PrintWriter(new LineSink(context.out()), true));
    line.setErr(new PrintWriter(context.err(), true, StandardCharsets.UTF_8));
    line.setParameterExceptionHandler((failure, args) -> misused(failure));
    line.setExecutionExceptionHandler((failure, command, parsed) -> failed(failure));
    return line;
  }

  /** The texts of the help. */
  static ResourceBundle help(Locale locale) {
    return ResourceBundle.getBundle(
        HELP_BUNDLE,
        locale,
        ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
  }

  private int misused(CommandLine.ParameterException failure) {
    if (failure.getCause() instanceof CommandFailure known) {
      return failed(known);
    }
    complain(new UsageErrors(context.text()).wordsOf(failure));
    context
        .err()
        .println(
            context
                .text()
                .format(
                    "usage.seeHelp", failure.getCommandLine().getCommandSpec().qualifiedName()));
    if (context.flags().verbose()) {
      failure.printStackTrace(context.err());
    }
    return ExitCode.USAGE;
  }

  private int failed(Throwable failure) {
    ErrorReport report = ErrorReport.of(failure, context.text());
    if (report.words() != null) {
      complain(report.words());
    }
    if (context.flags().verbose()) {
      StringWriter trace = new StringWriter();
      failure.printStackTrace(new PrintWriter(trace));
      context.err().print(trace);
    } else if (report.isBug()) {
      context.say("error.verbose");
    }
    return report.exitCode();
  }

  private void complain(String words) {
    context.err().println("quiver: " + words);
  }
}
