/**
 * The bookkeeping of runs: which numbers of which run are logged, and when a run is over. Pure;
 * time, receipts and what can be seen of producers and queue come in as arguments.
 */
@NullMarked
package dev.quiver.numbers.run;

import org.jspecify.annotations.NullMarked;
