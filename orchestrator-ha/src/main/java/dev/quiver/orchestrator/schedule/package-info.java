/**
 * Periodic tasks. {@link dev.quiver.orchestrator.schedule.CronRule} says when, {@link
 * dev.quiver.orchestrator.schedule.Schedule} what, {@link dev.quiver.orchestrator.schedule.Firings}
 * which firings are due and under which ids: the same firing has the same id whoever leads, so that
 * the broker refuses the second of two.
 */
@NullMarked
package dev.quiver.orchestrator.schedule;

import org.jspecify.annotations.NullMarked;
