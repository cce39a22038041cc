package dev.quiver.cli.numbers;

import dev.quiver.broker.Role;
import dev.quiver.cli.CommandContext;
import dev.quiver.cli.config.ConnectionFlags;
import dev.quiver.messaging.connection.ConnectionSettings;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.numbers.link.Narrator;
import dev.quiver.numbers.link.Queues;
import dev.quiver.numbers.link.Surroundings;
import dev.quiver.numbers.log.ExecutionLog;
import dev.quiver.numbers.log.LogFolder;
import dev.quiver.numbers.log.ProcessName;

/** What a producer and a consumer need from the command line. Closing it disconnects. */
final class NumbersProcess implements AutoCloseable {

  private final LogFolder folder;
  private final Connections connections;
  private final Surroundings around;

  private NumbersProcess(LogFolder folder, Connections connections, Surroundings around) {
    this.folder = folder;
    this.connections = connections;
    this.around = around;
  }

  /**
   * Opens the logs; what is done is said there and on the standard output, or on the standard error
   * if the output is for machines.
   *
   * @throws dev.quiver.numbers.log.LogNotWritableException if a log cannot be written
   */
  static NumbersProcess open(
      CommandContext context, ConnectionFlags connection, NumbersFlags flags, ProcessName name) {
    ConnectionSettings settings =
        context
            .connect(connection, Role.NUMBERS.label())
            .awaitingBroker()
            .settings(flags.queue() + " numbers");
    Queues queues = Queues.of(settings.addresses(), flags.queue());
    // No folder is made for what makes no sense.
    LogFolder folder = flags.folder(context);
    ExecutionLog log =
        ExecutionLog.open(folder, NumbersFlags.language(context), name, context.clock());
    Connections connections = Connections.to(settings);
    Narrator narrator = new Narrator(log, deed -> echo(context, flags, deed), context::explain);
    Surroundings around = new Surroundings(queues, connections, narrator, context.clock());
    return new NumbersProcess(folder, connections, around);
  }

  private static void echo(CommandContext context, NumbersFlags flags, String deed) {
    if (flags.json) {
      context.err().println(deed);
      context.err().flush();
    } else {
      context.out().line(deed);
      context.out().flush();
    }
  }

  LogFolder folder() {
    return folder;
  }

  Surroundings around() {
    return around;
  }

  @Override
  public void close() {
    connections.close();
  }
}
