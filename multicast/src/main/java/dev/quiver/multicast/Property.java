package dev.quiver.multicast;

import java.util.Locale;

/** What can be asked of the logs of a run. A process is correct if it neither crashed nor left. */
public enum Property {
  /** A correct process delivers what it broadcasts. */
  VALIDITY,
  /** At most once, and only what was broadcast. */
  INTEGRITY,
  /** What a correct process delivers, all correct ones deliver. */
  AGREEMENT,
  /** What any process delivers, also one that crashed, all correct ones deliver. */
  UNIFORM_AGREEMENT,
  /** Nobody delivers a message without those that its sender broadcast before. */
  FIFO,
  /** Nobody delivers a message without those that happened before its broadcast. */
  CAUSAL,
  /** Two processes that both deliver two messages agree on their order. */
  TOTAL,
  /** Of any two logs one begins with the other: gap-free uniform total order. */
  PREFIX;

  /** The name on the wire and in machine output. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
