package dev.quiver.messaging.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RouterTest {

  private static final ConnectionSettings PAIR =
      ConnectionSettings.of("(tcp://a:61616,tcp://b:61616)", "alice", "secret")
          .withNamespace("lab")
          .withClientName("test");
  private static final List<String> CLUSTER = List.of("tcp://x:1", "tcp://y:2", "tcp://z:3");

  @Test
  void withoutAClusterEverythingIsOnTheDesignatedBroker() {
    Router router = Router.to(PAIR);

    assertThat(router.isSpread()).isFalse();
    assertThat(router.home("anybody")).isEqualTo(PAIR);
    assertThat(router.designated()).isEqualTo(PAIR);
  }

  @Test
  void aHomeDiffersFromTheDesignatedBrokerByItsAddressAlone() {
    ConnectionSettings home = Router.of(PAIR, CLUSTER).home("c1");

    assertThat(CLUSTER).contains(home.url());
    assertThat(home.withUrl(PAIR.url())).isEqualTo(PAIR);
  }

  @Test
  void aNameHasTheSameHomeInWhateverOrderTheClusterIsNamed() {
    Router one = Router.of(PAIR, CLUSTER);
    Router other = Router.of(PAIR, List.of("tcp://z:3", "x:1", "tcp://y:2", "tcp://x:1"));

    for (String name : names()) {
      assertThat(other.home(name)).isEqualTo(one.home(name));
    }
  }

  @Test
  void namesSpreadEvenly() {
    Router router = Router.of(PAIR, CLUSTER);

    Map<String, Long> counts =
        names().stream()
            .map(name -> router.home(name).url())
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));

    assertThat(counts).hasSize(3);
    assertThat(counts.values()).allSatisfy(count -> assertThat(count).isBetween(850L, 1_150L));
  }

  @Test
  void aBrokerThatIsAddedTakesNamesOverAndMovesNoOther() {
    Router before = Router.of(PAIR, CLUSTER);
    Router after = Router.of(PAIR, List.of("tcp://x:1", "tcp://y:2", "tcp://z:3", "tcp://new:4"));

    List<String> moved =
        names().stream().filter(each -> !after.home(each).equals(before.home(each))).toList();

    assertThat(moved).isNotEmpty().hasSizeLessThan(names().size() / 3);
    assertThat(moved)
        .allSatisfy(each -> assertThat(after.home(each).url()).isEqualTo("tcp://new:4"));
  }

  @Test
  void whoMayGoToAnyPrefersItsHomeAndFindsAllOthers() {
    Router router = Router.of(PAIR, CLUSTER);

    List<ConnectionSettings> preferred = router.preferred("w1");

    assertThat(preferred.get(0)).isEqualTo(router.home("w1"));
    assertThat(preferred)
        .extracting(ConnectionSettings::url)
        .containsExactlyInAnyOrderElementsOf(CLUSTER);
  }

  @Test
  void forWhomAnyWillDoAllAreNamedItsHomeFirst() {
    Router router = Router.of(PAIR, CLUSTER);

    ConnectionSettings any = router.any("n1");

    assertThat(any.singly().values())
        .extracting(ConnectionSettings::url)
        .containsExactlyElementsOf(
            router.preferred("n1").stream().map(ConnectionSettings::url).toList());
    assertThat(any.withUrl(PAIR.url())).isEqualTo(PAIR);
    assertThat(Router.to(PAIR).any("n1")).isEqualTo(PAIR);
  }

  @Test
  void whatBelongsToAServerStaysWithItWhereAnyWillDo() {
    Router router =
        Router.of(PAIR, List.of("tcp://x:1?sslEnabled=true&callTimeout=7000", "tcp://y:2"));

    assertThat(router.any("n1").url())
        .contains("tcp://x:1?sslEnabled=true")
        .doesNotContain("tcp://y:2?")
        .endsWith(")?callTimeout=7000");
  }

  @Test
  void anAddressThatIsNoneIsRefused() {
    assertThatThrownBy(() -> Router.of(PAIR, List.of("http://x:1")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static List<String> names() {
    return IntStream.range(0, 3_000).mapToObj(each -> "client-" + each).toList();
  }
}
