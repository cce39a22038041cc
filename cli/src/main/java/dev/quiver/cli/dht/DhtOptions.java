package dev.quiver.cli.dht;

import dev.quiver.broker.Role;
import dev.quiver.cli.CommandContext;
import dev.quiver.cli.ExitCode;
import dev.quiver.cli.config.ClusterFlags;
import dev.quiver.cli.config.ConnectionChoice;
import dev.quiver.cli.config.ConnectionFlags;
import dev.quiver.dht.IdSpace;
import dev.quiver.dht.NodeRef;
import dev.quiver.dht.jms.DhtClient;
import dev.quiver.dht.jms.LargeValues;
import dev.quiver.dht.jms.NoRingException;
import dev.quiver.dht.jms.RingWays;
import dev.quiver.dht.jms.UnknownClusterException;
import dev.quiver.messaging.text.Names;
import dev.quiver.messaging.text.Printable;
import dev.quiver.messaging.text.ValueName;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What all commands that ask a ring can be told. */
final class DhtOptions {

  @Mixin ConnectionFlags connection = new ConnectionFlags();

  @Mixin ClusterFlags cluster = new ClusterFlags();

  @Option(names = "--ring", paramLabel = "NAME")
  String ring = "demo";

  @Option(names = "--json")
  boolean json;

  RingWays ways(CommandContext context) {
    Names.requireWord(ValueName.RING, ring); // Before anything is connected.
    ConnectionChoice choice = context.connect(connection, Role.NODE.label());
    return RingWays.open(cluster.router(context, choice, "quiver dht"), ring);
  }

  /** What was given, for another command of the same kind. */
  List<String> arguments() {
    List<String> arguments = new ArrayList<>(connection.arguments());
    arguments.addAll(cluster.arguments());
    arguments.addAll(List.of("--ring", ring));
    if (json) {
      arguments.add("--json");
    }
    return arguments;
  }

  /** Values of up to a mebibyte in the ring of that client. */
  static LargeValues values(DhtClient client) {
    return new LargeValues(client, () -> UUID.randomUUID().toString().replace("-", ""));
  }

  /** A client of the ring; if there is no such ring, says which there are. */
  DhtClient client(CommandContext context, RingWays ways) {
    SplittableRandom random = new SplittableRandom();
    String process = "dht-" + Long.toHexString(random.nextLong() & 0xFF_FFFF_FFFFL);
    try {
      return DhtClient.connect(ways, ring, process, random, context.clock());
    } catch (NoRingException e) {
      String others = String.valueOf(e.getMessage());
      throw others.isEmpty()
          ? context.failure(ExitCode.WORK_FAILED, "dht.noRing", ring)
          : context.failure(ExitCode.WORK_FAILED, "dht.otherRings", ring, others);
    } catch (UnknownClusterException e) {
      throw context.failure(ExitCode.WORK_FAILED, "dht.unknownCluster", ring);
    }
  }

  /** A node as people read it: its name and place. */
  static String shown(NodeRef node) {
    return node.isPadding()
        ? "(" + node.id().brief() + ")"
        : Printable.harmless(node.label()) + " (" + node.id().brief() + ")";
  }

  /** The share of the circle, in percent. */
  static String percent(IdSpace space, NodeRef after, NodeRef node) {
    double part =
        after.id().equals(node.id()) ? 1 : space.fraction(space.distance(after.id(), node.id()));
    return String.format(java.util.Locale.ROOT, "%.1f%%", part * 100);
  }
}
