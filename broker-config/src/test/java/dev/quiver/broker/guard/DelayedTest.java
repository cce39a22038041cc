package dev.quiver.broker.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.activemq.artemis.core.persistence.impl.nullpm.NullStorageManager;
import org.apache.activemq.artemis.core.transaction.Transaction;
import org.apache.activemq.artemis.core.transaction.impl.TransactionImpl;
import org.junit.jupiter.api.Test;

class DelayedTest {

  private final Delayed delayed = new Delayed(new Delayed.Amount(8, 8_000));

  @Test
  void oneUserHasHalfOfTheRoomInNumberAndInBytes() {
    for (int i = 0; i < 4; i++) {
      assertThat(delayed.hasRoom("ana", 10)).isTrue();
      delayed.add("ana", 10, null);
    }
    assertThat(delayed.hasRoom("ana", 10)).isFalse();
    assertThat(delayed.hasRoom("bia", 4_000)).isTrue();
    assertThat(delayed.hasRoom("bia", 4_001)).isFalse();
  }

  @Test
  void allTogetherHaveNoMoreThanTheRoom() {
    delayed.counted(
        Map.of("ana", amount(3, 10), "bia", amount(3, 10), "caio", amount(2, 10)), true);
    assertThat(delayed.hasRoom("davi", 10)).isFalse();
  }

  @Test
  void whatIsInATransactionCountsFromTheStartAndIsNotForgottenByACount() throws Exception {
    Transaction tx = new TransactionImpl(new NullStorageManager());
    for (int i = 0; i < 4; i++) {
      delayed.add("ana", 10, tx);
    }
    delayed.counted(Map.of(), true);
    assertThat(delayed.hasRoom("ana", 10)).isFalse();
    tx.commit();
    assertThat(delayed.hasRoom("ana", 10)).isFalse();
    delayed.counted(Map.of("ana", amount(3, 30)), true);
    assertThat(delayed.hasRoom("ana", 10)).isTrue();
  }

  @Test
  void whatIsRolledBackTakesNoRoom() throws Exception {
    Transaction tx = new TransactionImpl(new NullStorageManager());
    for (int i = 0; i < 4; i++) {
      delayed.add("ana", 10, tx);
    }
    tx.rollback();
    assertThat(delayed.hasRoom("ana", 4_000)).isTrue();
  }

  @Test
  void whileSomethingIsOnDiskNoSumGetsLess() {
    delayed.counted(Map.of("ana", amount(4, 40)), true);
    delayed.counted(Map.of("ana", amount(1, 10)), false);
    assertThat(delayed.hasRoom("ana", 10)).isFalse();
    delayed.counted(Map.of("ana", amount(1, 10)), true);
    assertThat(delayed.hasRoom("ana", 10)).isTrue();
  }

  @Test
  void retriesTakeNobodysRoom() {
    delayed.exempt("worker");
    delayed.counted(Map.of("worker", amount(100, 100_000)), true);
    assertThat(delayed.hasRoom("ana", 10)).isTrue();
  }

  private static Delayed.Amount amount(long messages, long bytes) {
    return new Delayed.Amount(messages, bytes);
  }
}
