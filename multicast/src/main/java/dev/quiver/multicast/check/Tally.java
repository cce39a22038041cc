package dev.quiver.multicast.check;

import dev.quiver.multicast.Property;
import dev.quiver.multicast.check.Finding.Witness;
import org.jspecify.annotations.Nullable;

/** Counts the violations of one property and keeps the first. */
final class Tally {

  private final Property property;
  private long violations;
  private @Nullable Witness first;

  Tally(Property property) {
    this.property = property;
  }

  void add(Witness witness) {
    add(witness, 1);
  }

  void add(Witness witness, long count) {
    violations += count;
    if (first == null) {
      first = witness;
    }
  }

  Finding finding() {
    return new Finding(property, violations, first);
  }
}
