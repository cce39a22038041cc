package dev.quiver.numbers.producer;

import dev.quiver.numbers.link.Narrator;
import dev.quiver.numbers.link.Neighbours;
import dev.quiver.numbers.log.ProcessName;
import java.util.Set;

/** Notices by their presence whether there are consumers, and says when that changes. */
final class Company {

  private final Narrator narrator;
  private boolean looked;
  private boolean alone;

  Company(Narrator narrator) {
    this.narrator = narrator;
  }

  /** Looks once. */
  synchronized void look(Neighbours neighbours) {
    Set<String> consumers = neighbours.consumers();
    boolean nobody = consumers.isEmpty();
    if (looked && nobody == alone) {
      return;
    }
    looked = true;
    alone = nobody;
    if (nobody) {
      narrator.say("producer.nobody");
    } else {
      consumers.stream()
          .sorted()
          .forEach(id -> narrator.say("producer.somebody", ProcessName.consumer(id)));
    }
  }
}
