package dev.quiver.numbers;

import dev.quiver.messaging.text.Names;
import dev.quiver.messaging.text.ValueName;

/**
 * One run of one producer: from its start to its end marker. A producer that is started again
 * begins another run, whatever its id.
 *
 * @param producer the id of the producer: a letter or digit, then letters, digits, dashes and
 *     underscores, at most 64
 * @param id names the run among all runs of all producers; the same characters
 */
public record Run(String producer, String id) implements Comparable<Run> {

  /** The longest run there is, in numbers. */
  public static final int MAX_COUNT = 1_000_000;

  public Run {
    Names.requireWord(ValueName.PRODUCER_ID, producer);
    Names.requireWord(ValueName.RUN, id);
  }

  @Override
  public int compareTo(Run other) {
    int byProducer = producer.compareTo(other.producer);
    return byProducer != 0 ? byProducer : id.compareTo(other.id);
  }
}
