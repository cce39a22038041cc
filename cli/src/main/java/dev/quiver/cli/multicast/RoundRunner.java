package dev.quiver.cli.multicast;

import dev.quiver.cli.CommandContext;
import dev.quiver.multicast.jms.GroupServer;
import dev.quiver.multicast.jms.RoundConfig;
import dev.quiver.multicast.report.Absent;
import dev.quiver.multicast.report.Cost;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Runs one round on a server and tells how it went. */
final class RoundRunner {

  /** After which a round is ended whatever is missing: beyond its own waits and its work. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** Slower than that no machine is that people wait for: bytes delivered a second. */
  private static final long SLOWEST = 1_000_000;

  /** What a message costs whatever is in it, as if it were so many bytes. */
  private static final long OVERHEAD_BYTES = 1_000;

  private final CommandContext context;
  private final GroupServer server;
  private final boolean json;
  private final @Nullable Path folder;

  RoundRunner(CommandContext context, GroupServer server, boolean json, @Nullable Path folder) {
    this.context = context;
    this.server = server;
    this.json = json;
    this.folder = folder;
  }

  /**
   * Runs it.
   *
   * @param absent who should take part and is not there
   * @param joiners who is to join it
   * @return whether everything that was promised held, and everybody's log came
   */
  boolean run(RoundConfig round, Set<Integer> absent, Set<Integer> joiners)
      throws InterruptedException, IOException {
    context.say(
        "multicast.round",
        round.group(),
        round.members().size(),
        round.messages(),
        round.order().label());
    GroupServer.Outcome outcome = server.run(round, peer -> {}, limit(round));
    if (!outcome.notStarted().isEmpty()) {
      context.say(
          "multicast.notStarted", outcome.notStarted().toString(), round.startWait().toSeconds());
    }
    if (!outcome.joined().isEmpty()) {
      context.say("multicast.joined", outcome.joined().toString());
    }
    SortedSet<Integer> notJoined = new TreeSet<>(joiners);
    notJoined.removeAll(outcome.joined());
    if (!notJoined.isEmpty()) {
      context.say("multicast.notJoined", notJoined.toString());
    }
    sayWhatIsNotThere(context, outcome.missing(), outcome.damaged());
    SortedSet<Integer> notStarted = new TreeSet<>(absent);
    notStarted.addAll(outcome.notStarted());
    notStarted.addAll(notJoined);
    Cost cost = Cost.of(outcome.traffic(), outcome.logs());
    boolean kept =
        new Verdict(context, json, folder)
            .print(
                new Verdict.Round(
                    outcome.logs(),
                    round.messages(),
                    cost,
                    round.members().size() + outcome.joined().size(),
                    new Absent(outcome.missing(), outcome.damaged(), notStarted)));
    server.judged(outcome.handedIn());
    if (!outcome.logs().isEmpty()) {
      context.say(
          "multicast.traffic",
          rounded(cost.words()),
          rounded(cost.framesIn()),
          rounded(cost.framesOut()));
    }
    return kept;
  }

  /** Says whose log did not come, and whose came damaged. */
  static void sayWhatIsNotThere(
      CommandContext context, Set<Integer> missing, Set<Integer> damaged) {
    if (!missing.isEmpty()) {
      context.say("multicast.missing", missing.toString());
    }
    if (!damaged.isEmpty()) {
      context.say("multicast.damaged", damaged.toString());
    }
  }

  /** The numbers that those would have who are not there: the first that nobody has. */
  static SortedSet<Integer> absent(int expected, SortedSet<Integer> present) {
    SortedSet<Integer> absent = new TreeSet<>();
    for (int number = 1; present.size() + absent.size() < expected; number++) {
      if (!present.contains(number)) {
        absent.add(number);
      }
    }
    return absent;
  }

  /** When a round that has not ended will not end any more. */
  static Duration limit(RoundConfig round) {
    long peers = round.members().size();
    long bytes = peers * peers * round.messages() * (round.size() + OVERHEAD_BYTES);
    return PATIENCE
        .plus(round.maxDelay().multipliedBy(round.messages()))
        .plus(Duration.ofSeconds(bytes / SLOWEST));
  }

  private static String rounded(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }
}
