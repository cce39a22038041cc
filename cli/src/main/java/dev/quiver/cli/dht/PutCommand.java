package dev.quiver.cli.dht;

import dev.quiver.cli.CommandContext;
import dev.quiver.dht.Operation;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code quiver dht put KEY VALUE}. */
@Command(name = "put")
final class PutCommand extends KeyCommand {

  @Parameters(index = "1", paramLabel = "VALUE")
  private String value = "";

  @Option(names = "--ttl", paramLabel = "TIME")
  private @Nullable Duration life;

  @Option(names = "--if-version", paramLabel = "N")
  private @Nullable Long ifVersion;

  PutCommand(CommandContext context) {
    super(context);
  }

  @Override
  Operation operation(String forKey) {
    return Operation.put(forKey, value).withTimeToLive(life).withIfVersion(ifVersion);
  }
}
