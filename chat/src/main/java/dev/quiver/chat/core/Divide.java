package dev.quiver.chat.core;

import dev.quiver.chat.ChatEvent;
import dev.quiver.chat.Member;
import dev.quiver.chat.RoomName;
import dev.quiver.chat.UserName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Notices who seems to be in the same room and is not: rooms are on a cluster for those who know
 * it, and on the designated broker for others. Each is told once, until they are apart no more.
 */
public final class Divide {

  private final UserName self;
  private final boolean spread;
  private Map<UserName, Set<RoomName>> told = new HashMap<>();

  /**
   * @param spread whether the own rooms are on a cluster
   */
  public Divide(UserName self, boolean spread) {
    this.self = self;
    this.spread = spread;
  }

  /** All who are seen now; returns who is newly apart. */
  public List<ChatEvent.Apart> look(Collection<Member> members, Predicate<RoomName> isIn) {
    Map<UserName, Set<RoomName>> now = new HashMap<>();
    for (Member member : members) {
      if (!member.user().equals(self) && member.spread() != spread) {
        member.rooms().stream()
            .filter(isIn)
            .forEach(room -> now.computeIfAbsent(member.user(), user -> new HashSet<>()).add(room));
      }
    }
    List<ChatEvent.Apart> fresh = new ArrayList<>();
    now.forEach(
        (user, rooms) -> {
          Set<RoomName> known = told.getOrDefault(user, Set.of());
          List<RoomName> unsaid =
              rooms.stream().filter(room -> !known.contains(room)).sorted().toList();
          if (!unsaid.isEmpty()) {
            fresh.add(new ChatEvent.Apart(user, unsaid));
          }
        });
    told = now;
    return fresh;
  }
}
