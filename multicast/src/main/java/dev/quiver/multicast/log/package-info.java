/**
 * What one peer broadcast and delivered, in its order: {@link dev.quiver.multicast.log.PeerLog} is
 * the record, {@link dev.quiver.multicast.log.LogText} the text file that people and {@code quiver
 * multicast check} read, {@link dev.quiver.multicast.log.LogFile} writes it while the peer runs.
 */
@NullMarked
package dev.quiver.multicast.log;

import org.jspecify.annotations.NullMarked;
