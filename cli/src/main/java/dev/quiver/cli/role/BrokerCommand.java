package dev.quiver.cli.role;

import dev.quiver.broker.BrokerConfig;
import dev.quiver.broker.BrokerLimits;
import dev.quiver.broker.BrokerStartException;
import dev.quiver.broker.ClusterConfig;
import dev.quiver.broker.Credentials;
import dev.quiver.broker.PairConfig;
import dev.quiver.broker.PairLock;
import dev.quiver.broker.QuiverBroker;
import dev.quiver.broker.Role;
import dev.quiver.broker.TlsConfig;
import dev.quiver.cli.ByteSize;
import dev.quiver.cli.CommandContext;
import dev.quiver.cli.ExitCode;
import dev.quiver.cli.StopSignals;
import dev.quiver.cli.console.ConsoleUnavailableException;
import dev.quiver.cli.console.WebConsole;
import dev.quiver.cli.metrics.MetricsFlags;
import dev.quiver.cli.metrics.RoleMetrics;
import dev.quiver.cli.output.JsonLine;
import dev.quiver.cli.platform.Backoff;
import dev.quiver.cli.platform.DiskRoom;
import dev.quiver.cli.platform.HealthFile;
import dev.quiver.cli.platform.ParentWatch;
import dev.quiver.cli.supervise.BrokerHealth;
import dev.quiver.messaging.Addresses;
import dev.quiver.messaging.connection.ConnectionSettings;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.messaging.connection.LoginRefusedException;
import dev.quiver.messaging.connection.QuiverMessagingException;
import dev.quiver.messaging.connection.Use;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code quiver broker}: runs the broker in the foreground. */
@Command(name = "broker", subcommands = ExportCommand.class)
public final class BrokerCommand implements Callable<Integer> {

  private static final Logger LOG = LoggerFactory.getLogger(BrokerCommand.class);

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

  @Option(names = "--max-input", paramLabel = "SIZE")
  private ByteSize maxInput = new ByteSize(BrokerLimits.defaults().streamedBytes());

  @Option(names = "--tls", paramLabel = "DIR")
  private @Nullable Path tls;

  @Option(names = "--client-certificates")
  private boolean clientCertificates;

  @Mixin private PairFlags pairFlags = new PairFlags();

  @Mixin private SuperviseFlags superviseFlags = new SuperviseFlags();

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--console",
      paramLabel = "PORT",
      arity = "0..1",
      fallbackValue = "" + WebConsole.DEFAULT_PORT)
  private @Nullable Integer console;

  @Option(names = "--console-host", paramLabel = "ADDRESS")
  private String consoleHost = WebConsole.DEFAULT_HOST;

  @Mixin private MetricsFlags metricsFlags = new MetricsFlags();

  @Option(names = "--passwords", paramLabel = "DIR")
  private @Nullable Path passwords;

  @Option(names = "--json")
  private boolean json;

  /** Its parent holds the other end of its standard input; when that closes, it has died. */
  @Option(names = "--child", hidden = true)
  private boolean child;

  private volatile @Nullable BrokerHealth running;

  BrokerCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    Path folder = data == null ? context.home().resolve("broker") : data;
    BrokerConfig config =
        BrokerConfig.in(folder)
            .withHost(host)
            .withPort(port)
            .withNamespace(namespace)
            .withLimits(BrokerLimits.defaults().withStreamedBytes(maxInput.bytes()))
            .withManaged(console != null);
    PairConfig pair = pairFlags.pair(context, namespace);
    if (pair != null) {
      config = config.withPair(pair);
    }
    ClusterConfig cluster = pairFlags.cluster(context);
    if (cluster != null) {
      config = config.withCluster(cluster);
    }
    if (tls != null) {
      config = config.withTls(new TlsConfig(tls, clientCertificates));
    } else if (clientCertificates) {
      throw context.failure(ExitCode.USAGE, "broker.certificatesOfNone");
    }
    if (superviseFlags.wanted(context) && !child) {
      return superviseFlags.run(context, arguments(), config);
    }
    return run(config);
  }

  /** What was said on the command line. */
  private List<String> arguments() {
    CommandSpec command = Objects.requireNonNull(spec);
    return command.root().commandLine().getParseResult().expandedArgs();
  }

  private Integer run(BrokerConfig config) throws Exception {
    try (StopSignals signals = child ? StopSignals.listenAsChild() : StopSignals.listen()) {
      if (child) {
        ParentWatch.start(context.in(), signals::stop, ORPHAN_PATIENCE);
      }
      warnOfLittleRoom(config);
      Credentials given = GivenPasswords.find(context, passwords).orElse(null);
      requirePasswords(config, given);
      HealthFile.report(context.environment(), context.clock(), this::isWell);
      Backoff backoff = new Backoff();
      while (!serve(config, given, signals)) {
        context.say("broker.lostPair", config.profile().label(), config.dataFolder());
        pause(signals, backoff.pauseAfterEnd(System.nanoTime()));
      }
      context.say("broker.stopped");
      return signals.byHand() ? ExitCode.INTERRUPTED : ExitCode.DONE;
    }
  }

  /**
   * Runs a broker until it is asked to stop.
   *
   * @return false if it is one of a pair that could no longer take part, and is to begin anew
   */
  private boolean serve(BrokerConfig config, @Nullable Credentials given, StopSignals signals)
      throws IOException {
    PairNotices notices = new PairNotices(context, config, json);
    try (RoleMetrics metrics = metricsFlags.open(context, "broker");
        QuiverBroker broker = QuiverBroker.start(config, given, notices, metrics.registry());
        WebConsole web = console(broker)) {
      metrics.begin(nothingMore -> {});
      running = new BrokerHealth(broker);
      if (config.pair() == null) {
        sayReady(broker, web);
      } else if (web != null) {
        sayConsole(broker, web);
      }
      if (tls != null) {
        context.say(
            clientCertificates ? "broker.tlsDemands" : "broker.tls",
            tls.toAbsolutePath().normalize());
      }
      if (given != null) {
        context.say("broker.accounts", String.join(", ", given.accounts()));
      }
      CompletableFuture.anyOf(signals.request(), ended(broker)).join();
      if (signals.stopped()) {
        context.say("broker.stopping");
        return true;
      }
      if (config.replicates() && broker.ended().filter(QuiverBroker.Ended.DISK::equals).isEmpty()) {
        return false;
      }
      throw context.failure(ExitCode.WORK_FAILED, wordsFor(broker), config.dataFolder());
    } catch (BrokerStartException.PortTaken taken) {
      throw context.failure(
          ExitCode.WORK_FAILED,
          isBroker() ? "error.portBroker" : "error.start.port-taken",
          Integer.toString(port));
    } finally {
      running = null;
    }
  }

  private static String wordsFor(QuiverBroker broker) {
    boolean begun = broker.ended().filter(QuiverBroker.Ended.NOT_BEGUN::equals).isEmpty();
    return begun ? "broker.failed" : "broker.notBegun";
  }

  private static void pause(StopSignals signals, long millis) throws Exception {
    try {
      signals.request().get(millis, TimeUnit.MILLISECONDS);
    } catch (TimeoutException over) {
      // It is not to stop.
    }
  }

  private boolean isWell() {
    BrokerHealth broker = running;
    return broker != null && broker.isWell();
  }

  /** On several machines neither can draw passwords for the other. */
  private void requirePasswords(BrokerConfig config, @Nullable Credentials given) {
    if (given == null && config.cluster() != null) {
      throw context.failure(ExitCode.USAGE, "broker.clusterPasswords", GivenPasswords.VARIABLE);
    }
    PairConfig pair = config.pair();
    if (given == null && pair != null && pair.lock() instanceof PairLock.ZooKeeper) {
      throw context.failure(ExitCode.USAGE, "broker.lockPasswords", GivenPasswords.VARIABLE);
    }
  }

  /** It starts all the same: what it has can be fetched, which makes room. */
  private void warnOfLittleRoom(BrokerConfig config) {
    try {
      DiskRoom room = DiskRoom.forBroker(config.dataFolder(), config.limits());
      if (room.isTooLittle()) {
        context.say("broker.littleRoom", config.dataFolder(), room.freeMib(), room.neededMib());
      }
    } catch (IOException unknown) {
      LOG.debug("the room on the disk of {} is not known: {}", config.dataFolder(), unknown);
    }
  }

  private @Nullable WebConsole console(QuiverBroker broker) {
    if (console == null) {
      return null;
    }
    Path libraries = Path.of(System.getProperty("quiver.dist", ".")).resolve("lib");
    try {
      return WebConsole.start(broker, libraries, consoleHost, console);
    } catch (ConsoleUnavailableException e) {
      throw e.portTaken()
          ? context.failure(ExitCode.WORK_FAILED, "broker.consolePort", Integer.toString(console))
          : context.failure(
              ExitCode.WORK_FAILED, "broker.noConsole", String.valueOf(e.getMessage()));
    }
  }

  /** Done when it has stopped by itself. */
  private static CompletableFuture<Void> ended(QuiverBroker broker) {
    CompletableFuture<Void> ended = new CompletableFuture<>();
    Thread watch =
        new Thread(
            () -> {
              try {
                broker.awaitStopped();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              ended.complete(null);
            },
            "quiver-broker-watch");
    watch.setDaemon(true);
    watch.start();
    return ended;
  }

  /** Whether what listens on the port is a broker that asks who one is. */
  private boolean isBroker() {
    ConnectionSettings nobody = ConnectionSettings.of("tcp://127.0.0.1:" + port);
    try (Connections connections = Connections.to(nobody)) {
      connections.connect(Use.FENCED);
      return true;
    } catch (LoginRefusedException asks) {
      return true;
    } catch (QuiverMessagingException somethingElse) {
      return false;
    }
  }

  private void sayReady(QuiverBroker broker, @Nullable WebConsole web) {
    String folder = broker.config().dataFolder().toString();
    long pid = ProcessHandle.current().pid();
    if (json) {
      JsonLine line =
          new JsonLine().put("url", broker.url()).put("dataFolder", folder).put("pid", pid);
      if (tls != null) {
        line.put("tls", tls.toAbsolutePath().normalize().toString());
      }
      context.out().line((web == null ? line : line.put("console", web.url())).end());
    } else {
      context.out().line(context.text().format("broker.ready", broker.url(), folder, pid));
      if (web != null) {
        sayConsole(broker, web);
      }
    }
    context.out().flush();
  }

  private void sayConsole(QuiverBroker broker, WebConsole web) {
    String credentials = broker.config().commonFolder() + "/credentials";
    context
        .out()
        .line(
            json
                ? new JsonLine().put("console", web.url()).end()
                : context
                    .text()
                    .format("broker.console", web.url(), Role.ADMIN.label(), credentials));
    context.out().flush();
  }
}
