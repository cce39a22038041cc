package dev.quiver.multicast;

import dev.quiver.messaging.text.UnusableValueException;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The orderings that peers can run. */
public enum Order {
  /** Each message to each peer's own queue, delivered as it comes: the exercise. */
  NONE(false, Property.VALIDITY, Property.INTEGRITY),

  /** The order of each sender. */
  FIFO(
      true,
      Property.VALIDITY,
      Property.INTEGRITY,
      Property.AGREEMENT,
      Property.UNIFORM_AGREEMENT,
      Property.FIFO),

  /** Birman, Schiper and Stephenson: nothing before what may have caused it. */
  CAUSAL(
      true,
      Property.VALIDITY,
      Property.INTEGRITY,
      Property.AGREEMENT,
      Property.UNIFORM_AGREEMENT,
      Property.FIFO,
      Property.CAUSAL),

  /** One peer, elected by the broker, numbers all messages. */
  TOTAL_SEQUENCER(false, Property.values()),

  /** Lamport's clocks with acknowledgements to all. */
  TOTAL_LAMPORT(true, Property.values()),

  /** Agreed priorities: propose, then final (ISIS, Skeen). */
  TOTAL_ISIS(true, Property.values()),

  /** The order of the broker's topic, as it is. */
  TOPIC(
      false, Property.VALIDITY, Property.INTEGRITY, Property.AGREEMENT, Property.UNIFORM_AGREEMENT);

  private final boolean streamed;

  @SuppressWarnings("ImmutableEnumChecker") // an unmodifiable set of constants
  private final Set<Property> promises;

  Order(boolean streamed, Property... promises) {
    this.streamed = streamed;
    EnumSet<Property> all = EnumSet.noneOf(Property.class);
    all.addAll(Arrays.asList(promises));
    this.promises = Collections.unmodifiableSet(all);
  }

  /** What it is called on the command line and on the wire. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** All labels, for messages. */
  public static List<String> labels() {
    return Arrays.stream(values()).map(Order::label).toList();
  }

  /**
   * The one with that label.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Order labelled(String label) {
    for (Order order : values()) {
      if (order.label().equals(label)) {
        return order;
      }
    }
    throw UnusableValueException.of("value.order", label, String.join(", ", labels()));
  }

  /** What it promises when peers crash but the broker does not. */
  public Set<Property> promises() {
    return promises;
  }

  /** Whether peers publish numbered streams, which are cut alike when a peer goes. */
  public boolean isStreamed() {
    return streamed;
  }

  /**
   * Whether a peer can join a round that is under way: it gets the log so far, and what it gets
   * from there fits to it. Without streams or numbers nothing says where the one ends and the other
   * begins.
   */
  public boolean takesJoiners() {
    return streamed || this == TOTAL_SEQUENCER;
  }

  public boolean isTotal() {
    return promises.contains(Property.TOTAL);
  }
}
