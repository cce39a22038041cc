/**
 * What a run kept, from the logs of its peers alone. {@link dev.quiver.multicast.check.Checker}
 * judges each {@link dev.quiver.multicast.Property} in O(n log n) for a fixed number of peers;
 * happened-before is rebuilt from the logs. {@link dev.quiver.multicast.check.LegacyCount} is the
 * exercise's own count, with its defects.
 */
@NullMarked
package dev.quiver.multicast.check;

import org.jspecify.annotations.NullMarked;
