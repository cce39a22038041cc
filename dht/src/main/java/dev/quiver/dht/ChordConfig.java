package dev.quiver.dht;

import dev.quiver.messaging.text.UnusableValueException;
import java.time.Duration;

/**
 * What all nodes of a ring agree on, and how patient each is.
 *
 * @param space the identifiers
 * @param successors how many successors a node keeps (r): so many neighbours less one may die at
 *     once
 * @param replicas how many nodes have a copy of each key, its holder included
 * @param stabilizeMin the shortest pause between two rounds of stabilisation
 * @param stabilizeMax the longest
 * @param fixFingers the pause between two fingers being looked up, longer while none changes; zero:
 *     one with each round
 * @param rpcTimeout how long a node may take to answer before it is thought dead
 * @param rpcAttempts how often it is asked before
 * @param repair the pause between two comparisons of copies
 * @param tombstoneLife how long a delete is remembered: longer than a copy may be away
 * @param grace how long after a reconnect nobody is thought dead: others may come back later
 */
public record ChordConfig(
    IdSpace space,
    int successors,
    int replicas,
    Duration stabilizeMin,
    Duration stabilizeMax,
    Duration fixFingers,
    Duration rpcTimeout,
    int rpcAttempts,
    Duration repair,
    Duration tombstoneLife,
    Duration grace) {

  /** The longest key, in UTF-8 bytes. */
  public static final int MAX_KEY_BYTES = 1024;

  public ChordConfig {
    if (successors < 1) {
      throw UnusableValueException.of("value.ring.successors.few", successors);
    }
    if (successors > 64) {
      throw UnusableValueException.of("value.ring.successors.many", successors);
    }
    if (replicas < 1 || replicas > successors + 1) {
      throw UnusableValueException.of("value.ring.replicas", replicas, successors, successors + 1);
    }
    if (stabilizeMax.compareTo(stabilizeMin) < 0 || stabilizeMin.toMillis() < 1) {
      throw new IllegalArgumentException(
          "rounds of stabilisation every "
              + stabilizeMin
              + " to "
              + stabilizeMax
              + " make no sense");
    }
    if (rpcTimeout.toMillis() < 1 || rpcAttempts < 1) {
      throw new IllegalArgumentException(
          "a node that gets "
              + rpcTimeout
              + " and is asked "
              + rpcAttempts
              + " times cannot answer");
    }
  }

  /** 160 bits, 4 successors, 3 copies; a round a second, dead after 2 times 1.5 s. */
  public static ChordConfig defaults() {
    return new ChordConfig(
        IdSpace.sha1(),
        4,
        3,
        Duration.ofMillis(800),
        Duration.ofMillis(1200),
        Duration.ofMillis(250),
        Duration.ofMillis(1500),
        2,
        Duration.ofSeconds(5),
        Duration.ofHours(1),
        Duration.ofSeconds(5));
  }

  public ChordConfig withBits(int value) {
    return with(new IdSpace(value), successors, replicas);
  }

  /** Keeps the number of copies possible. */
  public ChordConfig withSuccessors(int value) {
    return with(space, value, Math.min(replicas, value + 1));
  }

  public ChordConfig withReplicas(int value) {
    return with(space, successors, value);
  }

  private ChordConfig with(IdSpace newSpace, int newSuccessors, int newReplicas) {
    return new ChordConfig(
        newSpace,
        newSuccessors,
        newReplicas,
        stabilizeMin,
        stabilizeMax,
        fixFingers,
        rpcTimeout,
        rpcAttempts,
        repair,
        tombstoneLife,
        grace);
  }

  public ChordConfig withStabilize(Duration min, Duration max) {
    return new ChordConfig(
        space,
        successors,
        replicas,
        min,
        max,
        fixFingers,
        rpcTimeout,
        rpcAttempts,
        repair,
        tombstoneLife,
        grace);
  }

  public ChordConfig withFixFingers(Duration value) {
    return new ChordConfig(
        space,
        successors,
        replicas,
        stabilizeMin,
        stabilizeMax,
        value,
        rpcTimeout,
        rpcAttempts,
        repair,
        tombstoneLife,
        grace);
  }

  public ChordConfig withRpc(Duration timeout, int attempts) {
    return new ChordConfig(
        space,
        successors,
        replicas,
        stabilizeMin,
        stabilizeMax,
        fixFingers,
        timeout,
        attempts,
        repair,
        tombstoneLife,
        grace);
  }

  public ChordConfig withRepair(Duration value, Duration tombstones) {
    return new ChordConfig(
        space,
        successors,
        replicas,
        stabilizeMin,
        stabilizeMax,
        fixFingers,
        rpcTimeout,
        rpcAttempts,
        value,
        tombstones,
        grace);
  }
}
