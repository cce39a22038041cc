package dev.quiver.multicast.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.multicast.Data;
import dev.quiver.multicast.Item;
import dev.quiver.multicast.MessageId;
import dev.quiver.multicast.Order;
import dev.quiver.multicast.PeerMessage;
import dev.quiver.multicast.PeerMessage.LastNumber;
import dev.quiver.multicast.PeerMessage.Numbered;
import dev.quiver.multicast.PeerMessage.Request;
import dev.quiver.multicast.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a coordinator puts into one transaction. */
class ReignTest {

  private static final View TWO = View.first(2);
  private static final int KIBI = 1024;

  private final Reign reign = new Reign(Order.TOTAL_SEQUENCER);
  private long tags;
  private int sequence;

  private void takes(PeerMessage message) {
    reign.take(++tags, message);
  }

  private Request request(int count, int chars) {
    List<Data> data = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      data.add(Data.plain(new MessageId(1, ++sequence), false, "x".repeat(chars)));
    }
    return new Request(data);
  }

  private static int chars(Numbered message) {
    return message.items().stream()
        .mapToInt(item -> item instanceof Data data ? data.body().length() : 0)
        .sum();
  }

  @Test
  void withoutTheLastNumberNothingIsNumbered() {
    takes(request(1, 1));
    assertThat(reign.next()).isEmpty();
    takes(new LastNumber(7, TWO));
    Reign.Step step = reign.next().orElseThrow();
    assertThat(step.tags()).containsExactly(1L, 2L);
    assertThat(step.numbered()).extracting(Numbered::first).containsExactly(8L);
    assertThat(step.last()).isEqualTo(new LastNumber(8, TWO, Map.of(1, 1)));
    takes(request(1, 1));
    assertThat(reign.next()).as("the new last number is still under way").isEmpty();
  }

  @Test
  void allThatWaitsGoesInOneStepInMessagesThatTheBrokerDoesNotTakeForLarge() {
    takes(new LastNumber(0, TWO));
    for (int i = 0; i < 10; i++) {
      takes(request(30, KIBI));
    }
    Reign.Step step = reign.next().orElseThrow();
    assertThat(step.tags()).hasSize(11);
    assertThat(step.numbered()).hasSize(8).allMatch(each -> chars(each) <= 40 * KIBI);
    long next = 1;
    List<Item> items = new ArrayList<>();
    for (Numbered each : step.numbered()) {
      assertThat(each.first()).isEqualTo(next);
      next += each.items().size();
      items.addAll(each.items());
    }
    assertThat(items)
        .extracting(item -> ((Data) item).id().sequence())
        .isSorted()
        .doesNotHaveDuplicates()
        .hasSize(300);
    assertThat(step.last()).isEqualTo(new LastNumber(300, TWO, Map.of(1, 300)));
  }

  /** As the broker may do it when the coordinator before has died. */
  @Test
  void whatComesBackInAnotherOrderIsNumberedInTheOrderInWhichItWasSaid() {
    Request first = request(1, 1);
    Request second = request(2, 1);
    Request third = request(1, 1);
    takes(new LastNumber(0, TWO));
    takes(third);
    assertThat(reign.next()).as("what was said before it is on its way").isEmpty();
    takes(second);
    takes(new PeerMessage.Leave(2));
    Reign.Step step = reign.next().orElseThrow();
    assertThat(step.tags()).as("the departure and the last number").containsExactly(4L, 1L);
    LastNumber last = step.last();
    assertThat(last).isNotNull();
    takes(last);
    takes(first);
    Reign.Step all = reign.next().orElseThrow();
    assertThat(all.numbered())
        .singleElement()
        .satisfies(
            each ->
                assertThat(each.items())
                    .extracting(item -> ((Data) item).id().sequence())
                    .containsExactly(1, 2, 3, 4));
    assertThat(all.last())
        .isEqualTo(new LastNumber(5, TWO.without(2), Map.of(1, 4), Map.of(2, "")));
  }

  @Test
  void whatHasANumberAlreadyGetsNoSecondOne() {
    Request twice = request(2, 1);
    takes(new LastNumber(9, TWO, Map.of(1, 1)));
    takes(twice);
    Reign.Step step = reign.next().orElseThrow();
    assertThat(step.last()).isEqualTo(new LastNumber(10, TWO, Map.of(1, 2)));
  }

  @Test
  void nobodyJoinsUnderANumberThatSomebodyHasHad() {
    takes(new LastNumber(0, TWO));
    takes(new PeerMessage.Join(3, "a", Order.TOTAL_SEQUENCER));
    takes(new PeerMessage.Join(4, "b", Order.FIFO));
    takes(new PeerMessage.Leave(2));
    LastNumber last = reign.next().orElseThrow().last();
    assertThat(last).isNotNull();
    View one = TWO.with(3).without(2);
    assertThat(last).as("another order is refused").isEqualTo(last(2, one));
    takes(last);
    takes(new PeerMessage.Join(3, "a", Order.TOTAL_SEQUENCER));
    takes(new PeerMessage.Join(2, "c", Order.TOTAL_SEQUENCER));
    assertThat(reign.next().orElseThrow().numbered()).isEmpty();
    takes(new PeerMessage.Join(3, "d", Order.TOTAL_SEQUENCER));
    LastNumber after = reign.next().orElseThrow().last();
    assertThat(after).as("the process that had joined is gone").isEqualTo(last(3, one.without(3)));
    assertThat(after).isNotNull();
    takes(after);
    takes(new PeerMessage.Join(3, "d", Order.TOTAL_SEQUENCER));
    assertThat(reign.next().orElseThrow().numbered()).isEmpty();
  }

  private static LastNumber last(long number, View view) {
    return new LastNumber(number, view, Map.of(), Map.of(2, "", 3, "a"));
  }

  @Test
  void whatIsTooMuchForAStepWaitsForTheNext() {
    takes(new LastNumber(0, TWO));
    for (int i = 0; i < 40; i++) {
      takes(request(1, 100 * KIBI));
    }
    Reign.Step first = reign.next().orElseThrow();
    LastNumber last = first.last();
    assertThat(last).isNotNull();
    assertThat(first.numbered().size()).isBetween(16, 17);
    takes(last);
    Reign.Step second = reign.next().orElseThrow();
    assertThat(second.numbered().get(0).first()).isEqualTo(last.number() + 1);
    assertThat(second.tags()).doesNotContainAnyElementsOf(first.tags());
  }
}
