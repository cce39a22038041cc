/**
 * The JSON of the group: {@link dev.quiver.multicast.wire.PeerCodec} for what peers say to each
 * other. Every body that comes in is taken for hostile.
 */
@NullMarked
package dev.quiver.multicast.wire;

import org.jspecify.annotations.NullMarked;
