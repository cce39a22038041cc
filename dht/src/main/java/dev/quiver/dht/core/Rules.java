package dev.quiver.dht.core;

import java.util.EnumSet;
import java.util.Set;

/**
 * Which rules of the corrected protocol a node keeps; all of them, unless a test shows what a rule
 * is for by leaving it out.
 */
final class Rules {

  private final Set<Rule> kept;

  private Rules(Set<Rule> kept) {
    this.kept = kept;
  }

  static Rules corrected() {
    return new Rules(EnumSet.allOf(Rule.class));
  }

  /** These, less one. */
  Rules without(Rule rule) {
    Set<Rule> others = EnumSet.copyOf(kept);
    others.remove(rule);
    return new Rules(others);
  }

  boolean keep(Rule rule) {
    return kept.contains(rule);
  }
}
