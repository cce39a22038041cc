package dev.quiver.tasks.worker;

import dev.quiver.tasks.handler.HandlerRegistry;
import dev.quiver.tasks.handler.TaskHandler;
import dev.quiver.tasks.wire.TaskCodec;
import dev.quiver.tasks.wire.TaskMessage;
import dev.quiver.tasks.worker.Slot.Ending;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.jspecify.annotations.Nullable;

/**
 * What lies with one slot: what came, what runs, what is held or kept, and the open transaction.
 *
 * <p>A commit takes everything along that was acknowledged. So the task that runs is not
 * acknowledged until it ends; or, if its consumer has to be closed meanwhile, it is, and nothing is
 * committed before it ends.
 *
 * <p>Belongs to the slot's thread.
 */
final class Desk {

  private final Slot slot;
  private final String name;
  private final Place place;
  private final WorkerConfig config;
  private final WorkerCounters counters;
  private final HandlerRegistry handlers;
  private final ClientSession session;
  private final Batch batch;
  private final Commits commits;
  private final Salvage salvage;
  private final Sources sources;
  private final TaskCodec codec;
  private final Judge judge;
  private final Running running;
  private final Held held;
  private final AloneGate gate;
  private final Solo solo;

  private final List<Arrival> kept = new ArrayList<>();
  private @Nullable Arrival large;
  private boolean largeComes;

  Desk(
      Slot slot,
      String name,
      Place place,
      Mailbox mailbox,
      ClientSession session,
      List<String> queues)
      throws ActiveMQException {
    this.slot = slot;
    this.name = name;
    this.place = place;
    Worker worker = place.worker();
    this.config = worker.config();
    this.counters = worker.counters();
    this.handlers = worker.handlers();
    this.salvage = worker.salvage();
    this.session = session;
    this.batch = new Batch(session, place);
    this.commits = new Commits(session, batch, salvage, counters);
    this.codec = new TaskCodec(worker.addresses(), config.spool());
    this.sources =
        new Sources(
            session, queues.stream().map(each -> new Source(each, codec, mailbox)).toList());
    this.gate = place.gate();
    this.solo = new Solo(slot, gate, session, sources);
    this.judge = new Judge(place, batch, commits);
    this.running = new Running(name, config, counters, mailbox);
    this.held = new Held(worker.clock());
  }

  /** Whether nothing runs here, nor is to. */
  boolean isEmpty() {
    return running.isEmpty() && held.isNone() && !largeComes;
  }

  /** Commits what is done, and gives back the rest. */
  void finish() throws ActiveMQException {
    if (commits.commit() == Commits.After.GO_ON) {
      solo.end();
      sources.closeAll();
    }
    session.close();
  }

  /** The slot ends before its work is done, or after it. */
  void abandon() {
    batch.abandon().forEach(salvage::keep);
    running.stop();
  }

  /** How long to wait before {@link #tend}, in nanoseconds. */
  long patience(long now) {
    long most = running.isEmpty() ? held.patience() : running.patience(now);
    if (batch.size() > 0 && mayCommit()) {
      most = Math.min(most, config.commitWithin().toNanos() - batch.ageNanos(now));
    }
    if (solo.isWanted() || gate.mustBeQuiet(slot)) {
      most = Math.min(most, TimeUnit.MILLISECONDS.toNanos(20));
    }
    if (sources.needsChange(now) || sources.anyPaused()) {
      most = Math.min(most, TimeUnit.MILLISECONDS.toNanos(isBusy() ? 200 : 1));
    }
    return Math.max(100_000, most);
  }

  // What came.

  void onArrival(Arrival arrival) throws ActiveMQException {
    counters.received.increment();
    if (arrival == large) {
      large = null;
      largeComes = false;
    }
    receive(arrival);
  }

  private void receive(Arrival arrival) throws ActiveMQException {
    if (arrival.isStale()) {
      arrival.forget();
      return;
    }
    if (arrival.failure() != null) {
      close(arrival.source());
      arrival.source().pause(notKept(arrival));
    } else if (isBusy() || !mayCommit()) {
      putBack(arrival);
    } else if (arrival.isOfGroup() && isBehindOthers(arrival.source())) {
      kept.add(arrival);
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

  /** Whether a member of a group that came before is not over yet: it may have to be repeated. */
  private boolean isBehindOthers(Source source) {
    return running.holdsGroupOf(source) || kept.stream().anyMatch(each -> each.source() == source);
  }

  /**
   * A task's body could not be kept: that is this machine's fault, and says nothing of the task.
   *
   * @return until when to leave such tasks to others
   */
  private long notKept(Arrival arrival) {
    Slot.LOG.warn("{}: a task's body could not be kept here: {}", name, arrival.failure());
    return System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
  }

  private boolean isEnding() {
    return slot.ending() != Ending.NO;
  }

  /** Whether what comes now would only wait here. */
  private boolean isBusy() {
    return running.isBusy()
        || !held.isNone()
        || isEnding()
        || solo.isWanted()
        || gate.mustBeQuiet(slot);
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
    for (Held.Entry each : held.all()) {
      if (each.last().arrival().source() == source) {
        batch.acknowledge(each.last().arrival());
      }
    }
    if (large != null && large.source() == source && !largeComes) {
      large = null;
    }
    source.close();
  }

  private boolean holdsGroupOf(Source source) {
    return held.holdsGroupOf(source) || running.holdsGroupOf(source);
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
    running.offer(new Attempt(arrival, message, number, firstStart, handler, place.surroundings()));
  }

  // What ended.

  void onEnded(Attempt attempt) throws ActiveMQException {
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
      hold(attempt, hold);
    } else {
      batch.settle(attempt, settlement);
    }
    source.credit(attempt.arrival());
    if (wasFree && !source.pace().isFree()) {
      putBackAll();
    }
    commitIfFull();
  }

  private void hold(Attempt attempt, Settlement.Hold hold) throws ActiveMQException {
    held.hold(attempt, hold);
    if (attempt.message().task().group() == null) {
      // What waits behind it has no reason to wait for it.
      putBackAll();
      close(attempt.arrival().source());
    }
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

  void tend(long now) throws ActiveMQException {
    heedEnding();
    heedCancels();
    watch(now);
    resumeHeld();
    resumeKept();
    commitIfDue(now);
    changeSources(now);
    if (isEmpty()) {
      whileIdle(now);
    }
    creditHead();
  }

  private void heedEnding() throws ActiveMQException {
    if (!isEnding()) {
      return;
    }
    putBackAll();
    List<Held.Entry> repeated = held.all();
    held.clear();
    for (Held.Entry each : repeated) {
      giveBack(each.last());
    }
    running.heedEnding(slot.ending() == Ending.NOW);
  }

  private void heedCancels() {
    if (slot.heedsCancels()) {
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
    if (isEnding() || solo.isWanted() || gate.mustBeQuiet(slot)) {
      sources.closeIf(each -> !holdsGroupOf(each) && !running.isOf(each));
    }
  }

  private void resumeHeld() throws ActiveMQException {
    if (held.isNone() || !running.isEmpty()) {
      return;
    }
    for (Held.Entry each : held.all()) {
      if (judge.isOver(each.last())) {
        held.letGo(each);
      }
    }
    Held.Entry due = held.due();
    if (due != null) {
      held.letGo(due);
      counters.retried.increment();
      Attempt last = due.last();
      execute(last.arrival(), last.message(), due.next(), last.firstStart());
    }
  }

  private void resumeKept() throws ActiveMQException {
    if (kept.isEmpty() || isBusy()) {
      return;
    }
    List<Arrival> again = new ArrayList<>(kept);
    kept.clear();
    for (Arrival each : again) {
      receive(each);
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
    held.clear();
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
    if (isEnding()) {
      return;
    }
    if (gate.mustBeQuiet(slot)) {
      putBackAll();
      if (batch.size() == 0) {
        gate.isQuiet(slot);
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
      slot.wake();
    } else if (!solo.isWanted()) {
      slot.wake();
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
