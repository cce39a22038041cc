package dev.quiver.cli.role;

import dev.quiver.broker.Role;
import dev.quiver.broker.export.Account;
import dev.quiver.broker.export.Decision;
import dev.quiver.broker.export.Instance;
import dev.quiver.broker.export.InstanceDiff;
import dev.quiver.broker.export.InstanceDiff.Difference;
import dev.quiver.broker.export.StockExport;
import dev.quiver.broker.export.StockParts;
import dev.quiver.cli.CommandContext;
import dev.quiver.cli.ExitCode;
import dev.quiver.cli.output.JsonLine;
import dev.quiver.messaging.Addresses;
import dev.quiver.messaging.connection.Password;
import dev.quiver.messaging.text.Printable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code quiver broker export}: what a broker that somebody else runs must have, as files, or what
 * it lacks of that.
 */
@Command(name = "export")
public final class ExportCommand implements Callable<Integer> {

  private final CommandContext context;

  @Parameters(index = "0", arity = "0..1", paramLabel = "DIR")
  private @Nullable Path folder;

  @Option(names = "--instance", paramLabel = "INSTANCE")
  private @Nullable Path instance;

  @Option(names = "--diff", paramLabel = "INSTANCE")
  private @Nullable Path diff;

  @Option(names = "--with", paramLabel = "DECISION", split = ",")
  private List<String> with = new ArrayList<>();

  @Option(names = "--account", paramLabel = "NAME:ROLE")
  private List<String> accounts = new ArrayList<>();

  @Option(names = "--passwords", paramLabel = "DIR")
  private @Nullable Path passwords;

  @Option(names = "--namespace", paramLabel = "NAME")
  private String namespace = Addresses.DEFAULT_NAMESPACE;

  @Option(names = "--json")
  private boolean json;

  ExportCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException {
    new Addresses(namespace);
    List<Account> all = new ArrayList<>(Account.ofRoles(namespace));
    accounts.forEach(each -> all.add(Account.parse(each)));
    StockParts parts = StockParts.of(namespace, all);
    Path compared = diff;
    Path into = folder;
    if (compared != null) {
      return tell(InstanceDiff.of(parts, Instance.read(compared)));
    }
    if (into == null) {
      throw context.failure(ExitCode.USAGE, "export.noFolder");
    }
    Set<Decision> decided = decided();
    Path read = instance;
    List<Path> written =
        new StockExport(into.toAbsolutePath().normalize(), parts, given())
            .write(read == null ? null : Instance.read(read), decided);
    written.forEach(this::tell);
    for (Decision each : Decision.values()) {
      tell(each, decided.contains(each));
    }
    context.out().flush();
    if (!json) {
      context.say(read == null ? "export.nextParts" : "export.nextEtc", into);
    }
    return ExitCode.DONE;
  }

  private Set<Decision> decided() {
    Set<Decision> decided = EnumSet.noneOf(Decision.class);
    for (String label : with) {
      decided.add(
          Decision.labelled(label)
              .orElseThrow(
                  () ->
                      context.failure(
                          ExitCode.USAGE,
                          "export.decisionUnknown",
                          Printable.harmless(label),
                          Stream.of(Decision.values())
                              .map(Decision::label)
                              .collect(Collectors.joining(", ")))));
    }
    return decided;
  }

  /** A file a role, as the compose files have them. */
  private Map<String, String> given() {
    Map<String, String> given = new TreeMap<>();
    Path from = passwords;
    if (from != null) {
      for (Role role : Role.values()) {
        Path file = from.resolve(role.label());
        if (Files.isRegularFile(file)) {
          given.put(namespace + "-" + role.label(), Password.fromFile(file).reveal());
        }
      }
    }
    return given;
  }

  private void tell(Path file) {
    context.out().line(json ? new JsonLine().put("file", file.toString()).end() : file.toString());
  }

  private void tell(Decision decision, boolean decided) {
    if (json) {
      context
          .out()
          .line(new JsonLine().put("decision", decision.label()).put("decided", decided).end());
    } else {
      context.say(
          decided ? "export.decided" : "export.undecided",
          decision.label(),
          context.text().format("export.decision." + decision.label()));
    }
  }

  private Integer tell(List<Difference> differences) {
    boolean lacks = false;
    for (Difference each : differences) {
      String state = each.state().name().toLowerCase(Locale.ROOT);
      boolean decision = each.state() == InstanceDiff.State.UNDECIDED;
      lacks |=
          each.state() == InstanceDiff.State.MISSING
              || each.state() == InstanceDiff.State.DIFFERS
              || (decision && each.name().equals(Decision.USERS.label()));
      if (json) {
        context
            .out()
            .line(
                new JsonLine()
                    .put("part", each.part())
                    .put("name", each.name())
                    .put("state", state)
                    .put("wanted", each.wanted())
                    .put("there", each.there())
                    .end());
      } else if (decision) {
        context
            .out()
            .line(
                context
                    .text()
                    .format(
                        "export.undecided",
                        each.name(),
                        context.text().format("export.decision." + each.name())));
      } else {
        context
            .out()
            .line(
                context
                    .text()
                    .format(
                        "export." + state,
                        context.text().format("export.part." + each.part()),
                        Printable.harmless(each.name())));
        if (each.state() == InstanceDiff.State.DIFFERS) {
          context.out().line("    + " + Printable.harmless(each.wanted()));
          context.out().line("    - " + Printable.harmless(each.there()));
        }
      }
    }
    context.out().flush();
    if (!json) {
      context.say("export.differences", differences.size());
    }
    return lacks ? ExitCode.WORK_FAILED : ExitCode.DONE;
  }
}
