package dev.quiver.dht.jms;

import dev.quiver.dht.NodeRef;

/**
 * A node that says that it is here, and what ring it is in.
 *
 * @param bits of the ring's identifiers
 * @param successors how many each node keeps
 * @param replicas how many copies of each key there are
 * @param spread whether the ring's nodes talk over a cluster of brokers
 */
public record RingMember(
    String ring, NodeRef node, int bits, int successors, int replicas, boolean spread) {}
