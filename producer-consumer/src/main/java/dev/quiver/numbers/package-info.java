/**
 * Numbers through a bounded queue: producer processes that send random integers, consumer processes
 * that tell even from odd, and their logs. The smallest complete program on the platform.
 *
 * <p><b>A number is in the queue until its line is on disk.</b> The consumer appends the line,
 * forces it to the disk and then acknowledges; what is delivered again is recognised in the log by
 * run and sequence. In the transaction that acknowledges the number the consumer sends a receipt to
 * the ledger of the queue, so that the receipts say exactly what was logged, by whichever consumer,
 * and whoever holds the ledger can tell when a run has ended and what it misses.
 *
 * <p>This package is the vocabulary: {@link dev.quiver.numbers.NumbersMessage} with its kinds,
 * {@link dev.quiver.numbers.Run}, {@link dev.quiver.numbers.Verdict}. {@code draw} draws the
 * numbers, {@code run} is the bookkeeping of runs, both without a broker; {@code log} writes the
 * two kinds of log; {@code wire} reads and writes the messages, {@code link} is the connection;
 * {@code producer} and {@code consumer} are the two processes.
 */
@NullMarked
package dev.quiver.numbers;

import org.jspecify.annotations.NullMarked;
