package dev.quiver.orchestrator.core;

import dev.quiver.orchestrator.Effect;
import dev.quiver.orchestrator.Event;
import dev.quiver.orchestrator.TaskHeader;
import dev.quiver.tasks.BatchId;
import dev.quiver.tasks.TaskId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The cancels that have not expired. One counts from the task's submitter or an admin. */
final class Cancels {

  private record Cancel(String by, boolean admin, Instant expires) {
    boolean counts(TaskHeader task, Instant now) {
      return expires.isAfter(now) && (admin || by.equals(task.submitter()));
    }
  }

  private final SortedMap<TaskId, List<Cancel>> ofTasks = new TreeMap<>();
  private final SortedMap<String, List<Cancel>> ofBatches = new TreeMap<>();

  void onSeen(Event.CancelSeen e) {
    Cancel cancel = new Cancel(e.by(), e.admin(), e.expires());
    if (e.task() != null) {
      add(ofTasks, Objects.requireNonNull(e.task()), cancel);
    }
    if (e.batch() != null) {
      add(ofBatches, Objects.requireNonNull(e.batch()).value(), cancel);
    }
  }

  boolean isCancelled(TaskHeader task, Instant now) {
    if (counts(ofTasks.get(task.key().id()), task, now)) {
      return true;
    }
    BatchId batch = task.batch();
    return batch != null && counts(ofBatches.get(batch.value()), task, now);
  }

  void expire(Instant now) {
    expire(ofTasks, now);
    expire(ofBatches, now);
  }

  List<Effect.Cancelled<TaskId>> tasks() {
    return all(ofTasks, id -> id);
  }

  List<Effect.Cancelled<BatchId>> batches() {
    return all(ofBatches, BatchId::new);
  }

  private static <K, I> List<Effect.Cancelled<I>> all(
      SortedMap<K, List<Cancel>> cancels, Function<K, I> id) {
    List<Effect.Cancelled<I>> all = new ArrayList<>();
    cancels.forEach(
        (key, list) -> {
          I what = id.apply(key);
          if (list.stream().anyMatch(Cancel::admin)) {
            all.add(new Effect.Cancelled<>(what, null));
          } else {
            list.forEach(cancel -> all.add(new Effect.Cancelled<>(what, cancel.by())));
          }
        });
    return all;
  }

  private static <K> void add(SortedMap<K, List<Cancel>> cancels, K key, Cancel cancel) {
    List<Cancel> known = cancels.computeIfAbsent(key, unused -> new ArrayList<>());
    // The same one is seen again after each reconnect.
    known.removeIf(each -> each.by().equals(cancel.by()) && each.admin() == cancel.admin());
    known.add(cancel);
  }

  private static boolean counts(@Nullable List<Cancel> cancels, TaskHeader task, Instant now) {
    if (cancels == null) {
      return false;
    }
    for (Cancel cancel : cancels) {
      if (cancel.counts(task, now)) {
        return true;
      }
    }
    return false;
  }

  private static <K> void expire(SortedMap<K, List<Cancel>> cancels, Instant now) {
    cancels.values().forEach(list -> list.removeIf(cancel -> !cancel.expires().isAfter(now)));
    cancels.values().removeIf(List::isEmpty);
  }
}
