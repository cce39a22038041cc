package dev.quiver.tasks.worker;

import dev.quiver.messaging.connection.Failures;
import dev.quiver.tasks.handler.HandlerRegistry;
import dev.quiver.tasks.handler.TaskHandler;
import dev.quiver.tasks.wire.TaskCodec;
import dev.quiver.tasks.wire.TaskMessage;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One place where one task at a time is executed: a session with its thread, which alone receives,
 * acknowledges, sends and commits, and {@link Hands} that execute.
 *
 * <p>A commit takes everything along that was acknowledged. So the task that runs is not
 * acknowledged until it ends; or, if its consumer has to be closed meanwhile, it is, and nothing is
 * committed before it ends.
 */
final class Slot {

  static final Logger LOG = LoggerFactory.getLogger(Worker.class);

  /** How a slot is to end. */
  private enum Ending {
    NO,
    /** Finishes what runs, gives back what waits. */
    DRAIN,
    /** Interrupts what runs. */
    NOW
  }

  /** A member of a group that failed and is repeated here. */
  private record Held(Attempt attempt, Settlement.Hold hold, Instant until) {}

  private final String name;
  private final Place place;
  private final WorkerConfig config;
  private final WorkerCounters counters;
  private final HandlerRegistry handlers;
  private final InstantSource clock;
  private final Intake intake;
  private final Settler settler;
  private final Mailbox mailbox = new Mailbox();
  private final ClientSession session;
  private final Batch batch;
  private final Commits commits;
  private final Salvage salvage;
  private final Sources sources;
  private final TaskCodec codec;
  private final AloneGate gate;
  private final Solo solo;
  private final Thread thread;

  private final List<Arrival> came = new ArrayList<>();
  private final List<Attempt> ended = new ArrayList<>();
  private final ArrayDeque<Attempt> inHands = new ArrayDeque<>();
  private final List<Arrival> kept = new ArrayList<>();
  private Hands hands;
  private @Nullable Held held;
  private @Nullable Arrival large;
  private boolean largeComes;
  private boolean longRuns;
  private long toldNanos;
  private volatile Ending ending = Ending.NO;
  private volatile boolean cancelsChanged;

  Slot(String name, Place place, ClientSession session, List<String> queues)
      throws ActiveMQException {
    this.name = name;
    this.place = place;
    Worker worker = place.worker();
    this.config = worker.config();
    this.counters = worker.counters();
    this.handlers = worker.handlers();
    this.clock = worker.clock();
    this.salvage = worker.salvage();
    this.intake = new Intake(config.id(), handlers.types(), place.cancels());
    this.settler =
        new Settler(config.id(), config.backoff(), config.groupHold(), worker.newRandom());
    this.session = session;
    this.batch = new Batch(session, config, worker.addresses(), counters);
    this.commits = new Commits(session, batch, salvage, counters);
    this.codec = new TaskCodec(worker.addresses(), config.spool());
    this.sources =
        new Sources(
            session, queues.stream().map(each -> new Source(each, codec, mailbox)).toList());
    this.gate = place.gate();
    this.solo = new Solo(this, gate, session, sources);
    this.hands = Hands.start(name + "-task", mailbox, counters);
    this.thread = new Thread(this::work, name);
  }

  void start() {
    gate.join(this);
    thread.start();
  }

  void wake() {
    mailbox.wake();
  }

  void cancelsChanged() {
    cancelsChanged = true;
    wake();
  }

  void drain() {
    if (ending == Ending.NO) {
      ending = Ending.DRAIN;
    }
    wake();
  }

  void stopNow() {
    ending = Ending.NOW;
    wake();
  }

  boolean isDone() {
    return !thread.isAlive();
  }

  void join(long millis) throws InterruptedException {
    thread.join(Math.max(1, millis));
  }

  private void work() {
    try {
      while (!isOver()) {
        came.clear();
        ended.clear();
        mailbox.take(patience(System.nanoTime()), came, ended);
        for (Attempt each : ended) {
          onEnded(each);
        }
        for (Arrival each : came) {
          onArrival(each);
        }
        tend(System.nanoTime());
      }
      finish();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ActiveMQException | RuntimeException e) {
      place.fail(Failures.translate(e));
    } finally {
      batch.abandon().forEach(salvage::keep);
      gate.leave(this);
      hands.stop();
    }
  }

  private boolean isOver() {
    return ending != Ending.NO && inHands.isEmpty() && held == null && !largeComes;
  }

  private void finish() throws ActiveMQException {
    if (commits.commit() == Commits.After.GO_ON) {
      solo.end();
      sources.closeAll();
    }
    session.close();
  }

  private long patience(long now) {
    long most = Mailbox.LONG;
    if (batch.size() > 0 && mayCommit()) {
      most = config.commitWithin().toNanos() - batch.ageNanos(now);
    }
    Attempt head = inHands.peek();
    if (head != null) {
      // Ends of short tasks are not announced one by one.
      long look = inHands.size() > 1 ? config.commitWithin().toNanos() : Mailbox.LONG;
      long running = head.runningNanos(now);
      if (!longRuns) {
        look = Math.min(look, config.longTask().toNanos() - running);
      }
      look = Math.min(look, head.message().task().timeout().toNanos() - running);
      if (head.isTold()) {
        look = Math.min(look, toldNanos + config.interruptGrace().toNanos() - now);
      }
      most = Math.min(most, look);
    }
    if (held != null) {
      most = Math.min(most, clock.instant().until(held.until(), ChronoUnit.NANOS));
    }
    if (solo.isWanted() || gate.mustBeQuiet(this)) {
      most = Math.min(most, TimeUnit.MILLISECONDS.toNanos(20));
    }
    if (sources.needsChange(now) || sources.anyPaused()) {
      most = Math.min(most, TimeUnit.MILLISECONDS.toNanos(isBusy() ? 200 : 1));
    }
    return Math.max(100_000, most);
  }

  // What came.

  private void onArrival(Arrival arrival) throws ActiveMQException {
    counters.received.increment();
    if (arrival == large) {
      large = null;
      largeComes = false;
    }
    if (arrival.isStale()) {
      arrival.forget();
      return;
    }
    if (arrival.failure() != null) {
      LOG.warn("{}: a task's body could not be kept here: {}", name, arrival.failure());
      arrival.source().close();
      arrival.source().pause(System.nanoTime() + TimeUnit.SECONDS.toNanos(5));
    } else if (isBusy() || !mayCommit()) {
      putBack(arrival);
    } else if (arrival.isUnread()) {
      large = arrival;
    } else {
      take(arrival, false);
      if (arrival.isAcknowledged()) {
        arrival.source().credit(arrival);
      }
      commitIfFull();
    }
  }

  /** Whether what comes now would only wait here. */
  private boolean isBusy() {
    return longRuns
        || held != null
        || ending != Ending.NO
        || solo.isWanted()
        || gate.mustBeQuiet(this);
  }

  private void putBack(Arrival arrival) throws ActiveMQException {
    if (holdsGroupOf(arrival.source())) {
      if (arrival.isUnread()) {
        // Nobody may close its consumer, and it must not keep the client's thread.
        large = arrival;
        largeComes = true;
        arrival.read();
      } else {
        kept.add(arrival);
      }
      return;
    }
    counters.givenBack.increment();
    close(arrival.source());
  }

  /** Closes a source, so that what it received goes back, but for what runs. */
  private void close(Source source) throws ActiveMQException {
    // A closed consumer frees its groups: what of them is done must be committed before.
    if (batch.size() > 0 && mayCommit()) {
      commit();
    }
    if (!source.isOpen()) {
      return;
    }
    for (Attempt each : inHands) {
      if (each.arrival().source() == source) {
        batch.acknowledge(each.arrival());
      }
    }
    if (large != null && large.source() == source && !largeComes) {
      large = null;
    }
    source.close();
  }

  private boolean holdsGroupOf(Source source) {
    if (held != null && held.attempt().arrival().source() == source) {
      return true;
    }
    for (Attempt each : inHands) {
      if (each.arrival().source() == source && each.message().task().group() != null) {
        return true;
      }
    }
    return false;
  }

  private void take(Arrival arrival, boolean isAlone) throws ActiveMQException {
    TaskMessage message = arrival.content();
    if (message == null) {
      batch.reject(arrival);
      if (arrival.message().isLargeMessage()) {
        close(arrival.source());
      }
      place
          .worker()
          .refusals()
          .refused(name, arrival.source().queue(), String.valueOf(arrival.rejection()));
      return;
    }
    Instant now = clock.instant();
    Attempt earlier = salvage.take(message);
    int strikes = commits.strikes(message.task().id());
    if (strikes > 0 && earlier != null) {
      // What could not be committed on its own is not tried a third time.
      earlier.release();
      earlier = null;
    }
    if (strikes > 1) {
      batch.buryInSilence(arrival, message, "its outcome could not be sent");
      return;
    }
    if (earlier != null) {
      // It was executed before its deadline or its cancel: work that is done is not thrown away.
      settleEarlier(arrival, message, earlier);
      return;
    }
    Verdict verdict =
        strikes > 0
            ? new Verdict.Fail("its outcome could not be sent")
            : intake.decide(message, arrival.deliveries(), isAlone, now);
    if (verdict instanceof Verdict.Run run) {
      execute(arrival, message, run.attempt(), null);
    } else if (verdict instanceof Verdict.Isolate) {
      batch.resend(arrival, message, message.envelope().suspected(), null);
      batch.count();
      counters.isolated.increment();
    } else if (verdict instanceof Verdict.Alone) {
      solo.want(arrival.source(), message, System.nanoTime());
      putBackAll();
    } else {
      Settlement settlement = settler.settle(message, verdict, now);
      if (settlement != null) {
        batch.settle(arrival, message, settlement);
      }
    }
  }

  private void settleEarlier(Arrival arrival, TaskMessage message, Attempt earlier)
      throws ActiveMQException {
    batch.settle(
        arrival,
        message,
        settler.settle(
            message,
            earlier.number(),
            earlier.result(),
            earlier.firstStart(),
            earlier.start(),
            earlier.end()),
        earlier);
  }

  private void execute(
      Arrival arrival, TaskMessage message, int number, @Nullable Instant firstStart) {
    if (message.task().group() != null) {
      arrival.source().pace().groupSeen();
    }
    TaskHandler handler = handlers.find(message.task().type()).orElseThrow();
    Attempt attempt =
        new Attempt(arrival, message, number, firstStart, handler, place.surroundings());
    inHands.add(attempt);
    hands.offer(attempt);
  }

  // What ended.

  private void onEnded(Attempt attempt) throws ActiveMQException {
    if (!inHands.remove(attempt)) {
      salvage.keep(attempt);
      return;
    }
    longRuns = false;
    Source source = attempt.arrival().source();
    boolean wasFree = source.pace().isFree();
    source.pace().ended(attempt.tookNanos());
    Settlement settlement =
        settler.settle(
            attempt.message(),
            attempt.number(),
            attempt.result(),
            attempt.firstStart(),
            attempt.start(),
            attempt.end());
    if (settlement instanceof Settlement.GiveBack) {
      giveBack(attempt);
    } else if (settlement instanceof Settlement.Hold hold) {
      held = new Held(attempt, hold, attempt.end().plus(hold.delay()));
    } else {
      batch.settle(attempt, settlement);
    }
    source.credit(attempt.arrival());
    if (wasFree && !source.pace().isFree()) {
      putBackAll();
    }
    commitIfFull();
  }

  private void giveBack(Attempt attempt) throws ActiveMQException {
    counters.givenBack.increment();
    if (attempt.arrival().isAcknowledged()) {
      batch.resend(
          attempt.arrival(), attempt.message(), attempt.message().envelope().givenBack(), null);
      batch.count();
    } else {
      close(attempt.arrival().source());
    }
  }

  // What is to be done now.

  private void tend(long now) throws ActiveMQException {
    heedEnding();
    heedCancels();
    watch(now);
    resumeHeld();
    resumeKept();
    commitIfDue(now);
    changeSources(now);
    if (inHands.isEmpty() && held == null && !largeComes) {
      whileIdle(now);
    }
    creditHead();
  }

  private void heedEnding() throws ActiveMQException {
    if (ending == Ending.NO) {
      return;
    }
    putBackAll();
    Held waiting = held;
    if (waiting != null && ending != Ending.NO) {
      held = null;
      giveBack(waiting.attempt());
    }
    if (ending == Ending.NOW) {
      inHands.forEach(each -> tell(each, new AttemptResult.Stopped()));
    }
  }

  private void heedCancels() throws ActiveMQException {
    if (!cancelsChanged) {
      return;
    }
    cancelsChanged = false;
    for (Attempt each : inHands) {
      intake
          .cancelledBecause(each.message())
          .ifPresent(reason -> tell(each, new AttemptResult.Cancelled(reason)));
    }
  }

  private void tell(Attempt attempt, AttemptResult result) {
    if (!attempt.isTold()) {
      toldNanos = System.nanoTime();
      attempt.end(result);
    }
  }

  /** Looks how long the task that runs has been running. */
  private void watch(long now) throws ActiveMQException {
    Attempt head = inHands.peek();
    if (head == null) {
      return;
    }
    long running = head.runningNanos(now);
    if (!longRuns && running > config.longTask().toNanos()) {
      putBackAll();
      longRuns = true;
    }
    long limit = head.message().task().timeout().toNanos();
    if (running > limit) {
      tell(head, new AttemptResult.Broken(Reasons.overTime(head.message().task().timeout())));
    }
    if (head.isTold() && head.isStarted() && now - toldNanos > config.interruptGrace().toNanos()) {
      abandon(head);
    }
  }

  private void abandon(Attempt head) throws ActiveMQException {
    LOG.error(
        "{}: the handler of {} does not end though it was interrupted {} ago; its thread is left"
            + " to itself and goes on in vain, task {}",
        name,
        head.message().task().type(),
        config.interruptGrace(),
        head.taskId());
    counters.abandoned.increment();
    head.abandon();
    List<Attempt> unbegun = hands.reclaim();
    hands.stop();
    hands = Hands.start(name + "-task", mailbox, counters);
    onEnded(head);
    unbegun.forEach(hands::offer);
  }

  /** What waits here goes back: what runs takes long, or this slot is to hold nothing. */
  private void putBackAll() throws ActiveMQException {
    List<Attempt> unbegun = hands.reclaim();
    inHands.removeAll(unbegun);
    if (batch.size() > 0 && mayCommit()) {
      commit();
    }
    for (Attempt each : unbegun) {
      if (holdsGroupOf(each.arrival().source())) {
        kept.add(each.arrival());
      } else {
        counters.givenBack.increment();
        close(each.arrival().source());
      }
    }
    Arrival unread = large;
    if (unread != null && !largeComes) {
      putBack(unread);
    }
    if (ending != Ending.NO || solo.isWanted() || gate.mustBeQuiet(this)) {
      sources.closeIf(each -> !holdsGroupOf(each) && !runs(each));
    }
  }

  private boolean runs(Source source) {
    for (Attempt each : inHands) {
      if (each.arrival().source() == source) {
        return true;
      }
    }
    return false;
  }

  private void resumeHeld() throws ActiveMQException {
    Held waiting = held;
    if (waiting == null || !inHands.isEmpty()) {
      return;
    }
    Attempt last = waiting.attempt();
    Instant now = clock.instant();
    Verdict verdict = intake.decide(last.message(), 1, true, now);
    if (!(verdict instanceof Verdict.Run)) {
      Settlement settlement = settler.settle(last.message(), verdict, now);
      if (settlement != null) {
        held = null;
        batch.settle(last.arrival(), last.message(), settlement);
      }
    } else if (!now.isBefore(waiting.until())) {
      held = null;
      counters.retried.increment();
      execute(
          last.arrival(), last.message(), waiting.hold().envelope().attempt(), last.firstStart());
    }
  }

  private void resumeKept() throws ActiveMQException {
    if (kept.isEmpty() || isBusy() || !inHands.isEmpty()) {
      return;
    }
    List<Arrival> again = new ArrayList<>(kept);
    kept.clear();
    for (Arrival each : again) {
      onArrival(each);
    }
  }

  private boolean mayCommit() {
    if (held != null && held.attempt().arrival().isAcknowledged()) {
      return false;
    }
    for (Attempt each : inHands) {
      if (each.arrival().isAcknowledged()) {
        return false;
      }
    }
    return true;
  }

  private void commitIfDue(long now) throws ActiveMQException {
    int size = batch.size();
    if (size == 0 || !mayCommit()) {
      return;
    }
    if (inHands.isEmpty()
        || size >= commits.most(config.batch())
        || batch.ageNanos(now) >= config.commitWithin().toNanos()) {
      commit();
    }
  }

  private void commitIfFull() throws ActiveMQException {
    if (batch.size() >= commits.most(config.batch()) && mayCommit()) {
      commit();
    }
  }

  private void commit() throws ActiveMQException {
    Commits.After after = commits.commit();
    if (after == Commits.After.GO_ON) {
      return;
    }
    hands.reclaim();
    // What runs is void: its message comes again. Its result is kept for that when it ends.
    inHands.clear();
    kept.clear();
    held = null;
    large = null;
    largeComes = false;
    longRuns = false;
    solo.end();
    sources.closeAll();
    commits.rollback();
    if (after == Commits.After.PAUSE) {
      long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
      sources.pauseAll(until);
    }
  }

  /** Nothing runs here. */
  private void whileIdle(long now) throws ActiveMQException {
    if (ending != Ending.NO) {
      return;
    }
    if (gate.mustBeQuiet(this)) {
      putBackAll();
      if (batch.size() == 0) {
        gate.isQuiet(this);
      }
      return;
    }
    if (solo.isWanted()) {
      nextAlone(now);
      return;
    }
    Arrival unread = large;
    if (unread != null) {
      largeComes = true;
      unread.read();
      return;
    }
  }

  /** Opens what may be open, and in another way what has another pace now. */
  private void changeSources(long now) throws ActiveMQException {
    if (isBusy() || !mayCommit() || large != null || !kept.isEmpty() || !sources.needsChange(now)) {
      return;
    }
    if (sources.anyOutdated(now)) {
      if (batch.size() > 0) {
        commit();
      }
      sources.closeIf(each -> each.isOutdated(now) && !runs(each));
    }
    sources.open(now);
  }

  private void nextAlone(long now) throws ActiveMQException {
    if (batch.size() > 0) {
      commit();
      return;
    }
    sources.closeAll();
    Arrival arrival = solo.next(now);
    if (arrival != null) {
      Source.readHere(arrival, codec);
      if (arrival.failure() != null) {
        // Its body could not be kept: that is this machine's fault, and says nothing of the task.
        LOG.warn("{}: a task's body could not be kept here: {}", name, arrival.failure());
        solo.end();
        sources.pauseAll(now + TimeUnit.SECONDS.toNanos(5));
      } else {
        take(arrival, true);
      }
      wake();
    } else if (!solo.isWanted()) {
      wake();
    }
  }

  /** The one that runs makes room for the next. */
  private void creditHead() throws ActiveMQException {
    Attempt head = inHands.peek();
    if (head != null) {
      head.arrival().source().credit(head.arrival());
    }
  }
}
