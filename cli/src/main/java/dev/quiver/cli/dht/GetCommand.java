package dev.quiver.cli.dht;

import dev.quiver.cli.CommandContext;
import dev.quiver.dht.ClientMessage;
import dev.quiver.dht.Operation;
import dev.quiver.dht.jms.LargeValues;
import picocli.CommandLine.Command;

/** {@code quiver dht get KEY}. */
@Command(name = "get")
final class GetCommand extends KeyCommand {

  GetCommand(CommandContext context) {
    super(context);
  }

  @Override
  Operation.Kind kind() {
    return Operation.Kind.GET;
  }

  @Override
  ClientMessage.Acted perform(LargeValues values, String forKey) {
    return values.get(forKey);
  }
}
