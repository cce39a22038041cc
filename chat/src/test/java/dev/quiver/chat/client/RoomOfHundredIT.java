package dev.quiver.chat.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A full room loses nothing. */
@Tag("long")
@Timeout(240)
class RoomOfHundredIT {

  private static final int MEMBERS = 100;
  private static final int SPEAKERS = 10;
  private static final int PER_SECOND = 50;
  private static final int EACH = 30;

  @TempDir Path folder;

  @Test
  void aHundredMembersHearFiftyMessagesASecondInOrder() throws Exception {
    String[] names =
        IntStream.range(0, MEMBERS).mapToObj(i -> "member-" + i).toArray(String[]::new);
    try (Company company = Company.in(folder, names)) {
      List<Person> people = new ArrayList<>();
      for (String name : names) {
        people.add(company.comes(name).in("hall"));
      }
      speak(people);
      for (Person person : people) {
        await()
            .atMost(Duration.ofSeconds(60))
            .until(() -> person.heardIn("hall").size() >= SPEAKERS * EACH);
        List<String> heard = person.heardIn("hall");
        assertThat(heard).hasSize(SPEAKERS * EACH);
        for (int s = 0; s < SPEAKERS; s++) {
          String prefix = "member-" + s + ": ";
          assertThat(heard.stream().filter(line -> line.startsWith(prefix)))
              .containsExactlyElementsOf(
                  IntStream.range(0, EACH).mapToObj(i -> prefix + i).toList());
        }
      }
    }
  }

  private static void speak(List<Person> people) throws Exception {
    ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    AtomicInteger next = new AtomicInteger();
    var ticking =
        clock.scheduleAtFixedRate(
            () -> {
              int i = next.getAndIncrement();
              if (i >= SPEAKERS * EACH) {
                throw new IllegalStateException("all was said");
              }
              try {
                people.get(i % SPEAKERS).says("hall", Integer.toString(i / SPEAKERS));
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            0,
            1_000_000 / PER_SECOND,
            TimeUnit.MICROSECONDS);
    await().atMost(Duration.ofSeconds(60)).until(ticking::isDone);
    clock.shutdownNow();
    assertThat(next.get()).isGreaterThan(SPEAKERS * EACH);
  }
}
