/**
 * Pictures of a round, from its logs alone: {@link dev.quiver.multicast.report.RoundReport} writes
 * a folder with one self-contained HTML page, the pictures as SVG, and the run as ShiViz reads it.
 * {@code SpaceTime}, {@code ComparisonStrip}, {@code LatencyHistogram} and {@code CostBars} draw
 * one picture each, {@code Svg} is what they draw with. All is text written by hand: the same logs
 * give the same bytes.
 */
@NullMarked
package dev.quiver.multicast.report;

import org.jspecify.annotations.NullMarked;
