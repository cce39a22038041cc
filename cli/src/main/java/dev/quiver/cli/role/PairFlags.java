package dev.quiver.cli.role;

import dev.quiver.broker.ClusterConfig;
import dev.quiver.broker.HostPort;
import dev.quiver.broker.PairConfig;
import dev.quiver.broker.PairLock;
import dev.quiver.broker.Profile;
import dev.quiver.cli.CommandContext;
import dev.quiver.cli.ExitCode;
import dev.quiver.messaging.text.Printable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options by which a broker is one of a pair, or of a cluster. */
final class PairFlags {

  @Option(names = "--profile", paramLabel = "PROFILE")
  private String profile = Profile.SINGLE.label();

  @Option(names = "--peer", paramLabel = "HOST:PORT", split = ",")
  private List<String> peers = new ArrayList<>();

  @Option(names = "--advertise", paramLabel = "HOST:PORT")
  private @Nullable String advertised;

  @Option(names = "--lock", paramLabel = "DIR")
  private @Nullable String lock;

  /** What the broker must know of its cluster; null for one that is not of a cluster. */
  @Nullable ClusterConfig cluster(CommandContext context) {
    if (part(context) != Profile.CLUSTER) {
      return null;
    }
    if (lock != null) {
      throw context.failure(ExitCode.USAGE, "broker.lockOfNone");
    }
    if (peers.isEmpty()) {
      throw context.failure(ExitCode.USAGE, "broker.clusterOfOne");
    }
    return new ClusterConfig(
        peers.stream().map(HostPort::parse).toList(),
        advertised == null ? null : HostPort.parse(advertised));
  }

  private Profile part(CommandContext context) {
    return Profile.labelled(profile)
        .orElseThrow(
            () -> context.failure(ExitCode.USAGE, "broker.profile", Printable.harmless(profile)));
  }

  /**
   * What the broker must know of its pair; null for one that is not of a pair.
   *
   * @param namespace what is below it in a ZooKeeper is the pair's
   */
  @Nullable PairConfig pair(CommandContext context, String namespace) {
    Profile part = part(context);
    if (part == Profile.CLUSTER) {
      return null;
    }
    if (part == Profile.SINGLE) {
      if (!peers.isEmpty() || advertised != null) {
        throw context.failure(ExitCode.USAGE, "broker.peerOfNone");
      }
      if (lock != null) {
        throw context.failure(ExitCode.USAGE, "broker.lockOfNone");
      }
      return null;
    }
    if (peers.size() != 1) {
      throw context.failure(ExitCode.USAGE, "broker.noPeer", part.label());
    }
    return new PairConfig(
        part,
        HostPort.parse(peers.get(0)),
        advertised == null ? null : HostPort.parse(advertised),
        lock == null ? null : PairLock.parse(lock, namespace));
  }
}
