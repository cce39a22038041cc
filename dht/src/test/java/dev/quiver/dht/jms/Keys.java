package dev.quiver.dht.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quiver.dht.ClientMessage;
import dev.quiver.dht.Item;
import dev.quiver.dht.Operation;
import dev.quiver.dht.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** The keys of a test, put and got many at a time. None of them may ever be said not to exist. */
final class Keys {

  private static final int WINDOW = 200;

  private final DhtClient client;
  private final int count;

  Keys(DhtClient client, int count) {
    this.client = client;
    this.count = count;
  }

  /** Puts all of them; each that was not answered once more. */
  Keys putAll() {
    for (int from = 0; from < count; from += WINDOW) {
      int end = Math.min(count, from + WINDOW);
      List<CompletableFuture<ClientMessage.Acted>> asked = new ArrayList<>();
      for (int i = from; i < end; i++) {
        asked.add(client.actLater(put(i)));
      }
      for (int i = from; i < end; i++) {
        if (!isDone(asked.get(i - from))) {
          assertThat(client.act(put(i)).outcome().status())
              .as("key%s at the second attempt", i)
              .isEqualTo(Outcome.Status.DONE);
        }
      }
    }
    return this;
  }

  private static Operation put(int i) {
    return Operation.put("key" + i, "value" + i);
  }

  private static boolean isDone(CompletableFuture<ClientMessage.Acted> answer) {
    try {
      return answer.join().outcome().status() == Outcome.Status.DONE;
    } catch (CompletionException noAnswer) {
      return false;
    }
  }

  /** How many of the first so many cannot be got at the first attempt. */
  int unanswered(int first) {
    List<CompletableFuture<ClientMessage.Acted>> asked = new ArrayList<>();
    for (int i = 0; i < first; i++) {
      asked.add(client.actLater(Operation.get("key" + i)));
    }
    int failed = 0;
    for (int i = 0; i < first; i++) {
      failed += isRight(i, asked.get(i)) ? 0 : 1;
    }
    return failed;
  }

  /** Right, or no answer: a wrong one fails the test. */
  private static boolean isRight(int key, CompletableFuture<ClientMessage.Acted> answer) {
    try {
      Outcome outcome = answer.join().outcome();
      Item item = outcome.item();
      assertThat(outcome.status()).as("key%s", key).isNotEqualTo(Outcome.Status.NOT_FOUND);
      if (outcome.status() == Outcome.Status.DONE) {
        assertThat(item == null ? null : item.value()).isEqualTo("value" + key);
      }
      return outcome.status() == Outcome.Status.DONE;
    } catch (CompletionException noAnswer) {
      return false;
    }
  }

  /** Each key, tried again for a while. */
  void awaitAll() {
    List<Integer> left = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      left.add(i);
    }
    await()
        .atMost(Duration.ofSeconds(90))
        .until(
            () -> {
              client.members();
              for (int from = 0; from < left.size(); from += WINDOW) {
                List<Integer> part = left.subList(from, Math.min(left.size(), from + WINDOW));
                List<CompletableFuture<ClientMessage.Acted>> asked =
                    part.stream().map(i -> client.actLater(Operation.get("key" + i))).toList();
                for (int i = 0; i < part.size(); i++) {
                  part.set(i, isRight(part.get(i), asked.get(i)) ? -1 : part.get(i));
                }
              }
              left.removeIf(i -> i < 0);
              return left.isEmpty();
            });
  }
}
