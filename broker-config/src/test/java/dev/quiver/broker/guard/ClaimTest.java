package dev.quiver.broker.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClaimTest {

  @ParameterizedTest
  @ValueSource(strings = {"ann", "ann.events", "ann/events", "ann:global", "ann_x"})
  void aUserHasAClaimToNamesThatBeginWithIt(String name) {
    assertThat(Claim.mayName("ann", name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "an", "anna.events", "ann-b.events", "ann2", "bob", "xann", "Ann.x"})
  void butNotToThoseOfOthers(String name) {
    assertThat(Claim.mayName("ann", name)).isFalse();
  }

  @Test
  void anybodyMayUseAUuid() {
    assertThat(Claim.mayName("ann", UUID.randomUUID().toString())).isTrue();
    assertThat(Claim.mayName("ann", UUID.randomUUID() + "x")).isFalse();
  }

  @Test
  void nobodyHasAClaimToNothing() {
    assertThat(Claim.mayName("", "")).isFalse();
    assertThat(Claim.mayName("", "bob.events")).isFalse();
  }

  @Test
  void userNamesCannotCoverOneAnother() {
    assertThat(Claim.isUserName("ann-2")).isTrue();
    for (String name : new String[] {"", "a.b", "#", "*", "Ann", "a b", "ä", "x".repeat(65)}) {
      assertThat(Claim.isUserName(name)).as(name).isFalse();
    }
  }
}
