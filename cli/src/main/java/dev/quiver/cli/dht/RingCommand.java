package dev.quiver.cli.dht;

import dev.quiver.cli.CommandContext;
import dev.quiver.cli.ExitCode;
import dev.quiver.cli.output.JsonLine;
import dev.quiver.cli.output.Table;
import dev.quiver.dht.Id;
import dev.quiver.dht.IdSpace;
import dev.quiver.dht.LookupResult;
import dev.quiver.dht.NodeRef;
import dev.quiver.dht.NodeStatus;
import dev.quiver.dht.jms.DhtClient;
import dev.quiver.dht.jms.RingMember;
import dev.quiver.dht.jms.RingWays;
import dev.quiver.dht.picture.RingPicture;
import dev.quiver.messaging.text.Messages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code quiver dht ring}: all nodes as they see themselves, as a table or a picture. */
@Command(name = "ring")
final class RingCommand implements Callable<Integer> {

  private final CommandContext context;

  @Mixin private DhtOptions options = new DhtOptions();

  @Option(names = "--svg", paramLabel = "FILE")
  private @Nullable Path svg;

  @Option(names = "--fingers", paramLabel = "NODE")
  private @Nullable String fingers;

  @Option(names = "--lookup", paramLabel = "KEY")
  private @Nullable String key;

  RingCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException {
    requireFolder();
    try (RingWays ways = options.ways(context);
        DhtClient client = options.client(context, ways)) {
      List<RingMember> members = client.members();
      List<NodeStatus> nodes =
          client.describe(members, true).stream()
              .sorted(Comparator.comparing(node -> node.self().id()))
              .toList();
      if (nodes.size() < members.size()) {
        context.say("dht.someSilent", members.size() - nodes.size(), members.size());
      }
      if (nodes.isEmpty()) {
        throw context.failure(ExitCode.WORK_FAILED, "dht.allSilent", options.ring);
      }
      if (options.json) {
        nodes.forEach(node -> context.out().line(line(node)));
      } else {
        show(client.space(), nodes);
      }
      Path file = svg;
      if (file != null) {
        draw(client, nodes, file);
      }
      context.out().flush();
      return ExitCode.DONE;
    }
  }

  /** Before anything is asked and shown. */
  private void requireFolder() {
    Path file = svg;
    Path folder = file == null ? null : file.toAbsolutePath().getParent();
    if (file != null && folder != null && !Files.isDirectory(folder)) {
      throw context.failure(ExitCode.USAGE, "dht.noFolder", file, folder);
    }
  }

  private static String line(NodeStatus node) {
    NodeRef predecessor = node.predecessor();
    return new JsonLine()
        .put("node", node.self().label())
        .put("id", node.self().id().text())
        .put("host", node.self().host())
        .put("member", node.member())
        .put("predecessor", predecessor == null ? null : predecessor.label())
        .put("successors", node.successors().stream().map(each -> each.label()).toList())
        .put("keys", node.keys().held())
        .end();
  }

  private void show(IdSpace space, List<NodeStatus> nodes) {
    Messages text = context.text();
    Table table =
        new Table(
            text.format("column.id"),
            text.format("column.node"),
            text.format("column.predecessor"),
            text.format("column.successors"),
            text.format("column.keys"),
            text.format("column.share"));
    for (NodeStatus node : nodes) {
      NodeRef before = node.predecessor();
      table.row(
          node.self().id().brief(),
          dev.quiver.messaging.text.Printable.harmless(node.self().label()),
          before == null ? "-" : before.id().brief(),
          node.successors().stream()
              .map(each -> each.isPadding() ? "-" : each.id().brief())
              .collect(Collectors.joining(" ")),
          Integer.toString(node.keys().held()),
          before == null ? "-" : DhtOptions.percent(space, before, node.self()));
    }
    table.lines().forEach(context.out()::line);
    long wrong = wrongPointers(nodes);
    context
        .out()
        .line(
            wrong == 0
                ? text.format("dht.ringIdeal", nodes.size(), options.ring)
                : text.format("dht.ringNotIdeal", nodes.size(), options.ring, wrong));
  }

  /** How many first successors and predecessors are not the neighbours in the table. */
  private static long wrongPointers(List<NodeStatus> nodes) {
    long wrong = 0;
    for (int i = 0; i < nodes.size(); i++) {
      NodeStatus node = nodes.get(i);
      NodeRef after = nodes.get((i + 1) % nodes.size()).self();
      NodeRef before = nodes.get((i + nodes.size() - 1) % nodes.size()).self();
      wrong += !node.successors().isEmpty() && node.successors().get(0).equals(after) ? 0 : 1;
      wrong += before.equals(node.predecessor()) ? 0 : 1;
    }
    return wrong;
  }

  private void draw(DhtClient client, List<NodeStatus> nodes, Path file) throws IOException {
    RingPicture picture = new RingPicture(captions(), client.space(), nodes);
    String named = fingers;
    NodeStatus chosen = named == null ? null : find(nodes, named);
    if (chosen != null) {
      picture = picture.withFingersOf(chosen);
    }
    String wanted = key;
    if (wanted != null) {
      Id id = client.space().hash(wanted);
      NodeRef start = chosen == null ? nodes.get(0).self() : chosen.self();
      LookupResult way = client.lookupFrom(start, id, false);
      picture = picture.withWay(start, way);
    }
    Files.writeString(file, picture.svg());
    context.say("dht.drawn", file);
  }

  private RingPicture.Captions captions() {
    Messages text = context.text();
    return new RingPicture.Captions() {
      @Override
      public String nodes(int count) {
        return text.format("dht.picture.nodes", count);
      }

      @Override
      public String fingers(String node) {
        return text.format("dht.picture.fingers", node);
      }

      @Override
      public String lookup(String place, String from, int hops) {
        return text.format("dht.picture.lookup", place, from, hops);
      }
    };
  }

  private NodeStatus find(List<NodeStatus> nodes, String name) {
    return nodes.stream()
        .filter(node -> node.self().label().equals(name) || node.self().id().text().equals(name))
        .findFirst()
        .orElseThrow(() -> context.failure(ExitCode.USAGE, "dht.noNode", name, options.ring));
  }
}
