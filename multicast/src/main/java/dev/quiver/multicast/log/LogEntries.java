package dev.quiver.multicast.log;

import dev.quiver.multicast.MessageId;
import dev.quiver.multicast.MessageIds;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.RandomAccess;

/** The entries of a log, some thirty bytes each. */
final class LogEntries extends AbstractList<LogEntry> implements RandomAccess {

  private static final long[] NONE = {};

  private final long[] ids;
  private final long[] received;
  private final long[] at;
  private final byte[] kinds;
  private final MessageIds messages;
  private final MessageIds delivered;
  private final MessageIds broadcasts;

  private LogEntries(Builder from) {
    // One after the other: long logs fill a good part of the memory that there is.
    this.ids = Arrays.copyOf(from.ids, from.size);
    from.ids = NONE;
    this.received = Arrays.copyOf(from.received, from.size);
    from.received = NONE;
    this.at = Arrays.copyOf(from.at, from.size);
    from.at = NONE;
    this.kinds = Arrays.copyOf(from.kinds, from.size);
    this.messages = new MessageIds(ids, null);
    this.delivered = new MessageIds(ids, chosen(false));
    this.broadcasts = new MessageIds(ids, chosen(true));
  }

  static LogEntries of(List<LogEntry> entries) {
    if (entries instanceof LogEntries compact) {
      return compact;
    }
    Builder builder = new Builder();
    entries.forEach(builder::add);
    return builder.build();
  }

  private int[] chosen(boolean broadcast) {
    int count = 0;
    for (int i = 0; i < size(); i++) {
      count += isBroadcast(i) == broadcast ? 1 : 0;
    }
    int[] chosen = new int[count];
    int next = 0;
    for (int i = 0; i < size(); i++) {
      if (isBroadcast(i) == broadcast) {
        chosen[next++] = i;
      }
    }
    return chosen;
  }

  @Override
  public LogEntry get(int index) {
    return new LogEntry(
        LogEntry.Kind.of(kinds[index]), messages.get(index), received[index], at[index]);
  }

  @Override
  public int size() {
    return ids.length;
  }

  boolean isBroadcast(int index) {
    return kinds[index] == LogEntry.Kind.BROADCAST.letter();
  }

  /** The message of each entry. */
  MessageIds messages() {
    return messages;
  }

  MessageIds delivered() {
    return delivered;
  }

  MessageIds broadcasts() {
    return broadcasts;
  }

  /** Gathers entries. */
  static final class Builder {
    private long[] ids = new long[64];
    private long[] received = new long[64];
    private long[] at = new long[64];
    private byte[] kinds = new byte[64];
    private int size;

    void add(LogEntry entry) {
      add(entry.kind(), entry.id(), entry.receivedMicros(), entry.atMicros());
    }

    void add(LogEntry.Kind kind, MessageId id, long receivedMicros, long atMicros) {
      if (size == ids.length) {
        int more = size + size / 2;
        ids = Arrays.copyOf(ids, more);
        received = Arrays.copyOf(received, more);
        at = Arrays.copyOf(at, more);
        kinds = Arrays.copyOf(kinds, more);
      }
      ids[size] = MessageIds.key(id);
      received[size] = receivedMicros;
      at[size] = atMicros;
      kinds[size++] = (byte) kind.letter();
    }

    int size() {
      return size;
    }

    /** All of them; nothing can be added any more. */
    LogEntries build() {
      return new LogEntries(this);
    }
  }
}
