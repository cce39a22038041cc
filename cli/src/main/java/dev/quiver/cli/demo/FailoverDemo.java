package dev.quiver.cli.demo;

import dev.quiver.cli.CommandContext;
import dev.quiver.cli.demo.Timeline.Entry;
import dev.quiver.cli.up.Fleet;
import dev.quiver.cli.up.RoleProcess;
import dev.quiver.messaging.text.Messages;
import dev.quiver.tasks.Outcome;
import dev.quiver.tasks.TaskId;
import dev.quiver.tasks.WorkerId;
import dev.quiver.tasks.client.TaskClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The two classic scenarios: a worker is killed with a task in its hands, and the orchestrator that
 * leads is killed while one runs. Each gives claims with what was seen as evidence.
 */
final class FailoverDemo {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Long enough to be killed in, short enough to be waited for. */
  private static final Duration SLEEP = Duration.ofSeconds(4);

  private final Fleet fleet;
  private final TaskClient client;
  private final Timeline timeline;
  private final CommandContext context;
  private final Messages text;
  private final Function<TaskId, String> stateOf;
  private List<Claim> claims = new ArrayList<>();

  /**
   * @param text the words of the claims
   * @param stateOf asks the platform for the state of a task, as {@code quiver task status} does
   */
  FailoverDemo(
      Fleet fleet,
      TaskClient client,
      Timeline timeline,
      CommandContext context,
      Messages text,
      Function<TaskId, String> stateOf) {
    this.fleet = fleet;
    this.client = client;
    this.timeline = timeline;
    this.context = context;
    this.text = text;
    this.stateOf = stateOf;
  }

  /** Submits a task, kills the worker that has it, and waits for its end elsewhere. */
  List<Claim> killWorker() throws InterruptedException {
    claims = new ArrayList<>();
    WatchedTask task = submit("demo-1", SLEEP);
    Optional<Entry> began = await(0, "running", each -> true);
    String victim = workerOf(began);
    claim("failover.claim.assigned", began.isPresent(), task.id(), victim);
    if (began.isEmpty()) {
      return claims;
    }
    int mark = timeline.now();
    Entry kill = kill("worker", victim);
    Predicate<Entry> ofVictim = each -> each.text().contains(victim);
    timed(
        "failover.claim.detected",
        kill,
        first(mark, ofVictim, "WorkerLeft", "WorkerSilent"),
        victim);
    Optional<Entry> again = await(mark, "running", each -> !workerOf(each).equals(victim));
    timed("failover.claim.reassigned", kill, again, task.id(), workerOf(again));
    Outcome outcome = outcome(task);
    claim(
        "failover.claim.succeededElsewhere",
        outcome instanceof Outcome.Succeeded done
            && !String.valueOf(done.facts().worker()).equals(victim),
        task.id(),
        describe(outcome));
    return claims;
  }

  /** Submits a task, kills the leader, submits another, and waits for both. */
  List<Claim> killLeader() throws InterruptedException {
    claims = new ArrayList<>();
    int start = timeline.now();
    String leader = leader();
    WatchedTask first = submit("demo-2", SLEEP);
    Optional<Entry> began =
        await(start, "running", each -> each.text().contains(first.id().value()));
    claim("failover.claim.assigned", began.isPresent(), first.id(), workerOf(began));
    int mark = timeline.now();
    Entry kill = kill("orchestrator", leader);
    Optional<Entry> takeover = first(mark, each -> !each.source().contains(leader), "TakingOver");
    timed(
        "failover.claim.takeover",
        kill,
        takeover,
        takeover.map(entry -> FailoverReport.source(text, entry)).orElse("?"),
        leader);
    int after = timeline.now();
    WatchedTask second = submit("demo-3", Duration.ofMillis(500));
    Optional<Entry> assigned =
        await(after, "running", each -> each.text().contains(second.id().value()));
    timed("failover.claim.nextAssigned", kill, assigned, second.id(), workerOf(assigned));
    for (WatchedTask each : List.of(first, second)) {
      Outcome outcome = outcome(each);
      claim(
          "failover.claim.succeeded",
          outcome instanceof Outcome.Succeeded,
          each.id(),
          describe(outcome));
    }
    String state = stateOf.apply(first.id());
    String key = "outcome." + state;
    claim(
        "failover.claim.statusKnown",
        state.equals("succeeded"),
        first.id(),
        text.has(key) ? text.format(key) : state);
    return claims;
  }

  /** Who leads, by what the orchestrators said last. */
  String leader() {
    List<Entry> entries = timeline.entries();
    for (int i = entries.size() - 1; i >= 0; i--) {
      String kind = entries.get(i).kind();
      if (kind.equals("StartedAsPrimary") || kind.equals("TakingOver")) {
        String source = entries.get(i).source();
        return source.substring(source.indexOf(' ') + 1);
      }
    }
    throw new IllegalStateException("no orchestrator has said that it leads");
  }

  private WatchedTask submit(String id, Duration sleep) throws InterruptedException {
    return WatchedTask.submit(client, id, sleep, timeline, context);
  }

  private Entry kill(String role, String id) {
    RoleProcess victim =
        fleet.members().stream()
            .filter(each -> each.role().equals(role) && each.id().equals(id))
            .findFirst()
            .orElseThrow();
    long pid = victim.process().pid();
    Entry entry =
        timeline.tell(
            "demo", "killed", "failover.killed", new Timeline.Word("role." + role), id, pid);
    victim.process().kill();
    return entry;
  }

  private Optional<Entry> await(int from, String kind, Predicate<Entry> wanted)
      throws InterruptedException {
    return timeline.await(from, each -> each.kind().equals(kind) && wanted.test(each), PATIENCE);
  }

  private Optional<Entry> first(int from, Predicate<Entry> wanted, String... kinds)
      throws InterruptedException {
    return timeline.await(
        from, each -> List.of(kinds).contains(each.kind()) && wanted.test(each), PATIENCE);
  }

  /** The worker that the entry of a running task names. */
  private String workerOf(Optional<Entry> running) {
    return running.map(this::workerOf).orElse("?");
  }

  private String workerOf(Entry running) {
    return fleet.members().stream()
        .filter(each -> each.role().equals("worker"))
        .map(RoleProcess::id)
        .filter(id -> (running.text() + " ").matches(".*\\b" + id + "\\b.*"))
        .findFirst()
        .orElse("?");
  }

  private static @Nullable Outcome outcome(WatchedTask task) throws InterruptedException {
    try {
      return task.outcome().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException none) {
      return null;
    }
  }

  private String describe(@Nullable Outcome outcome) {
    if (outcome == null) {
      return text.format("failover.noOutcome", PATIENCE.toSeconds());
    }
    WorkerId worker = outcome.facts().worker();
    return text.format(
        "failover.outcome",
        text.format("outcome." + outcome.label()),
        worker == null ? "-" : worker.value(),
        outcome.facts().attempt());
  }

  private void timed(String key, Entry since, Optional<Entry> then, Object... values) {
    String evidence =
        then.map(
                entry ->
                    text.format(
                        "failover.after",
                        Duration.between(since.at(), entry.at()).toMillis(),
                        text.locale().equals(context.locale()) ? entry.text() : entry.english()))
            .orElse(text.format("failover.never", PATIENCE.toSeconds()));
    claims.add(new Claim(text.format(key, values), then.isPresent(), evidence));
  }

  private void claim(String key, boolean holds, Object what, Object evidence) {
    claims.add(new Claim(text.format(key, what), holds, String.valueOf(evidence)));
  }
}
