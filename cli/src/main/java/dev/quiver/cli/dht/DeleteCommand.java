package dev.quiver.cli.dht;

import dev.quiver.cli.CommandContext;
import dev.quiver.dht.ClientMessage;
import dev.quiver.dht.Operation;
import dev.quiver.dht.jms.LargeValues;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code quiver dht delete KEY}. */
@Command(name = "delete")
final class DeleteCommand extends KeyCommand {

  @Option(names = "--if-version", paramLabel = "N")
  private @Nullable Long ifVersion;

  DeleteCommand(CommandContext context) {
    super(context);
  }

  @Override
  Operation.Kind kind() {
    return Operation.Kind.DELETE;
  }

  @Override
  ClientMessage.Acted perform(LargeValues values, String forKey) {
    return values.delete(forKey, ifVersion);
  }
}
