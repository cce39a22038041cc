package dev.quiver.cli.dht;

import dev.quiver.cli.CommandContext;
import dev.quiver.cli.ExitCode;
import dev.quiver.dht.ClientMessage;
import dev.quiver.dht.Operation;
import dev.quiver.dht.jms.LargeValues;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code quiver dht put KEY VALUE}. */
@Command(name = "put")
final class PutCommand extends KeyCommand {

  private final CommandContext context;

  @Parameters(index = "1", arity = "0..1", paramLabel = "VALUE")
  private @Nullable String value;

  @Option(names = "--file", paramLabel = "FILE")
  private @Nullable Path file;

  @Option(names = "--ttl", paramLabel = "TIME")
  private @Nullable Duration life;

  @Option(names = "--if-version", paramLabel = "N")
  private @Nullable Long ifVersion;

  PutCommand(CommandContext context) {
    super(context);
    this.context = context;
  }

  @Override
  Operation.Kind kind() {
    return Operation.Kind.PUT;
  }

  @Override
  ClientMessage.Acted perform(LargeValues values, String forKey) throws IOException {
    String given = value;
    Path read = file;
    if ((given == null) == (read == null)) {
      throw context.failure(ExitCode.USAGE, "dht.valueOrFile");
    }
    String content = given != null ? given : Files.readString(Path.of(String.valueOf(read)));
    return values.put(forKey, content, life, ifVersion);
  }
}
