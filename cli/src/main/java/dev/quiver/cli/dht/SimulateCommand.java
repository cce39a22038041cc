package dev.quiver.cli.dht;

import dev.quiver.cli.CommandContext;
import dev.quiver.cli.ExitCode;
import dev.quiver.cli.output.JsonLine;
import dev.quiver.cli.output.Table;
import dev.quiver.dht.simulation.Experiments;
import dev.quiver.dht.simulation.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code quiver dht simulate}: repeats the papers' experiments in virtual time. */
@Command(name = "simulate")
final class SimulateCommand implements Callable<Integer> {

  /** Which experiments there are; picocli shows the names. */
  enum Experiment {
    PATH_LENGTH,
    LOAD,
    MASS_FAILURE,
    CHURN;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  private static final List<Integer> PAPER_SIZES = List.of(8, 16, 32, 128, 256, 1024, 4096, 16384);
  private static final int MAX_NODES = 65_536;

  private final CommandContext context;

  @Parameters(index = "0", paramLabel = "EXPERIMENT")
  private Experiment experiment = Experiment.PATH_LENGTH;

  @Option(names = "--nodes", paramLabel = "N", split = ",")
  private List<Integer> nodes = new ArrayList<>();

  @Option(names = "--lookups", paramLabel = "N")
  private int lookups = 10_000;

  @Option(names = "--seed", paramLabel = "N")
  private long seed = 1;

  @Option(names = "--out", paramLabel = "DIR")
  private @Nullable Path out;

  @Option(names = "--json")
  private boolean json;

  SimulateCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException {
    check();
    context.say("dht.simulating", experiment, context.text().format("dht.stage.seed", seed));
    ObjIntConsumer<Experiments.Stage> progress =
        (stage, number) ->
            context.say("dht.simulating", experiment, context.text().format(key(stage), number));
    Report report = run(new Experiments(context.locale(), seed, progress));
    print(report);
    write(report, out == null ? context.home().resolve("dht") : out);
    return ExitCode.DONE;
  }

  private void check() {
    for (int each : nodes) {
      if (each < 8 || each > MAX_NODES) {
        throw context.failure(ExitCode.USAGE, "dht.simulateNodes", each, MAX_NODES);
      }
    }
    if (nodes.size() > 1 && experiment != Experiment.PATH_LENGTH) {
      throw context.failure(ExitCode.USAGE, "dht.simulateOne", experiment);
    }
    if (lookups < 1) {
      throw context.failure(ExitCode.USAGE, "dht.simulateLookups", lookups);
    }
  }

  private Report run(Experiments experiments) {
    return switch (experiment) {
      case PATH_LENGTH -> experiments.pathLength(nodes.isEmpty() ? PAPER_SIZES : nodes);
      case LOAD -> experiments.load(oneSize(10_000));
      case MASS_FAILURE -> experiments.massFailure(oneSize(1000), lookups);
      case CHURN -> experiments.churn(oneSize(1000), lookups);
    };
  }

  private static String key(Experiments.Stage stage) {
    return "dht.stage." + stage.name().toLowerCase(Locale.ROOT);
  }

  private int oneSize(int paper) {
    return nodes.isEmpty() ? paper : nodes.get(0);
  }

  private void print(Report report) {
    if (json) {
      for (List<String> row : report.rows()) {
        JsonLine line = new JsonLine().put("experiment", report.name());
        for (int i = 0; i < row.size(); i++) {
          put(line, report.columns().get(i), row.get(i));
        }
        context.out().line(line.end());
      }
    } else {
      Table table = new Table(report.columns().stream().map(this::heading).toArray(String[]::new));
      report.rows().forEach(row -> table.row(row.toArray(String[]::new)));
      table.lines().forEach(context.out()::line);
    }
    context.out().flush();
  }

  /** For people; programs get the name. */
  private String heading(String column) {
    return context.text().format("dht.figure." + column.replace("%", ""));
  }

  private static void put(JsonLine line, String name, String value) {
    if (value.endsWith("%")) {
      line.put(name + "Percent", Double.parseDouble(value.substring(0, value.length() - 1)));
    } else if (!value.isEmpty()) {
      line.put(name, Double.parseDouble(value));
    }
  }

  private void write(Report report, Path folder) throws IOException {
    Files.createDirectories(folder);
    Map<String, String> files = new TreeMap<>(report.pictures());
    files.put(report.name() + ".csv", report.csv());
    for (Map.Entry<String, String> each : files.entrySet()) {
      Files.writeString(folder.resolve(each.getKey()), each.getValue());
    }
    context.say("dht.written", String.join(", ", files.keySet()), folder);
  }
}
