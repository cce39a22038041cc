package dev.quiver.broker.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets through what is counted for the whole broker, and of addresses those that do not grow in
 * number with users, nodes and peers: each has some twenty figures, which a monitoring system keeps
 * for weeks. Names of people stay out of it as well.
 */
final class MeteredAddresses implements MeterFilter {

  private static final List<String> FAMILIES =
      List.of(
          "tasks.pool.",
          "tasks.submit.",
          "tasks.assigned.",
          "tasks.worker.",
          "tasks.held.",
          "orchestrators.",
          "workers.",
          "numbers.",
          "presence.",
          "chat.room.");

  private static final Set<String> SINGLE =
      Set.of("tasks.dead", "tasks.expired", "tasks.events", "tasks.cancel", "tasks.query");

  /**
   * Subscriptions that last and have a name that somebody chose: how far behind their reader is.
   */
  private static final Set<String> SUBSCRIBED = Set.of("tasks.events", "tasks.cancel");

  private static final Set<String> LAST_RESORT = Set.of("DLQ", "ExpiryQueue");

  private final String prefix;

  MeteredAddresses(String namespace) {
    prefix = namespace + ".";
  }

  @Override
  public MeterFilterReply accept(Meter.Id id) {
    String address = id.getTag("address");
    return address == null || isMetered(address, id.getTag("queue"))
        ? MeterFilterReply.NEUTRAL
        : MeterFilterReply.DENY;
  }

  /**
   * Whether there are figures of it.
   *
   * @param queue null for the address as a whole
   */
  boolean isMetered(String address, @Nullable String queue) {
    if (LAST_RESORT.contains(address)) {
      return true;
    }
    if (!address.startsWith(prefix)) {
      return false;
    }
    String name = address.substring(prefix.length());
    if (!SINGLE.contains(name) && FAMILIES.stream().noneMatch(name::startsWith)) {
      return false;
    }
    return queue == null || queue.equals(address) || SUBSCRIBED.contains(name);
  }
}
