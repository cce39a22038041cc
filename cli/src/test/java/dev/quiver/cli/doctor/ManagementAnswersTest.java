package dev.quiver.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quiver.cli.CommandContext;
import dev.quiver.messaging.text.Messages;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a broker says of itself, however much that is. */
class ManagementAnswersTest {

  private static String page(int count, List<String> names) {
    return names.stream()
        .map(each -> "{\"name\":\"" + each + "\",\"more\":\"" + "m".repeat(520) + "\"}")
        .collect(Collectors.joining(",", "{\"data\":[", "],\"count\":" + count + "}"));
  }

  private static List<String> names(int from, int to) {
    return IntStream.range(from, to).mapToObj(each -> "quiver.replies.node.dht-" + each).toList();
  }

  private static List<String> named(Collection<JsonNode> entries) {
    return entries.stream().map(each -> each.path("name").asText()).toList();
  }

  @Test
  void aThousandAddressesAreReadAtOnce() {
    assertThat(ManagementAnswers.all("listAddresses", "name", page -> page(1_000, names(0, 1_000))))
        .hasSize(1_000);
  }

  @Test
  void asManyPagesAreReadAsThereAre() {
    List<Integer> asked = new ArrayList<>();

    Collection<JsonNode> all =
        ManagementAnswers.all(
            "listQueues",
            "name",
            page -> {
              asked.add(page);
              return page(25, names((page - 1) * 10, Math.min(25, page * 10)));
            });

    assertThat(named(all)).containsExactlyInAnyOrderElementsOf(names(0, 25));
    assertThat(asked).containsExactly(1, 2, 3);
  }

  @Test
  void noneIsMissedWhenOneGoesBetweenTwoPages() {
    List<String> there = new ArrayList<>(names(0, 20));
    AtomicInteger asked = new AtomicInteger();

    Collection<JsonNode> all =
        ManagementAnswers.all(
            "listQueues",
            "name",
            page -> {
              if (asked.incrementAndGet() == 2) {
                there.remove(0);
              }
              int to = Math.min(there.size(), page * 10);
              return page(there.size(), there.subList((page - 1) * 10, to));
            });

    assertThat(named(all)).containsExactlyInAnyOrderElementsOf(names(1, 20));
  }

  @Test
  void aListThatNeverRestsIsTakenAsItWasSeen() {
    AtomicInteger asked = new AtomicInteger();

    Collection<JsonNode> all =
        ManagementAnswers.all(
            "listQueues", "name", page -> page(100 + asked.incrementAndGet() % 7, names(0, page)));

    assertThat(all).isNotEmpty();
    assertThat(named(all)).contains("quiver.replies.node.dht-0");
  }

  @Test
  void whatCannotBeReadIsSaidSoAndNotThatTheBrokerIsAway() {
    assertThatExceptionOfType(UnreadableAnswerException.class)
        .isThrownBy(() -> ManagementAnswers.all("listQueues", "name", page -> "[]"));

    UnreadableAnswerException failure =
        catchThrowableOfType(
            UnreadableAnswerException.class,
            () -> ManagementAnswers.read("listAllSessionsAsJSON", "{\"a\":"));

    Finding finding = failure.finding();
    assertThat(finding.check()).isEqualTo("answers");
    assertThat(finding.state()).isEqualTo(Finding.State.PROBLEM);
    for (Locale locale : List.of(Locale.ENGLISH, Locale.forLanguageTag("pt"))) {
      Messages words = Messages.of(CommandContext.class, locale);
      assertThat(words.format(finding.key(), finding.values().toArray()))
          .contains("listAllSessionsAsJSON");
      assertThat(words.format(finding.key() + ".mend", finding.values().toArray())).isNotBlank();
    }
  }
}
