package dev.quiver.broker.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressKindTest {

  @ParameterizedTest
  @CsvSource({
    "quiver.tasks.pool.text.count_words, POOL",
    "quiver.tasks.submit.text.count_words.high, SUBMIT",
    "quiver.tasks.worker.Worker-1234, WORKER_GENERATED",
    "quiver.tasks.assigned.Worker-1234, WORKER_GENERATED",
    "quiver.tasks.worker.Worker-12a, WORKER_CHOSEN",
    "quiver.tasks.worker.Worker-, WORKER_CHOSEN",
    "quiver.tasks.worker.my-laptop, WORKER_CHOSEN",
    "quiver.tasks.results.ann.c1, RESULTS",
    "quiver.tasks.dead, DEAD",
    "quiver.tasks.deadly, OTHER",
    "quiver.tasks.cancel, CANCEL",
    "quiver.presence.worker, PRESENCE",
    "quiver.replies.ann.p1, REPLIES",
    "quiver.chat.room.lobby, ROOM",
    "quiver.chat.user.ann, PERSON",
    "quiver.chat.all, EVERYONE",
    "quiver.chat.files.ann, FILES",
    "quiver.chat.other, OTHER",
    "quiver.multicast.g.all, GROUP_TOPIC",
    "quiver.multicast.g.peer.1, GROUP_WORDS",
    "quiver.multicast.g.sequence, GROUP_WORDS",
    "quiver.multicast.g.report, GROUP",
    "quiver.dht.ring.n1, NODE",
    "quiver.numbers.n, OTHER",
    "quiver, FOREIGN",
    "quiver., FOREIGN",
    "quiverx.tasks.dead, FOREIGN",
    "other.tasks.dead, FOREIGN",
    "DLQ, FOREIGN"
  })
  void aNameTellsWhatAnAddressIsFor(String address, AddressKind kind) {
    assertThat(AddressKind.of("quiver", address)).isEqualTo(kind);
  }

  @Test
  void aSenderAndTheSweeperDoNotOverlookEachOther() {
    AddressFacts address = facts("quiver.tasks.worker.Worker-1");
    assertThat(address.enter()).isTrue();
    assertThat(address.close(Duration.ZERO)).isFalse();
    address.leave();
    assertThat(address.close(Duration.ZERO)).isTrue();
    assertThat(address.enter()).isFalse();
    address.reopen();
    assertThat(address.enter()).isTrue();
  }

  @Test
  void anAnnouncedConsumerIsWaitedFor() {
    AddressFacts queue = facts("quiver.tasks.worker.Worker-1");
    assertThat(queue.consumerComes()).isTrue();
    assertThat(queue.close(Duration.ofHours(1))).isFalse();
    assertThat(queue.wasTouched()).isTrue();
    assertThat(queue.wasTouched()).isFalse();
    assertThat(queue.close(Duration.ZERO)).isTrue();
    assertThat(queue.consumerComes()).isFalse();
  }

  private static AddressFacts facts(String address) {
    Duration time = Duration.ofSeconds(1);
    return new AddressFacts(
        new GuardSettings(
            "quiver",
            10,
            100,
            new GuardSettings.Chat(5, 1_000, 1),
            new Delayed.Amount(10, 10_000),
            1_000_000,
            1,
            1,
            time,
            time,
            time,
            time,
            time,
            List.of()),
        address);
  }
}
