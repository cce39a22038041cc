package dev.quiver.broker;

import dev.quiver.broker.lock.Fence;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.deployers.impl.FileConfigurationParser;
import org.apache.activemq.artemis.utils.XMLUtil;
import org.w3c.dom.Element;

/** The description {@code broker.xml}: substitutes what differs, and reads it as Artemis does. */
public final class BrokerXml {

  private static final Pattern PLACE = Pattern.compile("\\$\\{([A-Za-z.]+)}");
  private static final String PAIR_PLACE = "<!-- ${quiver.pair} -->";
  private static final String PART_PLACE = "<!-- ${quiver.part} -->";
  private static final String MANAGER_PLACE = "<!-- ${quiver.manager} -->";

  private static final String OTHERS_PLACE = "<!-- ${quiver.others} -->";
  private static final String OTHER_REFS_PLACE = "<!-- ${quiver.otherRefs} -->";

  /** A clean stop hands over as well; and the start returns while the other one still serves. */
  private static final String PRIMARY =
      "<shared-store><primary><failover-on-shutdown>true</failover-on-shutdown>"
          + "<wait-for-activation>false</wait-for-activation></primary></shared-store>";

  private static final String BACKUP =
      "<shared-store><backup><failover-on-shutdown>true</failover-on-shutdown>"
          + "<allow-failback>true</allow-failback></backup></shared-store>";

  /** It looks for the other one often, for that decides how long a pair is without a copy. */
  private static final String REPLICATING_PRIMARY =
      "<replication><primary>"
          + MANAGER_PLACE
          + "<retry-replication-wait>500</retry-replication-wait></primary></replication>";

  private static final String REPLICATING_BACKUP =
      "<replication><backup>"
          + MANAGER_PLACE
          + "<retry-replication-wait>500</retry-replication-wait>"
          + "<allow-failback>true</allow-failback></backup></replication>";

  private BrokerXml() {}

  /** The description with the values of this configuration. */
  public static String render(BrokerConfig config) {
    return render(config, "");
  }

  /**
   * The description with the values of this configuration.
   *
   * @param clusterPassword by which those of a pair or a cluster know each other
   */
  static String render(BrokerConfig config, String clusterPassword) {
    String whole = resource("broker.xml").replace(PAIR_PLACE, pair(config, clusterPassword));
    return substitute(whole, values(config));
  }

  private static String pair(BrokerConfig config, String clusterPassword) {
    PairConfig pair = config.pair();
    ClusterConfig cluster = config.cluster();
    if (cluster != null) {
      return cluster(config, cluster, clusterPassword);
    }
    if (pair == null) {
      return "<!-- A broker alone. -->";
    }
    TlsConfig tls = config.tls();
    return substitute(
        resource("pair.xml").strip().replace(PART_PLACE, part(config, pair)),
        Map.of(
            "quiver.namespace",
            config.namespace(),
            "quiver.self",
            pair.self(config.host(), config.port()).toString(),
            "quiver.peer",
            pair.peer().toString(),
            "quiver.clusterUser",
            config.namespace() + ".pair",
            "quiver.clusterPassword",
            clusterPassword,
            "quiver.connectorTls",
            tls == null ? "" : tls.connector()));
  }

  private static String cluster(
      BrokerConfig config, ClusterConfig cluster, String clusterPassword) {
    TlsConfig tls = config.tls();
    StringBuilder connectors = new StringBuilder();
    StringBuilder refs = new StringBuilder();
    for (int i = 0; i < cluster.others().size(); i++) {
      String name = "other" + (i + 1);
      String url = cluster.others().get(i).url() + "${quiver.connectorTls}";
      connectors.append("<connector name=\"" + name + "\">" + url + "</connector>");
      refs.append("<connector-ref>" + name + "</connector-ref>");
    }
    return substitute(
        resource("cluster.xml")
            .strip()
            .replace(OTHERS_PLACE, connectors.toString())
            .replace(OTHER_REFS_PLACE, refs.toString()),
        Map.of(
            "quiver.namespace",
            config.namespace(),
            "quiver.self",
            cluster.self(config.host(), config.port()).toString(),
            "quiver.clusterUser",
            config.namespace() + ".cluster",
            "quiver.clusterPassword",
            clusterPassword,
            "quiver.connectorTls",
            tls == null ? "" : tls.connector()));
  }

  private static String part(BrokerConfig config, PairConfig pair) {
    boolean primary = pair.profile() == Profile.PRIMARY;
    PairLock lock = pair.lock();
    if (lock == null) {
      return primary ? PRIMARY : BACKUP;
    }
    StringBuilder manager =
        new StringBuilder("<manager><class-name>" + lock.managerClass() + "</class-name>");
    manager.append("<properties>");
    Map<String, String> properties = new TreeMap<>(lock.properties());
    properties.put(Fence.NAME, Replica.fence(config));
    properties.forEach(
        (key, value) ->
            manager.append("<property key=\"" + key + "\" value=\"" + escape(value) + "\"/>"));
    manager.append("</properties></manager>");
    return (primary ? REPLICATING_PRIMARY : REPLICATING_BACKUP)
        .replace(MANAGER_PLACE, manager.toString());
  }

  /**
   * What Artemis makes of it.
   *
   * @throws BrokerStartException.BadConfig if it cannot be read
   */
  public static Configuration parse(String xml) {
    Configuration configuration = new ConfigurationImpl();
    try {
      Element root = XMLUtil.readerToElement(new StringReader(xml));
      Element core = (Element) root.getElementsByTagName("core").item(0);
      new FileConfigurationParser().parseMainConfig(core, configuration);
    } catch (Exception cause) {
      throw new BrokerStartException.BadConfig(
          "broker-xml",
          "the broker's configuration cannot be read: " + cause.getMessage(),
          cause,
          String.valueOf(cause.getMessage()));
    }
    return configuration;
  }

  static Map<String, String> values(BrokerConfig config) {
    BrokerLimits limits = config.limits();
    DisuseTimes disuse = config.disuse();
    TlsConfig tls = config.tls();
    return Map.ofEntries(
        Map.entry("quiver.name", config.namespace()),
        Map.entry("quiver.namespace", config.namespace()),
        Map.entry("quiver.data", config.dataFolder().toString()),
        Map.entry("quiver.host", HostPort.inUrl(config.host())),
        Map.entry("quiver.port", Integer.toString(config.port())),
        Map.entry("quiver.acceptorTls", tls == null ? "" : tls.acceptor()),
        Map.entry("quiver.globalMaxSize", Long.toString(limits.globalMaxSize())),
        Map.entry("quiver.minDiskFree", Long.toString(limits.minDiskFree())),
        Map.entry("quiver.documentBytes", Long.toString(limits.documentBytes())),
        Map.entry("quiver.streamedBytes", Long.toString(limits.streamedBytes())),
        Map.entry("quiver.chatMessageBytes", Integer.toString(limits.chat().messageBytes())),
        Map.entry("quiver.chatFileBytes", Long.toString(limits.chat().fileBytes())),
        Map.entry(
            "quiver.chatMessagesPerSecond", Integer.toString(limits.chat().messagesPerSecond())),
        Map.entry("quiver.scheduledMessages", Integer.toString(limits.delayed().messages())),
        Map.entry("quiver.scheduledBytes", Long.toString(limits.delayed().bytes())),
        Map.entry("quiver.sessionsPerUser", Integer.toString(limits.perUser().sessions())),
        Map.entry("quiver.queuesPerUser", Integer.toString(limits.perUser().queues())),
        Map.entry("quiver.workerDisuseMs", millis(disuse.worker())),
        Map.entry("quiver.resultsDisuseMs", millis(disuse.results())),
        Map.entry("quiver.othersDisuseMs", millis(disuse.others())),
        Map.entry("quiver.subscriptionDisuseMs", millis(disuse.subscription())),
        Map.entry("quiver.scanMs", millis(disuse.scan())),
        Map.entry("quiver.cluster", members(config)),
        Map.entry("quiver.jmx", Boolean.toString(config.managed())));
  }

  /** By which names the brokers of its cluster know each other, its own first. */
  private static String members(BrokerConfig config) {
    ClusterConfig cluster = config.cluster();
    return cluster == null ? "" : String.join(",", cluster.names(config.host(), config.port()));
  }

  private static String millis(Duration duration) {
    return Long.toString(Math.max(1, duration.toMillis()));
  }

  static String substitute(String text, Map<String, String> values) {
    return PLACE
        .matcher(text)
        .replaceAll(
            place -> {
              String value = values.get(place.group(1));
              if (value == null) {
                throw new IllegalStateException(
                    "broker.xml asks for " + place.group() + ", which nothing supplies");
              }
              return Matcher.quoteReplacement(escape(value));
            });
  }

  private static String resource(String name) {
    try (InputStream in = BrokerXml.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing from the program");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException cause) {
      throw new IllegalStateException(name + " cannot be read from the program", cause);
    }
  }

  private static String escape(String value) {
    return value.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }
}
