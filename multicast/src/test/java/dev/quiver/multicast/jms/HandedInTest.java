package dev.quiver.multicast.jms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.multicast.log.LogText;
import dev.quiver.multicast.log.PeerLog;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Logs that wait on the broker, of a group whose name was used more than once. */
class HandedInTest {

  private final HandedIn handedIn = new HandedIn();

  private void log(int peer, String id, Map<Integer, String> met) {
    log(peer, id, "peer", met);
  }

  private void log(int peer, String id, String user, Map<Integer, String> met) {
    String text =
        "# quiver multicast log 1\n# peer %d\n# id %s\n# view 0 1,2,3\n# end complete 0\n"
            .formatted(peer, id);
    PeerLog log = LogText.read("log", text);
    handedIn.add(new Reports.Submitted("lab", peer, id, user, log, Traffic.NONE, met));
  }

  private List<List<String>> rounds() {
    return handedIn.rounds().stream()
        .map(round -> round.logs().stream().map(PeerLog::peerId).toList())
        .toList();
  }

  @Test
  void thoseBelongTogetherWhoseProcessesHaveMet() {
    Map<Integer, String> first = Map.of(1, "a1", 2, "a2", 3, "a3");
    Map<Integer, String> second = Map.of(1, "b1", 2, "b2", 3, "b3");
    log(1, "a1", first);
    log(2, "a2", first); // The third was killed.
    log(3, "b3", second);
    log(1, "b1", second);
    log(2, "b2", second);
    assertThat(rounds()).containsExactly(List.of("a1", "a2"), List.of("b3", "b1", "b2"));
  }

  @Test
  void whomNobodyHasMetNeverCame() {
    log(1, "a1", Map.of(1, "a1", 2, "a2"));
    assertThat(handedIn.rounds().get(0).missing()).containsExactly(2);
    assertThat(handedIn.rounds().get(0).notStarted()).containsExactly(3);
    log(2, "a2", Map.of(1, "a1", 2, "a2"));
    log(3, "a3", Map.of(1, "a1", 2, "a2", 3, "a3"));
    assertThat(handedIn.rounds().get(0).notStarted()).isEmpty();
  }

  @Test
  void theSameLogTwiceIsOneAndAJoinerBelongsToTheLastRoundThatLacksIt() {
    log(1, "a1", Map.of(1, "a1"));
    log(1, "a1", Map.of(1, "a1"));
    log(1, "b1", Map.of(1, "b1"));
    log(4, "b4", Map.of());
    assertThat(rounds()).containsExactly(List.of("a1"), List.of("b1", "b4"));
  }

  @Test
  void aDamagedLogIsNamedAndTheOthersCount() {
    log(1, "a1", Map.of(1, "a1", 2, "a2"));
    handedIn.add(new Reports.Submitted("lab", 2, "a2", "peer", null, Traffic.NONE, Map.of()));
    HandedIn.Round round = handedIn.rounds().get(0);
    assertThat(round.damaged()).containsExactly(2);
    assertThat(round.logs()).hasSize(1);
  }

  @Test
  void aLogThatTwoAccountsHandInIsNobodys() {
    log(1, "a1", Map.of(1, "a1", 2, "a2"));
    log(2, "a2", "admin", Map.of());
    log(2, "a2", Map.of(1, "a1", 2, "a2"));
    HandedIn.Round round = handedIn.rounds().get(0);
    assertThat(round.damaged()).containsExactly(2);
    assertThat(round.logs()).extracting(PeerLog::peer).containsExactly(1);
    assertThat(round.handedIn()).hasSize(3);
  }

  @Test
  void whomTheOthersHaveMetIsMissingUntilItsLogComes() {
    Map<Integer, String> met = Map.of(1, "a1", 2, "a2");
    log(1, "a1", met);
    assertThat(handedIn.rounds().get(0).missing()).containsExactly(2);
    assertThat(handedIn.takeOver(HandedIn.Round::isWhole)).isEmpty();
    log(2, "a2", met);
    assertThat(handedIn.takeOver(HandedIn.Round::isWhole))
        .singleElement()
        .satisfies(round -> assertThat(round.missing()).isEmpty());
    assertThat(handedIn.rounds()).isEmpty();
  }
}
