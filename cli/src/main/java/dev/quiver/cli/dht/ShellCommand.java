package dev.quiver.cli.dht;

import dev.quiver.cli.Cli;
import dev.quiver.cli.CommandContext;
import dev.quiver.cli.ExitCode;
import dev.quiver.dht.jms.DhtClient;
import dev.quiver.dht.jms.RingWays;
import dev.quiver.messaging.terminal.ShellTerminal;
import dev.quiver.messaging.text.Printable;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jline.reader.impl.completer.StringsCompleter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code quiver dht shell}: the commands that ask a ring, line by line, with all their options. */
@Command(name = "shell")
final class ShellCommand implements Callable<Integer> {

  private static final List<String> KNOWN =
      List.of("put", "get", "delete", "lookup", "ring", "stats", "load", "dump", "sweep");
  private static final List<String> END = List.of("quit", "exit");

  private final CommandContext context;

  @Mixin private DhtOptions options = new DhtOptions();

  ShellCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException {
    greet();
    Files.createDirectories(context.home());
    boolean interactive = context.terminal().in() && context.terminal().out();
    try (ShellTerminal terminal =
        interactive
            ? ShellTerminal.interactive(context.terminal().colours())
            : ShellTerminal.plain(context.in(), context.out().printStream())) {
      List<String> words = new ArrayList<>(KNOWN);
      words.addAll(List.of("help", "quit"));
      terminal.assist(new StringsCompleter(words), context.home().resolve("dht-shell.history"));
      String prompt = Printable.harmless(options.ring) + "> ";
      String line = terminal.readLine(prompt);
      int exitCode = ExitCode.DONE;
      while (line != null && !END.contains(line.strip())) {
        int code = run(ShellWords.of(line));
        exitCode = code == ExitCode.DONE ? exitCode : code;
        line = terminal.readLine(prompt);
      }
      return interactive ? ExitCode.DONE : exitCode;
    }
  }

  /** Says at once if there is no such ring. */
  private void greet() {
    try (RingWays ways = options.ways(context);
        DhtClient client = options.client(context, ways)) {
      context.say("dht.shellWelcome", options.ring, client.members().size());
    }
  }

  private int run(List<String> words) {
    if (words.isEmpty()) {
      return ExitCode.DONE;
    }
    String command = words.get(0);
    if (command.equals("help")) {
      String wanted = words.size() > 1 && KNOWN.contains(words.get(1)) ? words.get(1) : "";
      if (wanted.isEmpty()) {
        context.say("dht.shellHelp", String.join(", ", KNOWN));
        return ExitCode.DONE;
      }
      return new Cli(context).run("dht", wanted, "--help");
    }
    if (!KNOWN.contains(command)) {
      context.say("dht.shellUnknown", Printable.harmless(command), String.join(", ", KNOWN));
      return ExitCode.USAGE;
    }
    List<String> arguments = new ArrayList<>(List.of("dht", command));
    arguments.addAll(options.arguments());
    arguments.addAll(words.subList(1, words.size()));
    return new Cli(context).run(arguments.toArray(String[]::new));
  }
}
