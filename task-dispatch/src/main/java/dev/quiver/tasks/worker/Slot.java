package dev.quiver.tasks.worker;

import dev.quiver.messaging.connection.Failures;
import dev.quiver.tasks.handler.HandlerRegistry;
import dev.quiver.tasks.handler.TaskHandler;
import dev.quiver.tasks.wire.TaskCodec;
import dev.quiver.tasks.wire.TaskMessage;
import java.time.Instant;
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

  private final String name;
  private final Place place;
  private final WorkerConfig config;
  private final WorkerCounters counters;
  private final HandlerRegistry handlers;
  private final Mailbox mailbox = new Mailbox();
  private final ClientSession session;
  private final Batch batch;
  private final Commits commits;
  private final Salvage salvage;
  private final Sources sources;
  private final TaskCodec codec;
  private final Judge judge;
  private final Running running;
  private final HeldMember held;
  private final AloneGate gate;
  private final Solo solo;
  private final Thread thread;

  private final List<Arrival> came = new ArrayList<>();
  private final List<Attempt> ended = new ArrayList<>();
  private final List<Arrival> kept = new ArrayList<>();
  private @Nullable Arrival large;
  private boolean largeComes;
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
    this.salvage = worker.salvage();
    this.session = session;
    this.batch = new Batch(session, config, worker.addresses(), counters);
    this.commits = new Commits(session, batch, salvage, counters);
    this.codec = new TaskCodec(worker.addresses(), config.spool());
    this.sources =
        new Sources(
            session, queues.stream().map(each -> new Source(each, codec, mailbox)).toList());
    this.gate = place.gate();
    this.solo = new Solo(this, gate, session, sources);
    this.judge = new Judge(place, batch, commits);
    this.running = new Running(name, config, counters, mailbox);
    this.held = new HeldMember(worker.clock());
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
      running.stop();
    }
  }

  private boolean isOver() {
    return ending != Ending.NO && running.isEmpty() && held.isNone() && !largeComes;
  }

  private void finish() throws ActiveMQException {
    if (commits.commit() == Commits.After.GO_ON) {
      solo.end();
      sources.closeAll();
    }
    session.close();
  }

  private long patience(long now) {
    long most = Math.min(running.patience(now), held.patience());
    if (batch.size() > 0 && mayCommit()) {
      most = Math.min(most, config.commitWithin().toNanos() - batch.ageNanos(now));
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
      close(arrival.source());
      arrival.source().pause(notKept(arrival));
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

  /**
   * A task's body could not be kept: that is this machine's fault, and says nothing of the task.
   *
   * @return until when to leave such tasks to others
   */
  private long notKept(Arrival arrival) {
    LOG.warn("{}: a task's body could not be kept here: {}", name, arrival.failure());
    return System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
  }

  /** Whether what comes now would only wait here. */
  private boolean isBusy() {
    return running.isBusy()
        || !held.isNone()
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
    for (Attempt each : running.attempts()) {
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
    return held.isOf(source) || running.holdsGroupOf(source);
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
    Verdict verdict = judge.receive(arrival, message, isAlone);
    if (verdict instanceof Verdict.Run run) {
      execute(arrival, message, run.attempt(), null);
    } else if (verdict instanceof Verdict.Alone) {
      solo.want(arrival.source(), message, System.nanoTime());
      putBackAll();
    }
  }

  private void execute(
      Arrival arrival, TaskMessage message, int number, @Nullable Instant firstStart) {
    if (message.task().group() != null) {
      arrival.source().pace().groupSeen();
    }
    TaskHandler handler = handlers.find(message.task().type()).orElseThrow();
    running.offer(
        new Attempt(arrival, message, number, firstStart, handler, place.surroundings()));
  }

  // What ended.

  private void onEnded(Attempt attempt) throws ActiveMQException {
    if (!running.ended(attempt)) {
      salvage.keep(attempt);
      return;
    }
    Source source = attempt.arrival().source();
    boolean wasFree = source.pace().isFree();
    source.pace().ended(attempt.tookNanos());
    Settlement settlement = judge.settle(attempt);
    if (settlement instanceof Settlement.GiveBack) {
      giveBack(attempt);
    } else if (settlement instanceof Settlement.Hold hold) {
      held.hold(attempt, hold);
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
    if (running.isEmpty() && held.isNone() && !largeComes) {
      whileIdle(now);
    }
    creditHead();
  }

  private void heedEnding() throws ActiveMQException {
    if (ending == Ending.NO) {
      return;
    }
    putBackAll();
    Attempt repeated = held.last();
    if (repeated != null) {
      held.letGo();
      giveBack(repeated);
    }
    running.heedEnding(ending == Ending.NOW);
  }

  private void heedCancels() {
    if (cancelsChanged) {
      cancelsChanged = false;
      running.tell(judge::cancelled);
    }
  }

  /** Looks how long the task that runs has been running. */
  private void watch(long now) throws ActiveMQException {
    if (running.provesLong(now)) {
      putBackAll();
    }
    running.limit(now);
    Attempt head = running.head();
    if (head != null && running.ignoresItsEnd(now)) {
      List<Attempt> unbegun = running.abandonHead();
      onEnded(head);
      running.resume(unbegun);
    }
  }

  /** What waits here goes back: what runs takes long, or this slot is to hold nothing. */
  private void putBackAll() throws ActiveMQException {
    List<Attempt> unbegun = running.reclaim();
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
      sources.closeIf(each -> !holdsGroupOf(each) && !running.isOf(each));
    }
  }

  private void resumeHeld() throws ActiveMQException {
    Attempt last = held.last();
    if (last == null || !running.isEmpty()) {
      return;
    }
    if (judge.isOver(last)) {
      held.letGo();
    } else if (held.isDue()) {
      held.letGo();
      counters.retried.increment();
      execute(last.arrival(), last.message(), held.nextAttempt(), last.firstStart());
    }
  }

  private void resumeKept() throws ActiveMQException {
    if (kept.isEmpty() || isBusy() || !running.isEmpty()) {
      return;
    }
    List<Arrival> again = new ArrayList<>(kept);
    kept.clear();
    for (Arrival each : again) {
      onArrival(each);
    }
  }

  private boolean mayCommit() {
    return !held.isAcknowledged() && !running.isAcknowledged();
  }

  private void commitIfDue(long now) throws ActiveMQException {
    int size = batch.size();
    if (size == 0 || !mayCommit()) {
      return;
    }
    if (running.isEmpty()
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
    // What runs goes on: its message comes again, and its result is kept for that when it ends.
    running.disown();
    kept.clear();
    held.letGo();
    large = null;
    largeComes = false;
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
      sources.closeIf(each -> each.isOutdated(now) && !running.isOf(each));
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
        solo.end();
        sources.pauseAll(notKept(arrival));
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
    Attempt head = running.head();
    if (head != null) {
      head.arrival().source().credit(head.arrival());
    }
  }
}
