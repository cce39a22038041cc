package dev.quiver.tasks.worker;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** Counts what a worker does; thread-safe. */
final class WorkerCounters {

  final AtomicInteger running = new AtomicInteger();
  final LongAdder received = new LongAdder();
  final LongAdder done = new LongAdder();
  final LongAdder failed = new LongAdder();
  final LongAdder retried = new LongAdder();
  final LongAdder rejected = new LongAdder();
  final LongAdder unclaimed = new LongAdder();
  final LongAdder givenBack = new LongAdder();
  final LongAdder isolated = new LongAdder();
  final LongAdder abandoned = new LongAdder();
  final LongAdder rolledBack = new LongAdder();
  final LongAdder connections = new LongAdder();

  WorkerStatus status() {
    return new WorkerStatus(
        running.get(),
        done.sum(),
        failed.sum(),
        retried.sum(),
        rejected.sum(),
        unclaimed.sum(),
        givenBack.sum(),
        isolated.sum(),
        abandoned.sum(),
        rolledBack.sum(),
        connections.sum());
  }
}
