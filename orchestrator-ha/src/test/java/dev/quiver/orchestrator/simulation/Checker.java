package dev.quiver.orchestrator.simulation;

import dev.quiver.orchestrator.GroupKey;
import dev.quiver.orchestrator.Place;
import dev.quiver.orchestrator.TaskHeader;
import dev.quiver.orchestrator.TaskKey;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What must hold after every event, and what must hold in the end. */
final class Checker {

  /** Something that must never happen did. */
  static final class Violation extends AssertionError {
    private static final long serialVersionUID = 1L;

    Violation(String what) {
      super(what);
    }
  }

  private static final class Account {
    final TaskHeader task;
    int places;
    int outcomes;

    Account(TaskHeader task) {
      this.task = task;
    }
  }

  private final Map<TaskKey, Account> accounts = new TreeMap<>();
  private final Map<GroupKey, Integer> orderInGroup = new TreeMap<>();
  private final Map<TaskKey, Integer> numberInGroup = new TreeMap<>();
  private final Map<GroupKey, Integer> lastOutcome = new TreeMap<>();
  private final Set<Long> epochs = new HashSet<>();
  private final Set<TaskKey> touched = new TreeSet<>();
  private final Map<Place, Integer> limits = new HashMap<>();
  private final Map<String, Instant> lastFiring = new HashMap<>();
  private long epoch;
  private int unfinished;

  void limit(Place assigned, int tasks) {
    limits.put(assigned, tasks);
  }

  void onAccepted(TaskHeader task) {
    if (accounts.put(task.key(), new Account(task)) != null) {
      throw new IllegalStateException("the simulation submitted " + task.key() + " twice");
    }
    unfinished++;
    GroupKey group = task.groupKey();
    if (group != null) {
      numberInGroup.put(task.key(), orderInGroup.merge(group, 1, Integer::sum));
    }
  }

  /** A schedule's firing for that time, which no leader had made before. */
  void onFired(String schedule, Instant due) {
    Instant before = lastFiring.put(schedule, due);
    if (before != null && !due.isAfter(before)) {
      throw new Violation(schedule + " fires for " + due + " after it has for " + before);
    }
  }

  void onPlaced(TaskKey task) {
    account(task).places++;
    touched.add(task);
  }

  void onGone(TaskKey task) {
    account(task).places--;
    touched.add(task);
  }

  void onOutcome(Transaction.Result result) {
    TaskKey key = result.task().key();
    Account account = account(key);
    touched.add(key);
    unfinished--;
    if (++account.outcomes > 1) {
      throw new Violation(key + " has a second outcome");
    }
    GroupKey group = account.task.groupKey();
    if (group != null && result.executed()) {
      int number = numberInGroup.get(key);
      Integer before = lastOutcome.put(group, number);
      if (before != null && before > number) {
        throw new Violation("in " + group + " member " + number + " ended after member " + before);
      }
    }
  }

  void onEpoch(long newEpoch) {
    if (!epochs.add(newEpoch) || newEpoch <= epoch) {
      throw new Violation("epoch " + newEpoch + " has a second leader");
    }
    epoch = newEpoch;
  }

  void onCommit(Transaction transaction) {
    if (transaction.epoch != 0 && transaction.epoch != epoch) {
      throw new Violation(
          "a commit of epoch " + transaction.epoch + " while epoch " + epoch + " leads");
    }
  }

  void afterCommit(Broker broker, Transaction transaction) {
    for (Transaction.Send send : transaction.sends) {
      Integer limit = limits.get(send.to());
      if (transaction.epoch != 0 && limit != null && broker.queue(send.to()).size() > limit) {
        throw new Violation(
            send.to() + " holds " + broker.queue(send.to()).size() + ", beyond its " + limit);
      }
    }
  }

  /** After every event: whatever it moved is in exactly one place. */
  void afterEvent() {
    for (TaskKey key : touched) {
      Account account = account(key);
      if (account.places + account.outcomes != 1) {
        throw new Violation(
            key + " is in " + account.places + " places and has " + account.outcomes + " outcomes");
      }
    }
    touched.clear();
  }

  /** Counts the messages themselves, so that the accounts above are checked too. */
  void recount(Broker broker) {
    Map<TaskKey, Integer> found = new TreeMap<>();
    for (Queue queue : broker.queues()) {
      queue.all().forEach(message -> found.merge(message.task.key(), 1, Integer::sum));
    }
    accounts.forEach(
        (key, account) -> {
          int places = found.getOrDefault(key, 0);
          if (places + account.outcomes != 1) {
            throw new Violation(
                key + " is in " + places + " queues and has " + account.outcomes + " outcomes");
          }
        });
  }

  int unfinished() {
    return unfinished;
  }

  long epoch() {
    return epoch;
  }

  /** A task that has not ended; none if all have. */
  @Nullable TaskHeader anyUnfinished() {
    for (Account account : accounts.values()) {
      if (account.outcomes == 0) {
        return account.task;
      }
    }
    return null;
  }

  int accepted() {
    return accounts.size();
  }

  private Account account(TaskKey task) {
    Account account = accounts.get(task);
    if (account == null) {
      throw new Violation(task + " was never accepted");
    }
    return account;
  }
}
