package dev.quiver.cli.dht;

import dev.quiver.cli.CommandContext;
import dev.quiver.dht.Operation;
import picocli.CommandLine.Command;

/** {@code quiver dht get KEY}. */
@Command(name = "get")
final class GetCommand extends KeyCommand {

  GetCommand(CommandContext context) {
    super(context);
  }

  @Override
  Operation operation(String forKey) {
    return Operation.get(forKey);
  }
}
