package dev.quiver.cli.demo;

import dev.quiver.cli.CommandContext;
import dev.quiver.cli.numbers.DemoNumbersCommand;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code quiver demo}: holds the demonstrations. */
@Command(
    name = "demo",
    subcommands = {DemoNumbersCommand.class, DemoFailoverCommand.class})
public final class DemoCommand implements Runnable {

  private final CommandContext context;

  @Spec private CommandSpec spec = CommandSpec.create();

  DemoCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public void run() {
    String usage = spec.commandLine().getUsageMessage(spec.commandLine().getColorScheme());
    context.out().write(usage.getBytes(StandardCharsets.UTF_8));
    context.out().flush();
  }
}
