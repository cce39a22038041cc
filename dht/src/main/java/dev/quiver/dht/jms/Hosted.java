package dev.quiver.dht.jms;

import dev.quiver.dht.ChordMessage;
import dev.quiver.messaging.protocol.NodeId;

/**
 * A message to or from one of the nodes of a process.
 *
 * @param local which of them
 */
record Hosted(NodeId local, ChordMessage message) {}
