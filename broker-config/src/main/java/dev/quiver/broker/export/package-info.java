/**
 * Quiver on an Artemis broker that somebody else runs: {@link dev.quiver.broker.export.StockParts}
 * are the parts for its files, out of the one {@code broker.xml}; {@link
 * dev.quiver.broker.export.Instance} is such a broker's folder; {@link
 * dev.quiver.broker.export.BrokerWide} what only its operator can decide; {@link
 * dev.quiver.broker.export.InstanceDiff} compares.
 */
@NullMarked
package dev.quiver.broker.export;

import org.jspecify.annotations.NullMarked;
