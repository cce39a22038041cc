package dev.quiver.chat.core;

import dev.quiver.chat.ChatEvent;
import dev.quiver.chat.Member;
import dev.quiver.chat.RoomName;
import dev.quiver.chat.UserName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Who is here, by what is seen of presence and by what people say when they come and go. Whoever
 * vanishes from presence without a word has gone.
 */
public final class Roster {

  private static final class Known {
    private final Set<RoomName> rooms = new TreeSet<>();

    /** When it said that it came or went; presence says so a little later. */
    private final Map<RoomName, Instant> said = new HashMap<>();

    /** Where its process before this one was, and this one may not be. */
    private final Set<RoomName> before = new TreeSet<>();

    private Instant seen;
    private @Nullable String incarnation;
    private @Nullable String away;

    Known(Instant seen) {
      this.seen = seen;
    }

    /** Returns where it died, and has not come back to. */
    private List<RoomName> update(Member member, Instant now, Duration grace) {
      seen = now;
      away = member.away();
      if (incarnation != null && !incarnation.equals(member.incarnation())) {
        before.addAll(rooms);
      }
      incarnation = member.incarnation();
      before.removeAll(member.rooms());
      said.values().removeIf(at -> Duration.between(at, now).compareTo(grace) >= 0);
      List<RoomName> lost = before.stream().filter(room -> !said.containsKey(room)).toList();
      before.removeAll(lost);
      rooms.retainAll(said.keySet());
      for (RoomName room : member.rooms()) {
        if (!said.containsKey(room)) {
          rooms.add(room);
        }
      }
      return lost;
    }

    /** It said that it came or went: so it did not die there. */
    private void said(RoomName room, Instant now) {
      said.put(room, now);
      before.remove(room);
    }
  }

  private final UserName self;
  private final Duration grace;
  private final Map<UserName, Known> known = new TreeMap<>();

  /**
   * @param grace how long somebody must have been absent to have gone: longer than it takes from
   *     coming until the first sign, and from taking back presence until saying so
   */
  public Roster(UserName self, Duration grace) {
    this.self = self;
    this.grace = grace;
  }

  /** All who are seen now; returns who has gone, and from where. */
  public List<ChatEvent.Gone> look(Instant now, Collection<Member> members) {
    Map<UserName, Member> seen = new HashMap<>();
    List<ChatEvent.Gone> gone = new ArrayList<>();
    for (Member member : members) {
      UserName user = member.user();
      if (!user.equals(self)) {
        seen.put(user, member);
        Known one = known.computeIfAbsent(user, unused -> new Known(now));
        List<RoomName> lost = one.update(member, now, grace);
        if (!lost.isEmpty()) {
          gone.add(new ChatEvent.Gone(user, lost));
        }
      }
    }
    known
        .entrySet()
        .removeIf(
            entry -> {
              Known one = entry.getValue();
              if (seen.containsKey(entry.getKey())
                  || Duration.between(one.seen, now).compareTo(grace) < 0) {
                return false;
              }
              if (!one.rooms.isEmpty()) {
                gone.add(new ChatEvent.Gone(entry.getKey(), List.copyOf(one.rooms)));
              }
              return true;
            });
    return gone;
  }

  /** Somebody said that it has come. */
  public void entered(Instant now, UserName user, RoomName room) {
    if (!user.equals(self)) {
      Known one = known.computeIfAbsent(user, name -> new Known(now));
      one.seen = now;
      one.said(room, now);
      one.rooms.add(room);
    }
  }

  /** Somebody said that it leaves a room; whoever has left all of them may vanish unmissed. */
  public void departed(Instant now, UserName user, RoomName room) {
    Known one = known.get(user);
    if (one != null) {
      one.said(room, now);
      one.rooms.remove(room);
    }
  }

  /** Somebody said that it is away, or back. */
  public void away(UserName user, @Nullable String why) {
    Known one = known.get(user);
    if (one != null) {
      one.away = why;
    }
  }

  /**
   * Nothing could be seen for a while, which says nothing about the others.
   *
   * @param until as if all had been seen then; later than now if they may take a while to come back
   */
  public void blind(Instant until) {
    known.values().forEach(each -> each.seen = until);
  }

  public boolean isHere(UserName user) {
    return user.equals(self) || known.containsKey(user);
  }

  /** Why somebody is away; null if it is not. */
  public @Nullable String whyAway(UserName user) {
    Known one = known.get(user);
    return one == null ? null : one.away;
  }

  /** The names of the others, in order. */
  public List<UserName> others() {
    return List.copyOf(known.keySet());
  }

  /** How many others there are. */
  public int size() {
    return known.size();
  }
}
