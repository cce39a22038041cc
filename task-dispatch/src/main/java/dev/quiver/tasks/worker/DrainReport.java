package dev.quiver.tasks.worker;

/**
 * What became of a worker's tasks when it drained.
 *
 * @param finished tasks that ended while it drained
 * @param givenBack tasks that went back to their queues
 * @param clean whether all threads ended in time; if not, the broker gives back what they held as
 *     soon as the connection is closed
 */
public record DrainReport(long finished, long givenBack, boolean clean) {}
