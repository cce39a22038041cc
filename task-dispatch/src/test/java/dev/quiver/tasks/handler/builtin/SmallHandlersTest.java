package dev.quiver.tasks.handler.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.quiver.tasks.Payload;
import dev.quiver.tasks.handler.Handling;
import dev.quiver.tasks.handler.InvalidInputException;
import dev.quiver.tasks.handler.RecordingContext;
import dev.quiver.tasks.handler.TaskCancelledException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SmallHandlersTest {

  @TempDir Path folder;

  /** The two examples of FIPS 180-2, and bytes that are not text. */
  @Test
  void sha256OfAnyBytes() throws Exception {
    assertThat(Built.run(folder, "hash.sha256", "abc"))
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assertThat(Built.run(folder, "hash.sha256", "a".repeat(1_000_000)))
        .isEqualTo("cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    assertThat(Built.run(folder, "hash.sha256", Handling.bytes(new byte[] {(byte) 0xff})))
        .isEqualTo("a8100ae6aa1940d0b663bb31cd466142ebbdbd5187131b92d93818987832eb89");
  }

  @Test
  void sleepSleepsAndReports() throws Exception {
    RecordingContext longer = new RecordingContext(folder);
    CompletableFuture<String> hour = sleeping(longer, new CompletableFuture<>());
    RecordingContext context = new RecordingContext(folder);
    String result =
        Handling.text(
            Built.handler("demo.sleep"), "demo.sleep", new Payload.Text(" 250 "), context);
    assertThat(result).isEqualTo("250");
    assertThat(hour).as("the one that sleeps for an hour").isNotDone();
    longer.cancel();
    assertThat(context.fractions()).isNotEmpty().isSorted().allMatch(each -> each >= 0 && each < 1);
  }

  @Test
  void sleepEndsWhenCancelledAndWhenInterrupted() throws Exception {
    RecordingContext cancelled = new RecordingContext(folder);
    CompletableFuture<String> sleeping = sleeping(cancelled, new CompletableFuture<>());
    await().until(() -> !cancelled.fractions().isEmpty());
    cancelled.cancel();
    assertThatThrownBy(() -> sleeping.get(10, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(TaskCancelledException.class);

    RecordingContext interrupted = new RecordingContext(folder);
    CompletableFuture<Thread> thread = new CompletableFuture<>();
    CompletableFuture<String> other = sleeping(interrupted, thread);
    await().until(() -> !interrupted.fractions().isEmpty());
    thread.get().interrupt();
    assertThatThrownBy(() -> other.get(10, TimeUnit.SECONDS))
        .hasCauseInstanceOf(InterruptedException.class);
  }

  private static CompletableFuture<String> sleeping(
      RecordingContext context, CompletableFuture<Thread> thread) {
    CompletableFuture<String> result = new CompletableFuture<>();
    new Thread(
            () -> {
              thread.complete(Thread.currentThread());
              try {
                result.complete(
                    Handling.text(
                        Built.handler("demo.sleep"),
                        "demo.sleep",
                        new Payload.Text(""),
                        context,
                        "3600000"));
              } catch (Exception e) {
                result.completeExceptionally(e);
              }
            })
        .start();
    return result;
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "1.5", "86400001", "9999999999999999999999", "soon", "٣"})
  void sleepRefusesWhatIsNoTime(String text) {
    assertThatThrownBy(() -> Built.run(folder, "demo.sleep", text))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("whole milliseconds");
  }
}
