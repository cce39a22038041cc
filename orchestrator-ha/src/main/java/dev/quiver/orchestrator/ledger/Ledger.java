package dev.quiver.orchestrator.ledger;

import dev.quiver.orchestrator.TaskState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.longlong.LongIterator;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * The tasks an orchestrator has heard of, in a file. Rows are numbered in the order in which tasks
 * were first heard of, so that what changes lies together; the ways to a row by id and by filter
 * are in memory and are made anew when the file is opened.
 *
 * <p>What was applied is safe against a crash of the process once {@link #flush} has returned; then
 * the events it came from may be acknowledged. All methods may be called by any thread.
 */
public final class Ledger implements AutoCloseable {

  private static final String ROWS = "tasks";
  private static final String ABOUT = "about";
  private static final String COMPLETE = "complete";

  /** How many rows beyond the limit are let stand before the oldest go, all at once. */
  private static final int SLACK = 100;

  private static final int RECENT = 20_000;

  private final LedgerConfig config;
  private final MVStore store;
  private final MVMap<Long, byte[]> rows;
  private final MVMap<String, Boolean> about;
  private final IdIndex ids = new IdIndex();
  private final RowSets sets = new RowSets();
  private final Rate assigned = new Rate();
  private final Rate ended = new Rate();
  private final Times waited = new Times();
  private final Times ran = new Times();

  /** Entries by row that were written last: a task that is assigned mostly ends a moment later. */
  private final Map<Long, LedgerEntry> recent =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, LedgerEntry> eldest) {
          return size() > RECENT;
        }
      };

  private long nextRow;

  private Ledger(LedgerConfig config, MVStore store) {
    this.config = config;
    this.store = store;
    this.rows = store.openMap(ROWS);
    this.about = store.openMap(ABOUT);
    Long last = rows.lastKey();
    nextRow = last == null ? 0 : last + 1;
    for (var row = rows.cursor(null); row.hasNext(); ) {
      long number = row.next();
      LedgerEntry entry = EntryCodec.read(row.getValue());
      ids.add(entry.id(), number);
      sets.add(number, entry);
    }
  }

  /**
   * Opens the ledger, a new one if there is no file.
   *
   * @throws LedgerException.Corrupt if the file is damaged, or no ledger
   * @throws LedgerException.InUse if another process has it open
   * @throws LedgerException.Unusable if it cannot be opened or written
   */
  public static Ledger open(LedgerConfig config) {
    MVStore store = openStore(config);
    try {
      return new Ledger(config, store);
    } catch (MVStoreException | IllegalStateException e) {
      store.closeImmediately();
      throw corrupt(config, e);
    }
  }

  /**
   * Moves a damaged file aside and opens a new, empty ledger; it fills from a snapshot of another
   * replica and from events.
   *
   * @throws LedgerException.InUse if another process has it open
   * @throws LedgerException.Unusable if it cannot be moved or opened
   */
  public static Ledger rebuild(LedgerConfig config) {
    Path file = config.file();
    try {
      openStore(config).close();
    } catch (LedgerException.Corrupt expected) {
      // This is what it is being rebuilt for; one in use, or unusable, is not rebuilt.
    }
    Path aside = file.resolveSibling(file.getFileName() + ".damaged");
    try {
      if (Files.exists(file)) {
        Files.deleteIfExists(aside);
        Files.move(file, aside);
      }
    } catch (IOException e) {
      throw new LedgerException.Unusable(
          "the ledger " + file + " cannot be moved to " + aside + ": " + e.getMessage(), e);
    }
    return open(config);
  }

  /**
   * Whether it may lack what others know: nothing has been copied from another replica yet, or a
   * copy was cut off.
   */
  public synchronized boolean isIncomplete() {
    Boolean complete = about.get(COMPLETE);
    return complete == null ? rows.isEmpty() : !complete;
  }

  /** Remembers, beyond the end of the process, whether all that others know was copied. */
  public synchronized void markComplete(boolean complete) {
    about.put(COMPLETE, complete);
    store.commit();
  }

  /** Takes in what is told of one task. */
  public synchronized void apply(LedgerEntry told, Instant now) {
    long row = row(told.id());
    if (row < 0) {
      row = nextRow++;
      LedgerEntry first = told.seenBy(now.toEpochMilli());
      put(row, first);
      ids.add(first.id(), row);
      sets.add(row, first);
      count(null, first, now);
      if (ids.size() > config.maxEntries() + Math.min(SLACK, config.maxEntries() / 10)) {
        evict();
      }
      return;
    }
    LedgerEntry before = entry(row);
    LedgerEntry after = before.merge(told);
    if (!after.equals(before)) {
      put(row, after);
      sets.change(row, before, after);
      count(before, after, now);
    }
  }

  /** What is known of that task; nothing if it was never heard of, or is forgotten by now. */
  public synchronized Optional<LedgerEntry> find(String id) {
    long row = row(id);
    return row < 0 ? Optional.empty() : Optional.of(entry(row));
  }

  /**
   * A page of the tasks that fit, the newest first.
   *
   * @param from {@link LedgerPage#START}, or what the page before gave as next
   * @param limit how many at most
   */
  public synchronized LedgerPage list(LedgerFilter filter, long from, int limit) {
    Roaring64Bitmap matching = sets.matching(filter);
    List<LedgerEntry> page = new ArrayList<>();
    LongIterator each = matching.getReverseLongIteratorFrom(from);
    while (each.hasNext() && page.size() < limit) {
      long row = each.next();
      page.add(entry(row));
      from = row;
    }
    long next = each.hasNext() ? from - 1 : LedgerPage.END;
    return new LedgerPage(page, matching.getLongCardinality(), next);
  }

  /** The figures of now. */
  public synchronized LedgerStatistics statistics(Instant now) {
    Map<TaskState, Long> counts = new EnumMap<>(TaskState.class);
    for (TaskState state : TaskState.values()) {
      counts.put(state, sets.count(state));
    }
    return new LedgerStatistics(
        counts,
        assigned.perSecond(now),
        ended.perSecond(now),
        waited.percentile(50, now),
        waited.percentile(95, now),
        ran.percentile(50, now),
        ran.percentile(95, now));
  }

  /** How many tasks it keeps. */
  public synchronized int size() {
    return ids.size();
  }

  /** Forgets what has been silent for longer than it is kept; says how many tasks that were. */
  public synchronized int expire(Instant now) {
    long before = now.minus(config.maxAge()).toEpochMilli();
    int forgotten = 0;
    for (LongIterator each = sets.matching(LedgerFilter.all()).clone().getLongIterator();
        each.hasNext(); ) {
      long row = each.next();
      LedgerEntry entry = entry(row);
      if (entry.latest().atMs() < before) {
        forget(row, entry);
        forgotten++;
      } else if (entry.firstSeenMs() >= before) {
        break; // rows are in the order of first hearing: whatever follows is younger
      }
    }
    return forgotten;
  }

  /** Writes what was applied: it survives a crash of this process from now on. */
  public void flush() {
    store.commit();
  }

  /**
   * A part of a snapshot for a new replica, which applies all parts and then whatever it has heard
   * since it subscribed; merging makes the order harmless. Changes made between two parts may or
   * may not be in it.
   *
   * @param from 0, or what the part before gave as next
   * @param most how many entries at the most
   * @param chars how many characters of text at the most, beyond which no entry is added
   */
  public synchronized LedgerChunk export(long from, int most, int chars) {
    List<LedgerEntry> entries = new ArrayList<>();
    long next = from;
    int size = 0;
    var row = rows.cursor(from);
    while (row.hasNext() && entries.size() < most && size < chars) {
      next = row.next() + 1;
      LedgerEntry entry = EntryCodec.read(row.getValue());
      entries.add(entry);
      size += entry.latest().text().length();
    }
    return new LedgerChunk(entries, row.hasNext() ? next : LedgerChunk.END);
  }

  /** Applies a chunk of another ledger. */
  public void importChunk(LedgerChunk chunk, Instant now) {
    chunk.entries().forEach(entry -> apply(entry, now));
  }

  /** Flushes and frees the file. */
  @Override
  public void close() {
    store.close();
  }

  private long row(String id) {
    return ids.find(id, row -> entry(row).id().equals(id));
  }

  private void put(long row, LedgerEntry entry) {
    rows.put(row, EntryCodec.write(entry));
    recent.put(row, entry);
  }

  private LedgerEntry entry(long row) {
    LedgerEntry known = recent.get(row);
    if (known != null) {
      return known;
    }
    byte[] bytes = rows.get(row);
    if (bytes == null) {
      throw new IllegalStateException("row " + row + " of " + config.file() + " is missing");
    }
    return EntryCodec.read(bytes);
  }

  private void count(@Nullable LedgerEntry before, LedgerEntry after, Instant now) {
    if (after.assigned() != null
        && (before == null || !after.assigned().equals(before.assigned()))) {
      assigned.add(now);
    }
    boolean endedBefore = before != null && before.latest().state().isFinal();
    if (after.latest().state().isFinal() && !endedBefore) {
      ended.add(now);
      waited.add(after.waitedMs(), now);
      ran.add(after.ranMs(), now);
    }
  }

  /** The oldest that have ended go; if too few have, the oldest of all. */
  private void evict() {
    int tooMany = ids.size() - config.maxEntries();
    for (boolean onlyEnded : new boolean[] {true, false}) {
      LongIterator each = sets.matching(LedgerFilter.all()).clone().getLongIterator();
      while (tooMany > 0 && each.hasNext()) {
        long row = each.next();
        LedgerEntry entry = entry(row);
        if (!onlyEnded || entry.latest().state().isFinal()) {
          forget(row, entry);
          tooMany--;
        }
      }
    }
  }

  private void forget(long row, LedgerEntry entry) {
    rows.remove(row);
    recent.remove(row);
    ids.remove(entry.id(), row);
    sets.remove(row, entry);
  }

  private static MVStore openStore(LedgerConfig config) {
    try {
      return new MVStore.Builder()
          .fileName(config.file().toString())
          .cacheSize(config.cacheMib())
          .autoCommitBufferSize(4096)
          .open();
    } catch (MVStoreException e) {
      throw switch (e.getErrorCode()) {
        case org.h2.mvstore.DataUtils.ERROR_FILE_LOCKED ->
            new LedgerException.InUse(
                "the ledger "
                    + config.file()
                    + " is open in another process: give each orchestrator an id and a file of"
                    + " its own, or stop the other one",
                e);
        // A file that is too short to be one cannot be read either.
        case org.h2.mvstore.DataUtils.ERROR_READING_FAILED ->
            Files.isReadable(config.file()) ? corrupt(config, e) : unusable(config, e);
        case org.h2.mvstore.DataUtils.ERROR_WRITING_FAILED -> unusable(config, e);
        default -> corrupt(config, e);
      };
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw corrupt(config, e);
    }
  }

  private static LedgerException.Unusable unusable(LedgerConfig config, Throwable cause) {
    return new LedgerException.Unusable(
        "the ledger "
            + config.file()
            + " cannot be opened: check that the folder exists, may be written and has space left",
        cause);
  }

  private static LedgerException.Corrupt corrupt(LedgerConfig config, Throwable cause) {
    return new LedgerException.Corrupt(
        "the ledger "
            + config.file()
            + " is damaged or not a ledger: no task is lost, since tasks are on the broker; move"
            + " the file away or have it rebuilt, and status and lists know again what happens"
            + " from then on, or what another orchestrator still knows",
        cause);
  }
}
