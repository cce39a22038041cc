package dev.quiver.tasks.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.tasks.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArrivalsTest {

  private final List<Outcome> announced = new ArrayList<>();
  private final Arrivals arrivals = new Arrivals(announced::add, () -> {}, () -> {}, why -> {});

  @Test
  void onlyWhatCameLaterIsAnnounced() {
    Outcome old = FakeBackend.succeeded("old", "exec", "");
    Outcome alsoOld = FakeBackend.succeeded("also-old", "exec", "");
    Outcome recent = FakeBackend.succeeded("recent", "exec", "");
    Outcome later = FakeBackend.succeeded("later", "exec", "");
    arrivals.unclaimed(old);
    arrivals.unclaimed(recent);
    assertThat(announced).isEmpty();
    arrivals.begin(List.of(old, alsoOld));
    assertThat(announced).containsExactly(recent);
    arrivals.unclaimed(alsoOld);
    arrivals.unclaimed(later);
    assertThat(announced).containsExactly(recent, later);
  }
}
