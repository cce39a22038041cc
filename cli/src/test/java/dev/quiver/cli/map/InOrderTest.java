package dev.quiver.cli.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.quiver.tasks.Payload;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InOrderTest {

  @TempDir private Path folder;
  private final List<Done> written = new ArrayList<>();

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void resultsInAnyOrderLeaveInTheOrderOfTheInputs(long seed) {
    List<Long> indices = new ArrayList<>(LongStream.range(0, 500).boxed().toList());
    Collections.shuffle(indices, new Random(seed));
    try (InOrder order = new InOrder(1 << 20, new Spill(folder), written::add)) {
      indices.forEach(index -> order.accept(done(index, "r" + index)));
      assertThat(order.held()).isZero();
    }
    assertThat(written).extracting(each -> each.result().input().index()).isSorted().hasSize(500);
  }

  @Test
  void memoryIsBoundedAndWhatIsOnDiskComesBackWhole() {
    String big = "ã".repeat(10_000);
    int count = 200;
    try (InOrder order = new InOrder(100_000, new Spill(folder), written::add)) {
      for (int i = count - 1; i > 0; i--) {
        order.accept(done(i, big + i));
      }
      assertThat(order.held()).isEqualTo(count - 1);
      assertThat(order.heldBytes()).isLessThanOrEqualTo(100_000);
      order.accept(done(0, big + 0));
      assertThat(IntStream.range(0, count).mapToObj(i -> text(written.get(i))))
          .containsExactlyElementsOf(IntStream.range(0, count).mapToObj(i -> big + i).toList());
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void secondResultForOneInputIsAnError() {
    try (InOrder order = new InOrder(1000, new Spill(folder), written::add)) {
      order.accept(done(0, "a"));
      order.accept(done(2, "c"));
      assertThatIllegalStateException().isThrownBy(() -> order.accept(done(0, "a")));
      assertThatIllegalStateException().isThrownBy(() -> order.accept(done(2, "c")));
    }
  }

  @Test
  void endOfAStoppedRunGivesWhatIsThereInOrder() {
    try (InOrder order = new InOrder(1000, new Spill(folder), written::add)) {
      order.accept(done(5, "f"));
      order.accept(done(3, "d"));
      order.finish();
    }
    assertThat(written).extracting(each -> each.result().input().index()).containsExactly(3L, 5L);
  }

  private static Done done(long index, String result) {
    MapInput input = new MapInput(index, "input-" + index);
    return new Done(
        new MapResult(
            input, MapResult.SUCCEEDED, new Payload.Text(result), null, "t" + index, "W1", 1),
        Window.Cost.NOTHING);
  }

  private static String text(Done done) {
    Payload payload = done.result().result();
    if (payload == null) {
      return "none";
    }
    try (InputStream in = payload.open()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
