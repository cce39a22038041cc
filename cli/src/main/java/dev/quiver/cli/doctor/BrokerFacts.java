package dev.quiver.cli.doctor;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * What a broker said about itself.
 *
 * @param serving which of the servers asked let us in, each {@code host:port}; one, if all is well
 * @param ours whether {@code quiver broker} runs it, not an operator who has taken our files over
 * @param version its version
 * @param haPolicy how it is one of a pair, in Artemis' words
 * @param backups where brokers that wait for it are reached
 * @param cluster where the other ones of its cluster are to be reached; empty if it is not of one
 * @param linked with which brokers that serve it is linked, itself among them
 * @param replicaSync whether one of them has all its data, if each has data of its own
 * @param addresses the names of all its addresses
 * @param queues its queues by name
 * @param settings for each address asked about the settings that matter
 * @param paging the addresses whose messages do not fit into memory
 * @param diskUsage how much of its disk is used, 0 to 1
 * @param maxDiskUsage above which share of the disk it refuses messages, in percent; -1 if that is
 *     not how it decides
 * @param sessionsOfUser how many sessions each user has
 * @param usersOfVersion who is connected with which version of Quiver; under the empty one those
 *     whose programs do not say it
 * @param clockAheadMs how far its clock is before ours; negative if behind
 * @param clockUnsureMs how far that may be wrong
 */
record BrokerFacts(
    List<String> serving,
    boolean ours,
    String version,
    String haPolicy,
    List<String> backups,
    List<String> cluster,
    List<String> linked,
    boolean replicaSync,
    Set<String> addresses,
    Map<String, QueueFacts> queues,
    Map<String, SortedMap<String, String>> settings,
    List<String> paging,
    double diskUsage,
    int maxDiskUsage,
    SortedMap<String, Integer> sessionsOfUser,
    SortedMap<String, SortedSet<String>> usersOfVersion,
    long clockAheadMs,
    long clockUnsureMs) {

  /** What it said about a queue. */
  record QueueFacts(
      String name, String address, long messages, boolean exclusive, boolean lastValue) {}
}
