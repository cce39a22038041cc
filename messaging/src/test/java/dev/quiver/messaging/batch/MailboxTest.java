package dev.quiver.messaging.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class MailboxTest {

  @Test
  void deliveriesWaitWhileItIsFullAndOwnEventsDoNot() throws Exception {
    try (Mailbox<Integer> mailbox = new Mailbox<>(2)) {
      List<Integer> taken = new ArrayList<>();
      Thread sender =
          new Thread(
              () -> {
                for (int i = 0; i < 100; i++) {
                  mailbox.put(i);
                }
              });
      sender.start();
      await().until(() -> sender.getState() == Thread.State.WAITING);
      assertThat(mailbox.size()).isEqualTo(2);
      assertThat(mailbox.offer(-1)).isTrue();
      while (taken.size() < 101) {
        Integer next = mailbox.poll(Duration.ofSeconds(10));
        assertThat(next).isNotNull();
        taken.add(next);
      }
      sender.join();
      taken.remove(Integer.valueOf(-1));
      assertThat(taken).hasSize(100).isSorted();
    }
  }

  @Test
  void closingLetsEverybodyGo() throws Exception {
    Mailbox<Integer> mailbox = new Mailbox<>(1);
    mailbox.put(1);
    CompletableFuture<Boolean> put = new CompletableFuture<>();
    Thread sender = new Thread(() -> put.complete(mailbox.put(2)));
    sender.start();
    await().until(() -> sender.getState() == Thread.State.WAITING);
    mailbox.close();
    assertThat(put.join()).isFalse();
    assertThat(mailbox.offer(3)).isFalse();
    assertThat(mailbox.poll(Duration.ofDays(1))).isNull();
    assertThat(mailbox.isClosed()).isTrue();
  }

  @Test
  void pollingAnEmptyOneEndsInTime() throws Exception {
    try (Mailbox<Integer> mailbox = new Mailbox<>(1)) {
      assertThat(mailbox.poll()).isNull();
      assertThat(mailbox.poll(Duration.ofMillis(1))).isNull();
    }
  }
}
