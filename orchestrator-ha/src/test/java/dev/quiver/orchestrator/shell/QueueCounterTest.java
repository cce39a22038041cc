package dev.quiver.orchestrator.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quiver.messaging.connection.QuiverMessagingException;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** A list of queues in pages, made anew for each of them. */
class QueueCounterTest {

  private static final int PAGE = 3;

  private final TreeSet<String> queues =
      new TreeSet<>(List.of("q.a", "q.b", "q.c", "q.d", "q.e", "q.f", "x.q.g"));
  private int asked;

  private JsonNode page(int page) {
    asked++;
    ObjectNode answer = new ObjectMapper().createObjectNode();
    answer.put("count", queues.size());
    var data = answer.putArray("data");
    queues.stream()
        .skip((page - 1L) * PAGE)
        .limit(PAGE)
        .forEach(each -> data.addObject().put("name", each).put("messageCount", 7));
    return answer;
  }

  @Test
  void allPagesAreReadAndOtherNamesLeftOut() {
    assertThat(QueueCounter.count("q.", this::page))
        .containsOnlyKeys("q.a", "q.b", "q.c", "q.d", "q.e", "q.f")
        .containsEntry("q.f", 7L);
    assertThat(asked).isEqualTo(3);
  }

  @Test
  void noneIsSkippedBecauseAnotherWasRemovedBetweenTwoPages() {
    assertThat(
            QueueCounter.count(
                "q.",
                page -> {
                  JsonNode answer = page(page);
                  queues.remove("q.a");
                  return answer;
                }))
        .containsOnlyKeys("q.b", "q.c", "q.d", "q.e", "q.f");
  }

  @Test
  void noneIsSkippedBecauseOneWasRemovedAndOneCame() {
    assertThat(
            QueueCounter.count(
                "q.",
                page -> {
                  JsonNode answer = page(page);
                  if (asked == 1) {
                    queues.remove("q.f");
                    queues.add("q.aa");
                  }
                  return answer;
                }))
        .containsOnlyKeys("q.a", "q.aa", "q.b", "q.c", "q.d", "q.e");
  }

  @Test
  void aListThatNeverStandsStillIsNotBelieved() {
    assertThatThrownBy(
            () ->
                QueueCounter.count(
                    "q.",
                    page -> {
                      JsonNode answer = page(page);
                      queues.add("q.z" + asked);
                      return answer;
                    }))
        .isInstanceOf(QuiverMessagingException.class);
  }
}
