package dev.quiver.cli.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class InputsTest {

  @Test
  void dashStandsForTheListWhereItWasGiven() throws IOException {
    Inputs inputs = new Inputs(List.of("a", "-", "z"), list("b\r\n\nc d\ne"), '\n');
    assertThat(inputs.total()).isEqualTo(OptionalLong.empty());
    assertThat(names(inputs)).containsExactly("a", "b", "c d", "e", "z");
    assertThat(inputs.total()).hasValue(5);
  }

  @Test
  void lookingAheadTakesNothingAway() throws IOException {
    Inputs inputs = new Inputs(List.of("-", "z"), list("a\n"), '\n');
    assertThat(inputs.hasNext()).isTrue();
    assertThat(names(inputs)).containsExactly("a", "z");
    assertThat(inputs.hasNext()).isFalse();
    assertThat(new Inputs(List.of("-"), list("\n\n"), '\n').hasNext()).isFalse();
  }

  @Test
  void namesMayHaveLineFeedsIfTheyEndWithZero() throws IOException {
    Inputs inputs = new Inputs(List.of("-"), list("a\nb\0c\0"), '\0');
    assertThat(names(inputs)).containsExactly("a\nb", "c");
  }

  @Test
  void givenNamesAreCountedAtOnce() throws IOException {
    Inputs inputs = new Inputs(List.of("a", "b"), InputStream.nullInputStream(), '\n');
    assertThat(inputs.total()).hasValue(2);
    assertThat(names(inputs)).containsExactly("a", "b");
    assertThat(inputs.total()).hasValue(2);
  }

  @Test
  void endlessListIsReadOnlyAsFarAsNeeded() throws IOException {
    InputStream endless =
        new InputStream() {
          private long at;

          @Override
          public int read() {
            return at++ % 2 == 0 ? 'x' : '\n';
          }
        };
    Inputs inputs = new Inputs(List.of("-"), endless, '\n');
    for (long i = 0; i < 100_000; i++) {
      Optional<MapInput> next = inputs.next();
      assertThat(next.orElseThrow().index()).isEqualTo(i);
    }
  }

  @Test
  void theTotalDoesNotWaitForTheList() throws Exception {
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    InputStream silent =
        new InputStream() {
          @Override
          public int read() throws IOException {
            reading.countDown();
            try {
              end.await();
            } catch (InterruptedException e) {
              throw new IOException(e);
            }
            return -1;
          }
        };
    Inputs inputs = new Inputs(List.of("-"), silent, '\n');
    CompletableFuture<Optional<MapInput>> next =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return inputs.next();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            },
            // On two cores the common pool of a newer Java has one thread, which this one would
            // keep.
            reader -> new Thread(reader, "reader").start());
    reading.await();
    assertThat(CompletableFuture.supplyAsync(inputs::total)).succeedsWithin(Duration.ofSeconds(30));
    end.countDown();
    assertThat(next.get()).isEmpty();
    assertThat(inputs.total()).hasValue(0);
  }

  @Test
  void whatIsNoListIsRefused() {
    Inputs inputs = new Inputs(List.of("-"), list("x".repeat(20_000)), '\n');
    assertThatThrownBy(inputs::next).isInstanceOf(IOException.class).hasMessageContaining("16 KiB");
  }

  private static InputStream list(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> names(Inputs inputs) throws IOException {
    List<String> names = new ArrayList<>();
    for (Optional<MapInput> next = inputs.next(); next.isPresent(); next = inputs.next()) {
      names.add(next.get().name());
    }
    return names;
  }
}
