package dev.quiver.tasks.worker;

import dev.quiver.tasks.Payload;
import dev.quiver.tasks.TaskType;
import dev.quiver.tasks.handler.InvalidInputException;
import dev.quiver.tasks.handler.Spool;
import dev.quiver.tasks.handler.TaskContext;
import dev.quiver.tasks.handler.TaskHandler;
import dev.quiver.tasks.handler.TaskInput;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Does what a test asks for, and remembers it. */
final class TestHandler implements TaskHandler {

  static final TaskType ECHO = new TaskType("test.echo");
  static final TaskType SLEEP = new TaskType("test.sleep");
  static final TaskType FLAKY = new TaskType("test.flaky");
  static final TaskType INVALID = new TaskType("test.invalid");
  static final TaskType WAIT = new TaskType("test.wait");
  static final TaskType STUBBORN = new TaskType("test.stubborn");
  static final TaskType COUNT = new TaskType("test.count_bytes");
  static final TaskType BIG = new TaskType("test.big");
  static final TaskType GATED = new TaskType("test.gated");
  static final TaskType HALT = new TaskType("test.halt");
  static final TaskType HALF = new TaskType("test.half");

  final List<String> log = new CopyOnWriteArrayList<>();
  final Map<String, Integer> executions = new ConcurrentHashMap<>();
  final AtomicInteger waiting = new AtomicInteger();
  final CountDownLatch open = new CountDownLatch(1);

  @Override
  public Set<TaskType> types() {
    return Set.of(ECHO, SLEEP, FLAKY, INVALID, WAIT, STUBBORN, COUNT, BIG, GATED, HALT, HALF);
  }

  @Override
  public Payload handle(TaskInput input, TaskContext context) throws Exception {
    executions.merge(context.taskId().value(), 1, Integer::sum);
    log.add(context.taskId() + "#" + context.attempt());
    return switch (input.type().name()) {
      case "test.echo" -> Payload.of(input.text());
      case "test.sleep" -> {
        Thread.sleep(Long.parseLong(input.text()));
        yield Payload.of("slept");
      }
      case "test.flaky" -> {
        if (context.attempt() <= Integer.parseInt(input.text())) {
          throw new IOException("not this time");
        }
        yield Payload.of("attempt " + context.attempt());
      }
      case "test.invalid" -> throw new InvalidInputException("it is not a number");
      case "test.wait" -> {
        context.progress(0.5, "waiting");
        waiting.incrementAndGet();
        open.await();
        yield Payload.of("opened");
      }
      case "test.gated" -> {
        if (context.attempt() <= Integer.parseInt(input.text())) {
          waiting.incrementAndGet();
          open.await();
          throw new IOException("not this time");
        }
        yield Payload.of("attempt " + context.attempt());
      }
      case "test.stubborn" -> {
        waiting.incrementAndGet();
        yield stubborn();
      }
      case "test.count_bytes" -> Payload.of(String.valueOf(count(input)));
      case "test.big" -> big(Integer.parseInt(input.text()), context);
      case "test.halt" -> {
        Runtime.getRuntime().halt(137);
        yield Payload.of("");
      }
      // Half of a character, which no message can carry.
      case "test.half" -> Payload.of("\uD83D");
      default -> throw new IllegalStateException(input.type().name());
    };
  }

  private Payload stubborn() {
    while (open.getCount() > 0) {
      try {
        open.await();
      } catch (InterruptedException e) {
        // It does not listen.
      }
    }
    return Payload.of("at last");
  }

  private static long count(TaskInput input) throws IOException {
    try (InputStream in = input.open()) {
      byte[] buffer = new byte[8192];
      long bytes = 0;
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        bytes += n;
      }
      return bytes;
    }
  }

  private static Payload big(int bytes, TaskContext context) throws IOException {
    try (Spool spool = context.spool()) {
      byte[] chunk = new byte[1000];
      for (int i = 0; i < bytes / 1000; i++) {
        spool.write(chunk);
      }
      return spool.payload();
    }
  }
}
