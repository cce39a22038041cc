package dev.quiver.dht.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.dht.Id;
import dev.quiver.dht.NodeRef;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** When a node may go on holding what it holds. */
class StandingTest {

  private static final NodeRef NEXT = NodeRef.alone(Id.of(30), "next");
  private static final NodeRef OTHER = NodeRef.alone(Id.of(40), "other");

  private final List<String> heard = new ArrayList<>();
  private Standing standing = standing(Rules.corrected());

  private Standing standing(Rules rules) {
    return new Standing(rules, new Recorder());
  }

  private final class Recorder implements Ring.Listener {
    @Override
    public void predecessorChanged(@Nullable NodeRef before, @Nullable NodeRef after) {}

    @Override
    public void roundEnded() {}

    @Override
    public void unsure() {
      heard.add("unsure");
    }

    @Override
    public void sure(boolean me) {
      heard.add("sure " + me);
    }

    @Override
    public List<NodeRef> isolated() {
      return List.of();
    }

    @Override
    public void reached() {}

    @Override
    public void lost() {}
  }

  @Test
  void theSuccessorsWordEndsADoubt() {
    standing.doubt();
    assertThat(standing.isUnsure()).isTrue();
    standing.heard(NEXT, true);
    assertThat(standing.isUnsure()).isFalse();
    standing.doubt();
    standing.heard(NEXT, false);
    assertThat(heard).containsExactly("unsure", "sure true", "unsure", "sure false");
  }

  /** By its own word it may have become what the successor says that it is. */
  @Test
  void whoHasSpokenSinceIsNotSureThatItAlwaysWas() {
    standing.doubt();
    standing.told();
    standing.heard(NEXT, true);
    assertThat(heard).containsExactly("unsure", "sure false");
    standing.doubt();
    standing.heard(NEXT, true);
    assertThat(heard).endsWith("unsure", "sure true");
  }

  @Test
  void whereThereIsNobodyElseThereIsNoDoubt() {
    standing.alone();
    assertThat(heard).isEmpty();
    standing.doubt();
    standing.alone();
    assertThat(heard).containsExactly("unsure", "sure true");
  }

  @Test
  void aSuccessorThatTakesItForItsPredecessorNoMoreIsNoticedOnce() {
    standing.heard(NEXT, false);
    standing.heard(NEXT, true);
    standing.heard(OTHER, false);
    assertThat(heard).as("the other never did").isEmpty();
    standing.heard(NEXT, true);
    standing.heard(NEXT, false);
    standing.heard(NEXT, false);
    assertThat(heard).containsExactly("unsure", "sure false");
  }

  @Test
  void whoBeginsAnewRemembersNothing() {
    standing.heard(NEXT, true);
    standing.doubt();
    standing.begin();
    standing.heard(NEXT, false);
    assertThat(standing.isUnsure()).isFalse();
    assertThat(heard).containsExactly("unsure");
  }

  /** The control. */
  @Test
  void withoutTheRuleItIsNotNoticed() {
    standing = standing(Rules.corrected().without(Rule.VERIFIES));
    standing.heard(NEXT, true);
    standing.heard(NEXT, false);
    assertThat(heard).isEmpty();
  }
}
