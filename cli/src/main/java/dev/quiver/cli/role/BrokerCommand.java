package dev.quiver.cli.role;

import dev.quiver.broker.BrokerConfig;
import dev.quiver.broker.QuiverBroker;
import dev.quiver.cli.CommandContext;
import dev.quiver.cli.ExitCode;
import dev.quiver.cli.StopSignals;
import dev.quiver.cli.output.JsonLine;
import dev.quiver.cli.platform.ParentWatch;
import dev.quiver.messaging.Addresses;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code quiver broker}: runs the broker in the foreground. */
@Command(name = "broker")
public final class BrokerCommand implements Callable<Integer> {

  /** Its journal is safe at any instant; but a clean end makes the next start faster. */
  private static final Duration ORPHAN_PATIENCE = Duration.ofSeconds(10);

  private final CommandContext context;

  @Option(names = "--data", paramLabel = "DIR")
  private @Nullable Path data;

  @Option(names = "--host", paramLabel = "ADDRESS")
  private String host = "127.0.0.1";

  @Option(names = "--port", paramLabel = "PORT")
  private int port = BrokerConfig.DEFAULT_PORT;

  @Option(names = "--namespace", paramLabel = "NAME")
  private String namespace = Addresses.DEFAULT_NAMESPACE;

  @Option(names = "--json")
  private boolean json;

  /** Its parent holds the other end of its standard input; when that closes, it has died. */
  @Option(names = "--child", hidden = true)
  private boolean child;

  BrokerCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    Path folder = data == null ? context.home().resolve("broker") : data;
    BrokerConfig config =
        BrokerConfig.in(folder).withHost(host).withPort(port).withNamespace(namespace);
    try (StopSignals signals = child ? StopSignals.listenAsChild() : StopSignals.listen()) {
      if (child) {
        ParentWatch.start(context.in(), signals::stop, ORPHAN_PATIENCE);
      }
      try (QuiverBroker broker = QuiverBroker.start(config)) {
        sayReady(broker);
        signals.await();
        context.say("broker.stopping");
      }
      context.say("broker.stopped");
      return signals.byHand() ? ExitCode.INTERRUPTED : ExitCode.DONE;
    }
  }

  private void sayReady(QuiverBroker broker) {
    String folder = broker.config().dataFolder().toString();
    long pid = ProcessHandle.current().pid();
    context
        .out()
        .line(
            json
                ? new JsonLine()
                    .put("url", broker.url())
                    .put("dataFolder", folder)
                    .put("pid", pid)
                    .end()
                : context.text().format("broker.ready", broker.url(), folder, pid));
    context.out().flush();
  }
}
