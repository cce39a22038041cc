package dev.quiver.cli.up;

import dev.quiver.broker.BrokerConfig;
import dev.quiver.broker.Role;
import dev.quiver.broker.TlsConfig;
import dev.quiver.cli.CommandContext;
import dev.quiver.cli.ExitCode;
import dev.quiver.cli.StopSignals;
import dev.quiver.cli.config.ConnectionResolver;
import dev.quiver.cli.output.JsonLine;
import dev.quiver.cli.output.Table;
import dev.quiver.messaging.Addresses;
import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.messaging.connection.BrokerUnreachableException;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.messaging.connection.QuiverMessagingException;
import dev.quiver.messaging.connection.Use;
import dev.quiver.messaging.text.Messages;
import dev.quiver.messaging.text.Printable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQInterruptedException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code quiver up}: broker, orchestrators and workers as child processes, until Ctrl-C takes all
 * down.
 */
@Command(name = "up")
public final class UpCommand implements Callable<Integer> {

  private static final int MOST = 64;

  /** They are called A to Z. */
  private static final int MOST_ORCHESTRATORS = 26;

  /** By such an address nobody can be told where the pair is. */
  private static final Set<String> WILDCARDS = Set.of("0.0.0.0", "::");

  private static final long LOOK_MS = 1000;
  private static final long SAY_EVERY_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final CommandContext context;
  private final LiveLine live;

  @Option(names = "--workers", paramLabel = "N")
  private int workers = 3;

  @Option(names = "--orchestrators", paramLabel = "N")
  private int orchestrators = 2;

  @Option(names = "--ha")
  private boolean pair;

  @Option(names = "--supervise")
  private boolean supervise;

  @Option(names = "--demo")
  private boolean demo;

  @Option(names = "--data", paramLabel = "DIR")
  private @Nullable Path data;

  @Option(names = "--logs", paramLabel = "DIR")
  private @Nullable Path logs;

  @Option(names = "--host", paramLabel = "ADDRESS")
  private String host = "127.0.0.1";

  @Option(names = "--port", paramLabel = "PORT")
  private int port = BrokerConfig.DEFAULT_PORT;

  @Option(names = "--namespace", paramLabel = "NAME")
  private String namespace = Addresses.DEFAULT_NAMESPACE;

  @Option(names = "--tls", paramLabel = "DIR")
  private @Nullable Path tls;

  @Option(names = "--client-certificates")
  private boolean clientCertificates;

  @Option(names = "--json")
  private boolean json;

  UpCommand(CommandContext context) {
    this.context = context;
    this.live =
        new LiveLine(
            context.err(), context.terminal().err(), context.terminal().width(), SAY_EVERY_NANOS);
  }

  @Override
  public Integer call() throws IOException {
    requireSense();
    Thread main = Thread.currentThread();
    try (StopSignals signals = StopSignals.listen()) {
      signals.onFirst(main::interrupt);
      try (Fleet fleet = Fleet.start(plan(), new SayChanges())) {
        return run(fleet, signals);
      } catch (InterruptedException stopped) {
        // Before the broker was ready.
      } catch (Fleet.NoBrokerException e) {
        throw context.failure(
            ExitCode.WORK_FAILED,
            "up.noBroker",
            Printable.harmlessLines(String.valueOf(e.getMessage())));
      }
      context.say("up.down");
      return signals.exitCode();
    }
  }

  private void requireSense() {
    if (workers < 0 || workers > MOST) {
      throw context.failure(ExitCode.USAGE, "up.count", "--workers", workers, MOST);
    }
    if (orchestrators < 0 || orchestrators > MOST_ORCHESTRATORS) {
      throw context.failure(
          ExitCode.USAGE, "up.count", "--orchestrators", orchestrators, MOST_ORCHESTRATORS);
    }
    if (pair && WILDCARDS.contains(host)) {
      throw context.failure(ExitCode.USAGE, "up.pairHost", Printable.harmless(host));
    }
    if (clientCertificates && tls == null) {
      throw context.failure(ExitCode.USAGE, "broker.certificatesOfNone");
    }
    if (demo && !ConnectionResolver.isLoopback(host)) {
      throw context.failure(ExitCode.USAGE, "up.demoLoopback", Printable.harmless(host));
    }
  }

  private FleetPlan plan() {
    Path home = context.home();
    return new FleetPlan(
        (data == null ? home.resolve("broker") : data).toAbsolutePath(),
        (logs == null ? home.resolve("logs") : logs).toAbsolutePath(),
        host,
        port,
        namespace,
        supervise,
        pair,
        tls == null ? null : new TlsConfig(tls, clientCertificates));
  }

  private int run(Fleet fleet, StopSignals signals) throws IOException {
    try {
      for (int i = 0; i < orchestrators; i++) {
        fleet.startOrchestrator(String.valueOf((char) ('A' + i)));
      }
      for (int i = 1; i <= workers; i++) {
        fleet.startWorker("w" + i);
      }
      show(fleet);
      if (demo) {
        String token = DemoAccount.make(fleet.as(Role.ADMIN), context.home());
        sayAccount(token);
      }
      context.say("up.ready", fleet.url());
      watch(fleet, signals);
    } catch (InterruptedException stopped) {
      return stop(fleet, signals);
    } catch (QuiverMessagingException e) {
      if (!signals.stopped()) {
        throw e;
      }
      // It was stopped while it asked the broker.
      boolean unused = Thread.interrupted();
      return stop(fleet, signals);
    }
    live.end();
    context.say("up.allGone");
    return ExitCode.WORK_FAILED;
  }

  private int stop(Fleet fleet, StopSignals signals) {
    live.end();
    context.say("up.stopping");
    fleet.close();
    context.say("up.down");
    return signals.byHand() ? ExitCode.INTERRUPTED : ExitCode.DONE;
  }

  private void show(Fleet fleet) {
    Messages text = context.text();
    Table table =
        new Table(
            text.format("column.role"),
            text.format("column.id"),
            text.format("column.pid"),
            text.format("column.log"));
    for (RoleProcess each : fleet.members()) {
      if (json) {
        context.out().line(line(each, "started").end());
      }
      table.row(role(each), each.id(), Long.toString(each.process().pid()), each.log().toString());
    }
    if (!json) {
      table.lines().forEach(context.out()::line);
    }
    context.out().flush();
  }

  private String role(RoleProcess process) {
    return context.text().format("role." + process.role());
  }

  private static JsonLine line(RoleProcess process, String event) {
    return new JsonLine()
        .put("role", process.role())
        .put("id", process.id())
        .put("event", event)
        .put("pid", process.process().pid())
        .put("log", process.log().toString());
  }

  private void sayAccount(String token) {
    context
        .out()
        .line(
            json
                ? new JsonLine().put("user", DemoAccount.USER).put("token", token).end()
                : context.text().format("up.account", DemoAccount.USER, token));
    context.out().flush();
  }

  /** Shows the counts until it is interrupted, or nobody is left. */
  private void watch(Fleet fleet, StopSignals signals) throws IOException, InterruptedException {
    try (Connections connections =
        Connections.to(fleet.as(Role.ADMIN).withClientName("quiver up"))) {
      PlatformCounts counts = new PlatformCounts(reach(connections, fleet));
      while (supervise || fleet.anyAlive()) {
        try {
          PlatformCounts.Counts now = counts.look();
          live.show(
              context
                  .text()
                  .format(
                      "up.counts",
                      now.workers(),
                      now.waiting(),
                      now.running(),
                      now.done(),
                      now.failed()),
              System.nanoTime());
        } catch (ActiveMQException | ActiveMQInterruptedException | QuiverMessagingException away) {
          live.show(context.text().format("up.noCounts"), System.nanoTime());
        }
        if (signals.stopped()) {
          // The library may have kept the interrupt to itself.
          throw new InterruptedException("stopped while the broker was asked");
        }
        TimeUnit.MILLISECONDS.sleep(LOOK_MS);
      }
    }
  }

  /** The broker has said that it is ready; on a busy machine it may not answer yet. */
  private BrokerConnection reach(Connections connections, Fleet fleet)
      throws IOException, InterruptedException {
    while (true) {
      try {
        return connections.connect(Use.CONSUME);
      } catch (BrokerUnreachableException e) {
        if (!supervise && !fleet.anyAlive()) {
          throw e;
        }
        live.show(context.text().format("up.noCounts"), System.nanoTime());
        TimeUnit.MILLISECONDS.sleep(LOOK_MS);
      }
    }
  }

  private final class SayChanges implements FleetKeeper.Listener {

    /** Which broker of a pair serves; the lines of other roles are for their logs. */
    @Override
    public void said(RoleProcess process, String text) {
      String event = pair && process.role().equals("broker") ? PairEvents.of(text) : null;
      if (event == null) {
        return;
      }
      if (json) {
        context.out().line(line(process, event).end());
        context.out().flush();
      }
      live.say(context.text().format("up.pair." + event, process.id()));
    }

    @Override
    public void ended(RoleProcess process, long pid, int code) {
      if (json) {
        context
            .out()
            .line(
                new JsonLine()
                    .put("role", process.role())
                    .put("id", process.id())
                    .put("event", "ended")
                    .put("pid", pid)
                    .put("exitCode", code)
                    .end());
        context.out().flush();
      }
      live.say(
          context.text().format("up.ended", role(process), process.id(), pid, code, process.log()));
    }

    @Override
    public void restarted(RoleProcess process) {
      if (json) {
        context.out().line(line(process, "restarted").end());
        context.out().flush();
      }
      live.say(
          context
              .text()
              .format("up.restarted", role(process), process.id(), process.process().pid()));
    }

    @Override
    public void failed(RoleProcess process, IOException why) {
      live.say(
          context
              .text()
              .format("up.notRestarted", role(process), process.id(), context.explain(why)));
    }
  }
}
