/**
 * The broker's figures for a monitoring system: {@link dev.quiver.broker.metrics.BrokerMeters} puts
 * Artemis' own and ours into a registry of Micrometer, {@link
 * dev.quiver.broker.metrics.MeteredAddresses} says of which addresses.
 */
@NullMarked
package dev.quiver.broker.metrics;

import org.jspecify.annotations.NullMarked;
