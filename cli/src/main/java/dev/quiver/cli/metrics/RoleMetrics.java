package dev.quiver.cli.metrics;

import dev.quiver.cli.Version;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The figures of this process and, if somebody asked for them, the page they are on. Those of the
 * role are added when it runs; whoever asks earlier gets those of the process alone.
 */
public final class RoleMetrics implements AutoCloseable {

  private static final Duration[] BOUNDS = {
    Duration.ofMillis(1),
    Duration.ofMillis(10),
    Duration.ofMillis(100),
    Duration.ofSeconds(1),
    Duration.ofSeconds(10),
    Duration.ofMinutes(1),
    Duration.ofMinutes(10)
  };

  private final String role;
  private final @Nullable PrometheusMeterRegistry registry;
  private final @Nullable MetricsServer server;

  /** The registry of Micrometer knows what it counts only weakly. */
  private final List<DoubleSupplier> sources = new CopyOnWriteArrayList<>();

  private RoleMetrics(
      String role, @Nullable PrometheusMeterRegistry registry, @Nullable MetricsServer server) {
    this.role = role;
    this.registry = registry;
    this.server = server;
  }

  /** Nobody asked for them. */
  static RoleMetrics none() {
    return new RoleMetrics("", null, null);
  }

  /** Without a page, for who reads {@link #text()}. */
  static RoleMetrics unserved(String role) {
    return new RoleMetrics(role, new PrometheusMeterRegistry(PrometheusConfig.DEFAULT), null);
  }

  /**
   * With a page at that address.
   *
   * @throws IOException if nobody can listen there
   */
  static RoleMetrics served(String role, InetSocketAddress address) throws IOException {
    PrometheusMeterRegistry made = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    return new RoleMetrics(role, made, MetricsServer.start(address, made::scrape));
  }

  /** Where the page is. */
  String url() {
    if (server == null) {
      throw new IllegalStateException("there is no page");
    }
    InetSocketAddress at = server.address();
    String host = at.getAddress().getHostAddress();
    return "http://"
        + (host.contains(":") ? "[" + host + "]" : host)
        + ":"
        + at.getPort()
        + MetricsServer.PATH;
  }

  /** What stands on the page. */
  String text() {
    return registry == null ? "" : registry.scrape();
  }

  /** What a broker puts its figures into; null if nobody asked for them. */
  public @Nullable MeterRegistry registry() {
    return registry;
  }

  /** Adds the figures of the process, and then those of the role, if anybody asked for them. */
  public void begin(Consumer<RoleMetrics> ofRole) {
    if (registry != null) {
      ofProcess();
      ofRole.accept(this);
    }
  }

  private void ofProcess() {
    gauge(
        "quiver.info",
        "1; its labels say what the process is",
        () -> 1,
        "role",
        role,
        "version",
        Version.number());
    var system = ManagementFactory.getOperatingSystemMXBean();
    if (system instanceof com.sun.management.OperatingSystemMXBean known) {
      counter(
          "process.cpu.seconds",
          "processor time that the process has taken",
          () -> known.getProcessCpuTime() / 1e9);
    }
    long startedMs = ManagementFactory.getRuntimeMXBean().getStartTime();
    gauge("process.start.time.seconds", "when it was started, since 1970", () -> startedMs / 1e3);
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    gauge(
        "jvm.memory.used.bytes",
        "memory that is used",
        () -> memory.getHeapMemoryUsage().getUsed(),
        "area",
        "heap");
    gauge(
        "jvm.memory.used.bytes",
        "memory that is used",
        () -> memory.getNonHeapMemoryUsage().getUsed(),
        "area",
        "nonheap");
    gauge(
        "jvm.memory.max.bytes",
        "memory that it may use at the most",
        () -> memory.getHeapMemoryUsage().getMax(),
        "area",
        "heap");
    gauge("jvm.threads", "threads", () -> ManagementFactory.getThreadMXBean().getThreadCount());
    counter(
        "jvm.gc.seconds",
        "time that garbage collections took",
        () ->
            ManagementFactory.getGarbageCollectorMXBeans().stream()
                    .mapToLong(each -> Math.max(0, each.getCollectionTime()))
                    .sum()
                / 1e3);
  }

  /**
   * Something that rises and falls.
   *
   * @param name dotted; on the page dots are underscores
   * @param labels names and values in turn
   */
  void gauge(String name, String help, DoubleSupplier value, String... labels) {
    Gauge.builder(name, value, DoubleSupplier::getAsDouble)
        .description(help)
        .tags(labels)
        .strongReference(true)
        .register(collected());
  }

  /** Something that only grows; on the page its name ends in {@code _total}. */
  void counter(String name, String help, DoubleSupplier value, String... labels) {
    sources.add(value);
    FunctionCounter.builder(name, value, DoubleSupplier::getAsDouble)
        .description(help)
        .tags(labels)
        .register(collected());
  }

  /**
   * How long something takes each time; on the page in seconds, its name ends in {@code _seconds}.
   */
  Timer timer(String name, String help, String... labels) {
    return Timer.builder(name)
        .description(help)
        .tags(labels)
        .serviceLevelObjectives(BOUNDS)
        .register(collected());
  }

  private PrometheusMeterRegistry collected() {
    if (registry == null) {
      throw new IllegalStateException("nobody asked for the figures");
    }
    return registry;
  }

  @Override
  public void close() {
    if (server != null) {
      server.close();
    }
    if (registry != null) {
      registry.close();
    }
  }
}
