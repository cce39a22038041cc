package dev.quiver.tasks.wire;

import dev.quiver.tasks.BatchId;
import dev.quiver.tasks.Outcome;
import dev.quiver.tasks.Payload;
import dev.quiver.tasks.Task;
import dev.quiver.tasks.TaskClass;
import dev.quiver.tasks.TaskId;
import dev.quiver.tasks.TaskType;
import dev.quiver.tasks.WorkerId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Makes any of the things that go over the wire, from a seed. */
final class Generated {

  private static final String[] CHARACTERS = {
    "a",
    "Z",
    "0",
    " ",
    "\"",
    "\\",
    "\n",
    "\u0000",
    "\u001b",
    "é",
    "ß",
    "\u2028",
    "漢",
    "🎯",
    "\ud800\udc00"
  };
  private static final TaskType[] TYPES = {
    new TaskType("text.count_words"), new TaskType("exec"), new TaskType("a.b.c_1")
  };

  final Random random;

  Generated(long seed) {
    random = new Random(seed);
  }

  Task task() {
    boolean grouped = random.nextInt(4) == 0;
    return new Task(
        TaskId.random(random),
        orNull(new BatchId("batch-" + random.nextInt(100))),
        one(TYPES),
        args(),
        new Payload.Text(text(200)),
        one(TaskClass.values()),
        instant(),
        orNull(instant()),
        grouped ? null : orNull(instant()),
        Duration.ofMillis(1 + random.nextInt(1_000_000)),
        1 + random.nextInt(1000),
        grouped ? "Group_" + random.nextInt(10) : null);
  }

  TaskEnvelope envelope(String user) {
    return new TaskEnvelope(
        user,
        "quiver.tasks.results." + user + ".c" + random.nextInt(10),
        random.nextBoolean(),
        1 + random.nextInt(5),
        random.nextInt(3),
        random.nextBoolean(),
        random.nextBoolean() ? null : random.nextLong(Long.MAX_VALUE),
        random.nextInt(4));
  }

  /** Such as no outcome has more characters of. */
  static Outcome.Facts longestFacts() {
    return new Outcome.Facts(
        new TaskId("t".repeat(64)),
        new TaskType("t".repeat(128)),
        new BatchId("b".repeat(64)),
        new WorkerId("W".repeat(64)),
        Integer.MAX_VALUE,
        Integer.MAX_VALUE,
        Instant.parse("2026-01-01T00:00:00.123456789Z"),
        Instant.parse("2026-01-01T00:00:00.123456789Z"));
  }

  Outcome outcome() {
    Outcome.Facts facts =
        new Outcome.Facts(
            TaskId.random(random),
            one(TYPES),
            orNull(new BatchId("b")),
            orNull(new WorkerId("Worker-1234")),
            random.nextInt(5),
            random.nextInt(5),
            orNull(instant()),
            instant());
    return switch (random.nextInt(5)) {
      case 0 -> new Outcome.Failed(facts, text(100));
      case 1 -> new Outcome.Cancelled(facts, text(100));
      case 2 -> new Outcome.Expired(facts, text(100));
      case 3 -> new Outcome.Dead(facts, text(100));
      default -> new Outcome.Succeeded(facts, new Payload.Text(text(3000)));
    };
  }

  TaskEvents events() {
    List<TaskEvent> events = new ArrayList<>();
    for (int i = random.nextInt(100); i > 0; i--) {
      events.add(
          new TaskEvent(
              TaskId.random(random),
              one(TYPES),
              "client",
              one(TaskState.values()),
              random.nextInt(5),
              random.nextInt(5),
              orNull(instant()),
              orNull(text(20)),
              orNull(new BatchId("b")),
              orNull(new WorkerId("w-2")),
              orNull(random.nextLong(100)),
              orNull(instant()),
              // A character may be two chars; what is longer than the limit is shortened.
              orNull(text(TaskEvent.MAX_REASON_CHARS / 2))));
    }
    return new TaskEvents(
        orNull(new WorkerId("w-1")), orNull(random.nextLong(100)), instant(), events);
  }

  Instant instant() {
    long seconds = random.nextLong(253_402_300_800L);
    return switch (random.nextInt(4)) {
      case 0 -> Instant.ofEpochSecond(seconds);
      case 1 -> Instant.ofEpochSecond(seconds, random.nextInt(1000) * 1_000_000L);
      case 2 -> Instant.ofEpochSecond(seconds, random.nextInt(1_000_000) * 1000L);
      default -> Instant.ofEpochSecond(seconds, random.nextInt(1_000_000_000));
    };
  }

  String text(int most) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(most); i > 0; i--) {
      text.append(one(CHARACTERS));
    }
    return text.toString();
  }

  private List<String> args() {
    List<String> args = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      args.add(text(20));
    }
    return args;
  }

  private <T> T one(T[] choices) {
    return choices[random.nextInt(choices.length)];
  }

  private <T> @Nullable T orNull(T value) {
    return random.nextBoolean() ? value : null;
  }
}
