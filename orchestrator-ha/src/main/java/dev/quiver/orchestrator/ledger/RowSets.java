package dev.quiver.orchestrator.ledger;

import dev.quiver.orchestrator.TaskState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * Which rows have which state, type, worker, submitter and batch, as compressed sets in memory, so
 * that any combination is an intersection and its size a count.
 */
final class RowSets {

  private static final Roaring64Bitmap NOTHING = new Roaring64Bitmap();

  private final Roaring64Bitmap all = new Roaring64Bitmap();
  private final Map<String, Roaring64Bitmap> sets = new HashMap<>();

  void add(long row, LedgerEntry entry) {
    all.addLong(row);
    for (String key : keys(entry)) {
      sets.computeIfAbsent(key, unused -> new Roaring64Bitmap()).addLong(row);
    }
  }

  void remove(long row, LedgerEntry entry) {
    all.removeLong(row);
    for (String key : keys(entry)) {
      drop(key, row);
    }
  }

  /** Moves a row from the sets of one entry to those of another. */
  void change(long row, LedgerEntry before, LedgerEntry after) {
    move(row, "s", before.latest().state().label(), after.latest().state().label());
    move(row, "t", before.type(), after.type());
    move(row, "w", before.latest().worker(), after.latest().worker());
    move(row, "u", before.submitter(), after.submitter());
    move(row, "b", before.batch(), after.batch());
  }

  private void move(long row, String kind, String from, String to) {
    if (!from.equals(to)) {
      drop(kind + from, row);
      sets.computeIfAbsent(kind + to, unused -> new Roaring64Bitmap()).addLong(row);
    }
  }

  /** The rows that fit; not to be changed. */
  Roaring64Bitmap matching(LedgerFilter filter) {
    List<Roaring64Bitmap> wanted = new ArrayList<>();
    TaskState state = filter.state();
    want(wanted, "s", state == null ? null : state.label());
    want(wanted, "t", filter.type());
    want(wanted, "w", filter.worker());
    want(wanted, "u", filter.submitter());
    want(wanted, "b", filter.batch());
    if (wanted.isEmpty()) {
      return all;
    }
    if (wanted.size() == 1) {
      return wanted.get(0);
    }
    Roaring64Bitmap both = wanted.get(0).clone();
    for (Roaring64Bitmap each : wanted.subList(1, wanted.size())) {
      both.and(each);
    }
    return both;
  }

  long count(TaskState state) {
    return set("s", state.label()).getLongCardinality();
  }

  private void want(List<Roaring64Bitmap> wanted, String kind, @Nullable String value) {
    if (value != null) {
      wanted.add(set(kind, value));
    }
  }

  private Roaring64Bitmap set(String kind, String value) {
    return sets.getOrDefault(kind + value, NOTHING);
  }

  private void drop(String key, long row) {
    Roaring64Bitmap set = sets.get(key);
    if (set != null) {
      set.removeLong(row);
      if (set.isEmpty()) {
        sets.remove(key);
      }
    }
  }

  private static List<String> keys(LedgerEntry entry) {
    return List.of(
        "s" + entry.latest().state().label(),
        "t" + entry.type(),
        "w" + entry.latest().worker(),
        "u" + entry.submitter(),
        "b" + entry.batch());
  }
}
