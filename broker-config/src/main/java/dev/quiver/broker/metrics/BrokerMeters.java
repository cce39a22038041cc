package dev.quiver.broker.metrics;

import dev.quiver.broker.guard.QuiverPlugin;
import dev.quiver.broker.guard.Refusal;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import org.apache.activemq.artemis.core.config.MetricsConfiguration;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.metrics.ActiveMQMetricsPlugin;

/**
 * Where Artemis asks for the registry that its figures go into. Ours join them once the server is
 * there: whether it serves, and what its plugin refused.
 */
public final class BrokerMeters implements ActiveMQMetricsPlugin {

  private static final long serialVersionUID = 1L;

  private final transient MeterRegistry registry;

  private BrokerMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  /**
   * What a server's configuration is given, so that its figures go into that registry. What the
   * registry says of the process itself is left to whoever made it.
   *
   * @param registry with nothing in it yet, since a filter counts only for what comes after it
   */
  public static MetricsConfiguration into(MeterRegistry registry, String namespace) {
    registry.config().meterFilter(new MeteredAddresses(namespace));
    return new MetricsConfiguration()
        .setJvmMemory(false)
        .setJvmGc(false)
        .setJvmThread(false)
        .setPlugin(new BrokerMeters(registry));
  }

  @Override
  public ActiveMQMetricsPlugin init(Map<String, String> options) {
    return this;
  }

  @Override
  public MeterRegistry getRegistry() {
    return registry;
  }

  @Override
  public void registered(ActiveMQServer server) {
    Gauge.builder("quiver.broker.serving", server, each -> each.isActive() ? 1 : 0)
        .description("1 while it takes connections; the one of a pair that waits does not")
        .register(registry);
    for (var plugin : server.getBrokerPlugins()) {
      if (plugin instanceof QuiverPlugin ours) {
        for (Refusal reason : Refusal.values()) {
          FunctionCounter.builder("quiver.broker.refused", ours, each -> each.refused(reason))
              .description("messages, sessions, queues and names that the broker refused")
              .tag("reason", reason.label())
              .register(registry);
        }
      }
    }
  }
}
