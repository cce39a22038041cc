package dev.quiver.cli.multicast;

import dev.quiver.cli.CommandContext;
import dev.quiver.cli.ExitCode;
import dev.quiver.cli.StopSignals;
import dev.quiver.cli.config.ConnectionFlags;
import dev.quiver.cli.output.JsonLine;
import dev.quiver.cli.output.Table;
import dev.quiver.multicast.Order;
import dev.quiver.multicast.View;
import dev.quiver.multicast.jms.GroupServer;
import dev.quiver.multicast.jms.RoundConfig;
import dev.quiver.multicast.report.MatrixReport;
import dev.quiver.multicast.report.MatrixRow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code quiver multicast matrix}: orderings by peers by messages, what each costs and keeps. */
@Command(name = "matrix")
public final class MatrixCommand implements Callable<Integer> {

  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final CommandContext context;

  @Mixin private ConnectionFlags connection = new ConnectionFlags();
  @Mixin private GroupFlags flags = new GroupFlags();

  @Option(names = "--orders", paramLabel = "ORDER", split = ",")
  private List<String> orders = Order.labels();

  @Option(names = "--peers", paramLabel = "N", split = ",")
  private List<Integer> peers = List.of(2, 3, 5);

  @Option(names = "--messages", paramLabel = "M", split = ",")
  private List<Integer> messages = List.of(10, 50);

  @Option(names = "--delay", paramLabel = "MIN-MAX")
  private String delay = "0";

  @Option(names = "--report", paramLabel = "DIR")
  private @Nullable Path report;

  @Option(names = "--json")
  private boolean json;

  MatrixCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    // What makes no sense is told before anything is started.
    for (int count : peers) {
      for (int each : messages) {
        RoundMemory.here().require(context, count, each);
        orders.forEach(order -> round("check", RoundFlags.peers(context, count), order, each));
      }
    }
    ReportFolder.require(report);
    try (StopSignals signals = StopSignals.listen()) {
      return signals.interrupting(this::run);
    }
  }

  private int run() throws IOException, InterruptedException {
    List<MatrixRow> rows = new ArrayList<>();
    try (Platform platform = Platform.open(context, connection)) {
      for (int count : peers) {
        rows(platform, count, rows);
      }
    }
    if (!json) {
      table(rows).forEach(context.out()::line);
      context.out().flush();
    }
    write(rows);
    return rows.stream().allMatch(MatrixRow::kept) ? ExitCode.DONE : ExitCode.WORK_FAILED;
  }

  private void rows(Platform platform, int count, List<MatrixRow> rows)
      throws IOException, InterruptedException {
    String group = PeerFleet.newGroup();
    String heap =
        RoundMemory.ofPeer(count, messages.stream().mapToInt(each -> each).max().orElse(0));
    try (PeerFleet fleet =
        PeerFleet.start(context, platform, group, count, heap, flags.folder(context), line -> {})) {
      for (String order : orders) {
        for (int each : messages) {
          RoundConfig round =
              round(group + "-" + order + "-" + each, View.first(count).members(), order, each);
          GroupServer.Outcome outcome =
              fleet.server().run(round, peer -> {}, PATIENCE.plus(length(round)));
          MatrixRow row = MatrixRow.of(round, outcome.logs(), outcome.traffic());
          rows.add(row);
          fleet.server().judged(outcome.handedIn());
          context.say("multicast.matrix.done", order, count, each, row.unordered());
          RoundRunner.sayWhatIsNotThere(context, outcome.missing(), outcome.damaged());
          if (json) {
            context.out().line(jsonOf(row));
            context.out().flush();
          }
        }
      }
    }
  }

  private static Duration length(RoundConfig round) {
    return round.maxDelay().multipliedBy(round.messages());
  }

  private RoundConfig round(String name, java.util.Set<Integer> members, String order, int each) {
    RoundFlags one = new RoundFlags();
    one.order = order;
    one.delay = delay;
    return one.round(context, name, members, each);
  }

  private void write(List<MatrixRow> rows) throws IOException {
    if (report == null) {
      return;
    }
    Files.createDirectories(report);
    put("matrix.csv", MatrixReport.csv(rows));
    put("matrix.svg", new MatrixReport(context.locale()).picture(rows));
    StringBuilder lines = new StringBuilder();
    rows.forEach(row -> lines.append(jsonOf(row)).append('\n'));
    put("matrix.jsonl", lines.toString());
    context.say("multicast.report", report.toString());
  }

  private void put(String name, String content) throws IOException {
    if (report != null) {
      Files.writeString(report.resolve(name), content, StandardCharsets.UTF_8);
    }
  }

  private List<String> table(List<MatrixRow> rows) {
    List<String> heads = new ArrayList<>();
    for (String each :
        List.of(
            "order",
            "peers",
            "messages",
            "kept",
            "unordered",
            "words",
            "in",
            "out",
            "p50",
            "p99")) {
      heads.add(context.text().format("multicast.matrix." + each));
    }
    Table table = new Table(heads.toArray(new String[0]));
    for (MatrixRow row : rows) {
      table.row(
          row.order().label(),
          Integer.toString(row.peers()),
          Integer.toString(row.messages()),
          context.text().format(row.kept() ? "multicast.yes" : "multicast.no"),
          row.unordered() + "/" + row.positions(),
          rounded(row.cost().words()),
          rounded(row.cost().framesIn()),
          rounded(row.cost().framesOut()),
          rounded(row.p50Ms()),
          rounded(row.p99Ms()));
    }
    return table.lines();
  }

  private static String jsonOf(MatrixRow row) {
    return new JsonLine()
        .put("order", row.order().label())
        .put("peers", row.peers())
        .put("messages", row.messages())
        .put("kept", row.kept())
        .put("positions", row.positions())
        .put("unorderedPositions", row.unordered())
        .put("inversions", row.inversions())
        .put("legacyCount", row.legacy())
        .put("protocolMessages", row.cost().words())
        .put("framesIn", row.cost().framesIn())
        .put("framesOut", row.cost().framesOut())
        .put("latencyP50Ms", row.p50Ms())
        .put("latencyP99Ms", row.p99Ms())
        .end();
  }

  private static String rounded(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }
}
