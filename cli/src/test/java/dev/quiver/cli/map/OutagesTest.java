package dev.quiver.cli.map;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutagesTest {

  private final List<Boolean> told = new ArrayList<>();
  private final Outages outages = new Outages();

  @Test
  void eachOutageIsToldOnceAndItsEndOnce() {
    outages.tell(told::add);
    outages.disconnected();
    outages.disconnected();
    outages.reconnected();
    outages.reconnected();
    outages.disconnected();

    assertThat(told).containsExactly(true, false, true);
  }

  @Test
  void theFirstConnectionIsNoNews() {
    outages.tell(told::add);
    outages.reconnected();

    assertThat(told).isEmpty();
  }

  @Test
  void whoListensLateHearsThatItIsAway() {
    outages.disconnected();
    outages.tell(told::add);
    outages.reconnected();

    assertThat(told).containsExactly(true, false);
  }
}
