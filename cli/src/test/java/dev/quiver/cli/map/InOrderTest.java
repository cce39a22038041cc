package dev.quiver.cli.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.quiver.tasks.Payload;
import dev.quiver.tasks.wire.Spool;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
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
  void largeResultsCountAsWellAndKeepOneFileTogether() {
    List<Kept> sources = new ArrayList<>();
    try (Spill spill = new Spill(folder);
        InOrder order = new InOrder(100_000, spill, this::writeAndRelease)) {
      for (int round = 0; round < 2; round++) {
        int first = 100 * round;
        for (int i = first + 99; i > first; i--) {
          Kept source = new Kept("r" + i + "-" + "x".repeat(30_000));
          sources.add(source);
          order.accept(done(i, new Payload.Streamed(source, source.bytes.length)));
        }
        assertThat(order.heldBytes()).isLessThanOrEqualTo(100_000);
        // Three fit; the files of the others are not kept open.
        assertThat(sources.stream().filter(each -> !each.closed)).hasSize(3);
        assertThat(spill.bytes()).isGreaterThan(96 * 30_000);
        order.accept(done(first, "r" + first + "-"));
        assertThat(sources).allMatch(each -> each.closed);
        assertThat(spill.bytes()).isZero();
      }
    }
    assertThat(texts)
        .hasSize(200)
        .allSatisfy(text -> assertThat(text).startsWith("r" + texts.indexOf(text) + "-"));
  }

  private final List<String> texts = new ArrayList<>();

  private void writeAndRelease(Done done) {
    texts.add(text(done));
    Spool.release(Objects.requireNonNull(done.result().result()));
  }

  /** What the client has received into a file. */
  private static final class Kept implements Payload.Source, Closeable {
    private final byte[] bytes;
    private boolean closed;

    Kept(String text) {
      this.bytes = text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public InputStream open() {
      return new ByteArrayInputStream(bytes);
    }

    @Override
    public void close() {
      closed = true;
    }
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
    return done(index, new Payload.Text(result));
  }

  private static Done done(long index, Payload result) {
    MapInput input = new MapInput(index, "input-" + index);
    return new Done(
        new MapResult(input, MapResult.SUCCEEDED, result, null, "t" + index, "W1", 1),
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
