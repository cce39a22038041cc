package dev.quiver.chat.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.chat.ChatEvent;
import dev.quiver.chat.Member;
import dev.quiver.chat.RoomName;
import dev.quiver.chat.UserName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RosterTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final UserName ANA = new UserName("ana");
  private static final UserName BOB = new UserName("bob");
  private static final RoomName GARDEN = new RoomName("garden");

  private final Roster roster = new Roster(ANA, Duration.ofSeconds(3));

  @Test
  void whoVanishesWithoutAWordHasGoneFromItsRooms() {
    assertThat(roster.look(NOW, List.of(member(BOB, RoomName.LOBBY, GARDEN)))).isEmpty();
    assertThat(roster.isHere(BOB)).isTrue();
    assertThat(roster.look(NOW.plusSeconds(2), List.of())).isEmpty();
    assertThat(roster.look(NOW.plusSeconds(3), List.of()))
        .containsExactly(new ChatEvent.Gone(BOB, List.of(GARDEN, RoomName.LOBBY)));
    assertThat(roster.look(NOW.plusSeconds(9), List.of())).isEmpty();
    assertThat(roster.isHere(BOB)).isFalse();
  }

  @Test
  void whoSaysGoodbyeIsNotMissedAlsoIfPresenceIsLate() {
    roster.look(NOW, List.of(member(BOB, RoomName.LOBBY)));
    roster.departed(NOW.plusSeconds(1), BOB, RoomName.LOBBY);
    assertThat(roster.look(NOW.plusSeconds(2), List.of(member(BOB, RoomName.LOBBY)))).isEmpty();
    assertThat(roster.look(NOW.plusSeconds(6), List.of())).isEmpty();
    assertThat(roster.isHere(BOB)).isFalse();
  }

  @Test
  void whoHasJustComeIsNotMissedBeforeItsFirstSign() {
    roster.entered(NOW, BOB, RoomName.LOBBY);
    assertThat(roster.look(NOW.plusSeconds(2), List.of())).isEmpty();
    assertThat(roster.look(NOW.plusSeconds(2), List.of(member(BOB, RoomName.LOBBY)))).isEmpty();
    assertThat(roster.look(NOW.plusSeconds(6), List.of()))
        .containsExactly(new ChatEvent.Gone(BOB, List.of(RoomName.LOBBY)));
  }

  @Test
  void nobodyHasGoneBecauseTheBrokerWasAway() {
    roster.look(NOW, List.of(member(BOB, RoomName.LOBBY)));
    roster.blind(NOW.plusSeconds(60));
    assertThat(roster.look(NOW.plusSeconds(61), List.of())).isEmpty();
    assertThat(roster.look(NOW.plusSeconds(64), List.of())).hasSize(1);

    roster.look(NOW.plusSeconds(70), List.of(member(BOB, RoomName.LOBBY)));
    roster.blind(NOW.plusSeconds(71).plusSeconds(6));
    assertThat(roster.look(NOW.plusSeconds(79), List.of())).as("it may still come back").isEmpty();
    assertThat(roster.look(NOW.plusSeconds(80), List.of())).hasSize(1);
  }

  @Test
  void whoDiedAndCameBackElsewhereHasGoneFromWhereItWas() {
    roster.look(NOW, List.of(member(BOB, RoomName.LOBBY, GARDEN)));
    roster.entered(NOW.plusSeconds(1), BOB, RoomName.LOBBY);
    assertThat(roster.look(NOW.plusSeconds(1), List.of(again(BOB, RoomName.LOBBY))))
        .containsExactly(new ChatEvent.Gone(BOB, List.of(GARDEN)));
    assertThat(roster.look(NOW.plusSeconds(9), List.of(again(BOB, RoomName.LOBBY)))).isEmpty();
    assertThat(roster.look(NOW.plusSeconds(12), List.of()))
        .containsExactly(new ChatEvent.Gone(BOB, List.of(RoomName.LOBBY)));
  }

  @Test
  void whoDiedRightAfterItCameAndCameBackElsewhereIsMissedWhenItsWordIsOld() {
    roster.look(NOW, List.of(member(BOB, RoomName.LOBBY)));
    roster.entered(NOW.plusSeconds(1), BOB, GARDEN);
    assertThat(roster.look(NOW.plusSeconds(2), List.of(again(BOB, RoomName.LOBBY)))).isEmpty();
    assertThat(roster.look(NOW.plusSeconds(4), List.of(again(BOB, RoomName.LOBBY))))
        .containsExactly(new ChatEvent.Gone(BOB, List.of(GARDEN)));
  }

  @Test
  void whoLeavesARoomOrStartsAnewInTheSameOnesHasNotGone() {
    roster.look(NOW, List.of(member(BOB, RoomName.LOBBY, GARDEN)));
    roster.departed(NOW.plusSeconds(1), BOB, GARDEN);
    assertThat(roster.look(NOW.plusSeconds(9), List.of(member(BOB, RoomName.LOBBY)))).isEmpty();
    assertThat(roster.look(NOW.plusSeconds(10), List.of(again(BOB, RoomName.LOBBY)))).isEmpty();
    assertThat(roster.look(NOW.plusSeconds(19), List.of(again(BOB, RoomName.LOBBY)))).isEmpty();
  }

  @Test
  void awayIsWhatPresenceOrTheLastWordSays() {
    roster.look(NOW, List.of(member(BOB, RoomName.LOBBY)));
    assertThat(roster.whyAway(BOB)).isNull();
    roster.away(BOB, "lunch");
    assertThat(roster.whyAway(BOB)).isEqualTo("lunch");
    assertThat(roster.others()).containsExactly(BOB);
  }

  private static Member member(UserName user, RoomName... rooms) {
    return new Member(user, "p1", NOW, List.of(rooms), rooms[0], null, false);
  }

  /** Another process of it. */
  private static Member again(UserName user, RoomName... rooms) {
    return new Member(user, "p2", NOW, List.of(rooms), rooms[0], null, false);
  }
}
