/**
 * Multicast among peers under several orderings (none, FIFO, causal, total), each a pure protocol
 * core, and the comparison service that tells from the peers' logs which properties held.
 */
@NullMarked
package dev.quiver.multicast;

import org.jspecify.annotations.NullMarked;
