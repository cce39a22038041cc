package dev.quiver.tasks.worker;

/**
 * What a worker has done since it was started. All counts but the first only grow.
 *
 * @param running tasks that are executed now
 * @param done tasks that ended here in success
 * @param failed tasks that ended here in another way
 * @param retried attempts that failed and are followed by another
 * @param rejected messages that were no task
 * @param unclaimed outcomes whose inbox was gone
 * @param givenBack tasks that were taken and went back unexecuted when a long one ran or the worker
 *     drained
 * @param isolated tasks that were moved to be run alone, because a worker died with them
 * @param abandoned threads that were left to a handler which ignores interrupts
 * @param rolledBack transactions that could not commit
 * @param connections connections made, the first included
 */
public record WorkerStatus(
    int running,
    long done,
    long failed,
    long retried,
    long rejected,
    long unclaimed,
    long givenBack,
    long isolated,
    long abandoned,
    long rolledBack,
    long connections) {}
