package dev.quiver.dht.core;

import dev.quiver.dht.Id;
import dev.quiver.dht.IdSpace;
import dev.quiver.dht.Item;
import dev.quiver.dht.Range;
import dev.quiver.dht.StoreMessage.Stamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The keys that one node has, its own and copies, in the order of the circle. */
final class Store {

  /**
   * Where a key lies. Two keys may hash to one place on a small circle.
   *
   * @param end whether it stands behind all keys of the place
   */
  record Spot(Id id, String key, boolean end) implements Comparable<Spot> {

    static Spot endOf(Id id) {
      return new Spot(id, "", true);
    }

    @Override
    public int compareTo(Spot other) {
      int byId = id.compareTo(other.id);
      if (byId != 0) {
        return byId;
      }
      return end == other.end ? key.compareTo(other.key) : Boolean.compare(end, other.end);
    }
  }

  /**
   * An item, and when somebody last said that it belongs here.
   *
   * @param weight what it takes of the room
   */
  private record Entry(Item item, Instant vouched, long weight) {}

  /** How long a write is remembered: nobody asks for it again so late. */
  private static final Duration MEMORY = Duration.ofMinutes(2);

  private final IdSpace space;
  private final Duration tombstoneLife;
  private final Room room;
  private final TreeMap<Spot, Entry> entries = new TreeMap<>();
  private long bytes;

  /**
   * An empty one.
   *
   * @param tombstoneLife how long it is remembered that a value has gone
   * @param room which it shares with the other nodes of its process
   */
  Store(IdSpace space, Duration tombstoneLife, Room room) {
    this.space = space;
    this.tombstoneLife = tombstoneLife;
    this.room = room;
  }

  Spot spot(String key) {
    return new Spot(space.hash(key), key, false);
  }

  /** What there is of the key, tombstones included; null if nothing. */
  @Nullable Item get(String key) {
    Entry entry = entries.get(spot(key));
    return entry == null ? null : entry.item();
  }

  /** The value that somebody who asks for the key gets; null if there is none. */
  @Nullable Item live(String key, Instant now) {
    Item item = get(key);
    return item == null || item.isTombstone() || item.isExpired(now) ? null : item;
  }

  /** Whether there is room for what a client writes. */
  boolean takesWrite(Item item) {
    return room.takesWrite(growth(item));
  }

  /** Whether there is room for a copy. A tombstone always finds some: a delete must not fail. */
  boolean takesCopy(Item item) {
    Item old = get(item.key());
    return item.isTombstone() || !item.beats(old) || room.takesCopy(growth(item));
  }

  /** Whether it takes more room than what is there of the key. */
  boolean isMore(Item item) {
    return growth(item) > 0;
  }

  /** Whether there is any room for copies at all. */
  boolean hasRoom() {
    return room.takesCopy(Pages.MAX_CHARS);
  }

  private long growth(Item item) {
    Entry old = entries.get(spot(item.key()));
    return Room.weight(item) - (old == null ? 0 : old.weight());
  }

  /** What all of it takes of the room, in bytes. */
  long bytes() {
    return bytes;
  }

  private void put(Spot spot, Item item, Instant vouched) {
    Entry entry = new Entry(item, vouched, Room.weight(item));
    Entry old = entries.put(spot, entry);
    grow(entry.weight() - (old == null ? 0 : old.weight()));
  }

  private void grow(long by) {
    bytes += by;
    room.add(by);
  }

  /** Forgets everything. */
  void clear() {
    entries.clear();
    grow(-bytes);
  }

  /**
   * Keeps an item unless what is there is newer; there is to be {@linkplain #takesCopy room} for
   * it.
   *
   * @return whether the key was not there at all
   */
  boolean merge(Item told, Instant now) {
    Spot spot = spot(told.key());
    Entry old = entries.get(spot);
    Item item = aged(told, now);
    if (item.isExpired(now)) {
      return false;
    }
    boolean newer = old == null || item.beats(old.item());
    Item kept = newer || old == null ? item : old.item();
    List<Item.Write> others = newer && old != null ? old.item().writes() : item.writes();
    long oldest = now.minus(MEMORY).toEpochMilli();
    put(spot, kept.remembering(others, oldest), now);
    return old == null;
  }

  void remove(Spot spot) {
    Entry old = entries.remove(spot);
    if (old != null) {
      grow(-old.weight());
    }
  }

  /** Somebody said that the items of that stretch belong here. */
  void vouch(Range range, Instant now) {
    for (Map.Entry<Spot, Entry> each : within(range)) {
      Entry entry = each.getValue();
      each.setValue(new Entry(entry.item(), now, entry.weight()));
    }
  }

  /** The items of a stretch, in order, tombstones included. */
  List<Item> in(Range range) {
    return in(range, null);
  }

  /**
   * The items of a stretch that lie behind the place of a key, in order, tombstones included.
   *
   * @param behind a key, whether it is still there or not; from the beginning if there is none, or
   *     if its place is not in the stretch any more
   */
  List<Item> in(Range range, @Nullable String behind) {
    return in(range, behind, null);
  }

  /**
   * The items of a stretch between two keys, in order, tombstones included.
   *
   * @param behind as in {@link #in(Range, String)}
   * @param upTo the last key, whether it is there or not; to the end if there is none, or if its
   *     place is not in the stretch
   */
  List<Item> in(Range range, @Nullable String behind, @Nullable String upTo) {
    Spot after =
        behind == null || !range.contains(space.hash(behind))
            ? Spot.endOf(range.after())
            : spot(behind);
    Spot end =
        upTo == null || !range.contains(space.hash(upTo)) ? Spot.endOf(range.upTo()) : spot(upTo);
    List<Item> found = new ArrayList<>();
    within(after, end).forEach(each -> found.add(each.getValue().item()));
    return found;
  }

  /** Spots outside of a stretch for which nobody has vouched since. */
  List<Spot> orphans(Range owned, Instant since, int limit) {
    List<Spot> found = new ArrayList<>();
    for (Map.Entry<Spot, Entry> each : entries.entrySet()) {
      if (found.size() == limit) {
        break;
      }
      if (!owned.contains(each.getKey().id()) && each.getValue().vouched().isBefore(since)) {
        found.add(each.getKey());
      }
    }
    return found;
  }

  /** Drops what has gone by itself; a tombstone goes so, too. */
  void expire(Instant now) {
    for (Map.Entry<Spot, Entry> each : live(entries)) {
      Entry entry = each.getValue();
      Item item = aged(entry.item(), now);
      if (item.isExpired(now)) {
        remove(each.getKey());
      } else if (!item.equals(entry.item())) {
        put(each.getKey(), item, entry.vouched());
      }
    }
  }

  /**
   * A value whose time is over is a tombstone of its version, or an older copy that lies somewhere
   * would count again.
   */
  private Item aged(Item item, Instant now) {
    Instant expires = item.expires();
    return expires == null || item.isTombstone() || !item.isExpired(now)
        ? item
        : new Item(item.key(), null, item.version(), expires.plus(tombstoneLife), item.writes());
  }

  int size() {
    return entries.size();
  }

  /** How many keys with a value lie in a stretch. */
  int count(Range range, Instant now) {
    int count = 0;
    for (Map.Entry<Spot, Entry> each : within(range)) {
      Item item = each.getValue().item();
      count += item.isTombstone() || item.isExpired(now) ? 0 : 1;
    }
    return count;
  }

  List<Item> all() {
    return entries.values().stream().map(Entry::item).toList();
  }

  /** A number that two sets of items share, as good as only, if they are the same. */
  static long sum(List<Item> items) {
    long sum = 0;
    for (Item item : items) {
      long mixed = item.key().hashCode() * 0x9E3779B97F4A7C15L + item.version();
      mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
      sum += mixed ^ (mixed >>> 27) ^ (item.isTombstone() ? 1 : 0);
    }
    return sum;
  }

  static List<Stamp> stamps(List<Item> items) {
    return items.stream().map(item -> new Stamp(item.key(), item.version())).toList();
  }

  private List<Map.Entry<Spot, Entry>> within(Range range) {
    return within(Spot.endOf(range.after()), Spot.endOf(range.upTo()));
  }

  /** Once around the circle if both are one place. */
  private List<Map.Entry<Spot, Entry>> within(Spot after, Spot upTo) {
    List<Map.Entry<Spot, Entry>> found = new ArrayList<>();
    if (after.compareTo(upTo) < 0) {
      found.addAll(live(entries.subMap(after, false, upTo, true)));
    } else {
      found.addAll(live(entries.tailMap(after, false)));
      found.addAll(live(entries.headMap(upTo, true)));
    }
    return found;
  }

  /** The map's own entries, through which they can be changed. */
  private static List<Map.Entry<Spot, Entry>> live(NavigableMap<Spot, Entry> part) {
    return new ArrayList<>(part.entrySet());
  }
}
