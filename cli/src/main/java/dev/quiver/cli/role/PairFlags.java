package dev.quiver.cli.role;

import dev.quiver.broker.HostPort;
import dev.quiver.broker.PairConfig;
import dev.quiver.broker.PairLock;
import dev.quiver.broker.Profile;
import dev.quiver.cli.CommandContext;
import dev.quiver.cli.ExitCode;
import dev.quiver.messaging.text.Printable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options by which a broker is one of a pair. */
final class PairFlags {

  @Option(names = "--profile", paramLabel = "PROFILE")
  private String profile = Profile.SINGLE.label();

  @Option(names = "--peer", paramLabel = "HOST:PORT")
  private @Nullable String peer;

  @Option(names = "--advertise", paramLabel = "HOST:PORT")
  private @Nullable String advertised;

  @Option(names = "--lock", paramLabel = "DIR")
  private @Nullable String lock;

  /**
   * What the broker must know of its pair; null for one alone.
   *
   * @param namespace what is below it in a ZooKeeper is the pair's
   */
  @Nullable PairConfig pair(CommandContext context, String namespace) {
    Profile part =
        Profile.labelled(profile)
            .orElseThrow(
                () ->
                    context.failure(ExitCode.USAGE, "broker.profile", Printable.harmless(profile)));
    if (part == Profile.SINGLE) {
      if (peer != null || advertised != null) {
        throw context.failure(ExitCode.USAGE, "broker.peerOfNone");
      }
      if (lock != null) {
        throw context.failure(ExitCode.USAGE, "broker.lockOfNone");
      }
      return null;
    }
    if (peer == null) {
      throw context.failure(ExitCode.USAGE, "broker.noPeer", part.label());
    }
    return new PairConfig(
        part,
        HostPort.parse(peer),
        advertised == null ? null : HostPort.parse(advertised),
        lock == null ? null : PairLock.parse(lock, namespace));
  }
}
