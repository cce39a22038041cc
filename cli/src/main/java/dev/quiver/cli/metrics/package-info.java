/**
 * What a role tells a monitoring system, in the format of Prometheus, if it is asked to ({@code
 * --metrics-port}): {@link dev.quiver.cli.metrics.MetricsFlags} has the options, {@link
 * dev.quiver.cli.metrics.RoleMetrics} the figures of one process, {@code MetricsServer} the page.
 * {@code WorkerMetrics}, {@code OrchestratorMetrics}, {@code RingMetrics} and {@code GroupMetrics}
 * have those of their roles; the broker's come from Artemis. docs/metrics.md lists them all.
 */
@NullMarked
package dev.quiver.cli.metrics;

import org.jspecify.annotations.NullMarked;
