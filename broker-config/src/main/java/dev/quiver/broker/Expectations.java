package dev.quiver.broker;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.CoreAddressConfiguration;
import org.apache.activemq.artemis.core.settings.HierarchicalRepository;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.core.settings.impl.HierarchicalObjectRepository;
import org.jspecify.annotations.Nullable;

/**
 * What a broker for a namespace must have, out of the one {@code broker.xml}: so that any broker,
 * also one that others have set up, can be compared with it.
 */
public final class Expectations {

  private final Configuration configuration;
  private final HierarchicalRepository<AddressSettings> settings =
      new HierarchicalObjectRepository<>();

  private Expectations(Configuration configuration) {
    this.configuration = configuration;
    settings.setDefault(new AddressSettings());
    configuration.getAddressSettings().forEach(settings::addMatch);
  }

  /** For the addresses of that namespace. */
  public static Expectations of(String namespace) {
    BrokerConfig any = BrokerConfig.in(Path.of("")).withNamespace(namespace);
    return new Expectations(BrokerXml.parse(BrokerXml.render(any)));
  }

  /**
   * A queue that must be there.
   *
   * @param exclusive whether it gives all messages to one consumer
   * @param lastValue whether it keeps the last message of each key
   */
  public record ExpectedQueue(String name, String address, boolean exclusive, boolean lastValue) {}

  /** The addresses that must be there. */
  public SortedSet<String> addresses() {
    return configuration.getAddressConfigurations().stream()
        .map(CoreAddressConfiguration::getName)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The queues that must be there, in the order of their names. */
  public List<ExpectedQueue> queues() {
    List<ExpectedQueue> queues = new ArrayList<>();
    for (CoreAddressConfiguration address : configuration.getAddressConfigurations()) {
      for (QueueConfiguration queue : address.getQueueConfigs()) {
        queues.add(
            new ExpectedQueue(
                queue.getName().toString(),
                address.getName(),
                Boolean.TRUE.equals(queue.isExclusive()),
                Boolean.TRUE.equals(queue.isLastValue())));
      }
    }
    queues.sort((a, b) -> a.name().compareTo(b.name()));
    return queues;
  }

  /** For each setting that must be there the name of an address to which it applies. */
  public SortedSet<String> samples() {
    return configuration.getAddressSettings().keySet().stream()
        .map(match -> match.replace("#", "x").replace("*", "x"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The settings that matter for that address, as they must be. */
  public SortedMap<String, String> settings(String address) {
    return read(settings.getMatch(address));
  }

  /**
   * The settings that matter, out of what a broker answers to {@code getAddressSettingsAsJSON}.
   *
   * @throws IllegalArgumentException if it is something else
   */
  public static SortedMap<String, String> read(String json) {
    AddressSettings read;
    try {
      read = AddressSettings.fromJSON(json);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException("address settings cannot be read: " + e.getMessage(), e);
    }
    if (read == null) {
      throw new IllegalArgumentException("address settings cannot be read: " + json);
    }
    return read(read);
  }

  private static SortedMap<String, String> read(AddressSettings from) {
    Map<String, Object> values =
        Map.ofEntries(
            Map.entry("dead-letter-address", orNone(from.getDeadLetterAddress())),
            Map.entry("expiry-address", orNone(from.getExpiryAddress())),
            Map.entry("max-delivery-attempts", from.getMaxDeliveryAttempts()),
            Map.entry("address-full-policy", from.getAddressFullMessagePolicy()),
            Map.entry("id-cache-size", orNone(from.getIDCacheSize())),
            Map.entry("default-exclusive-queue", from.isDefaultExclusiveQueue()),
            Map.entry("default-last-value-queue", from.isDefaultLastValueQueue()),
            Map.entry("default-non-destructive", from.isDefaultNonDestructive()),
            Map.entry("default-address-routing-type", from.getDefaultAddressRoutingType()),
            Map.entry("auto-create-queues", from.isAutoCreateQueues()),
            Map.entry("auto-create-addresses", from.isAutoCreateAddresses()),
            Map.entry("auto-delete-queues", from.isAutoDeleteQueues()),
            Map.entry("auto-delete-addresses", from.isAutoDeleteAddresses()));
    SortedMap<String, String> sorted = new TreeMap<>();
    values.forEach((name, value) -> sorted.put(name, value.toString()));
    return sorted;
  }

  private static Object orNone(@Nullable Object value) {
    return Objects.requireNonNullElse(value, "");
  }
}
