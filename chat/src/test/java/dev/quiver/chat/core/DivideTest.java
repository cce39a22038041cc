package dev.quiver.chat.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.chat.ChatEvent;
import dev.quiver.chat.Member;
import dev.quiver.chat.RoomName;
import dev.quiver.chat.UserName;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DivideTest {

  private static final UserName ANA = new UserName("ana");
  private static final UserName BOB = new UserName("bob");
  private static final RoomName GARDEN = new RoomName("garden");
  private static final Set<RoomName> OWN = Set.of(RoomName.LOBBY, GARDEN);

  private final Divide divide = new Divide(ANA, true);

  @Test
  void whoIsInTheSameRoomsIsNotApart() {
    assertThat(divide.look(List.of(member(BOB, true, RoomName.LOBBY)), OWN::contains)).isEmpty();
  }

  @Test
  void whoDoesNotKnowTheClusterIsToldOnceForEachRoom() {
    Member bob = member(BOB, false, RoomName.LOBBY, new RoomName("attic"));
    assertThat(divide.look(List.of(bob), OWN::contains))
        .containsExactly(new ChatEvent.Apart(BOB, List.of(RoomName.LOBBY)));
    assertThat(divide.look(List.of(bob), OWN::contains)).isEmpty();
    Member moved = member(BOB, false, RoomName.LOBBY, GARDEN);
    assertThat(divide.look(List.of(moved), OWN::contains))
        .containsExactly(new ChatEvent.Apart(BOB, List.of(GARDEN)));
    assertThat(divide.look(List.of(), OWN::contains)).isEmpty();
    assertThat(divide.look(List.of(moved), OWN::contains))
        .containsExactly(new ChatEvent.Apart(BOB, List.of(GARDEN, RoomName.LOBBY)));
  }

  @Test
  void nobodyIsApartFromThemselves() {
    Member earlier = member(ANA, false, RoomName.LOBBY);
    assertThat(divide.look(List.of(earlier), OWN::contains)).isEmpty();
  }

  @Test
  void whoDoesNotKnowTheClusterHearsOfThoseWhoDo() {
    assertThat(
            new Divide(ANA, false).look(List.of(member(BOB, true, RoomName.LOBBY)), OWN::contains))
        .containsExactly(new ChatEvent.Apart(BOB, List.of(RoomName.LOBBY)));
  }

  private static Member member(UserName user, boolean spread, RoomName... rooms) {
    return new Member(user, "p1", Instant.EPOCH, List.of(rooms), rooms[0], null, spread);
  }
}
