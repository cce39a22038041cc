package dev.quiver.numbers;

import dev.quiver.messaging.connection.ConnectionSettings;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.numbers.consumer.Consumer;
import dev.quiver.numbers.consumer.ConsumerConfig;
import dev.quiver.numbers.draw.NumberRange;
import dev.quiver.numbers.link.Narrator;
import dev.quiver.numbers.link.Queues;
import dev.quiver.numbers.link.Surroundings;
import dev.quiver.numbers.log.ConsumerLog;
import dev.quiver.numbers.log.ExecutionLog;
import dev.quiver.numbers.log.LogFolder;
import dev.quiver.numbers.log.LogLanguage;
import dev.quiver.numbers.log.ProcessName;
import dev.quiver.numbers.producer.Producer;
import dev.quiver.numbers.producer.ProducerConfig;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;

/**
 * A producer or consumer as a process of its own, to be killed: {@code produce|consume url password
 * folder id}, then {@code count rate} or {@code workMs}. The exit code of a consumer tells the
 * gravest verdict.
 */
final class ChildMain {

  /** It ended before any run had. */
  private static final int NO_RUN = 9;

  private ChildMain() {}

  public static void main(String[] args) throws InterruptedException {
    LogFolder folder = LogFolder.open(Path.of(args[3]));
    boolean produces = args[0].equals("produce");
    ProcessName name = produces ? ProcessName.producer(args[4]) : ProcessName.consumer(args[4]);
    ConnectionSettings settings = ConnectionSettings.of(args[1], "numbers", args[2]);
    Clock clock = Clock.systemUTC();
    ExecutionLog log = ExecutionLog.open(folder, LogLanguage.ENGLISH, name, clock);
    try (Connections connections = Connections.to(settings)) {
      Surroundings around =
          new Surroundings(
              Queues.of(settings.addresses(), "processes"),
              connections,
              new Narrator(log, line -> {}, failure -> String.valueOf(failure.getMessage())),
              clock);
      if (produces) {
        Run run = new Run(args[4], "run-" + args[4]);
        ProducerConfig config =
            ProducerConfig.of(run, Integer.parseInt(args[5]), new NumberRange(1, 1_000))
                .withRate(Double.parseDouble(args[6]));
        new Producer(config, around, new Random(args[4].hashCode())).run();
      } else {
        ConsumerConfig config =
            ConsumerConfig.of(args[4], true, Instant.now())
                .withWork(Duration.ofMillis(Long.parseLong(args[5])))
                .withTiming(Exercise.QUICK);
        ConsumerLog lines = ConsumerLog.open(folder, LogLanguage.ENGLISH, name, clock);
        Verdict.How gravest = new Consumer(config, around, lines).run().gravest();
        System.exit(gravest == null ? NO_RUN : exitCode(gravest));
      }
    }
  }

  /** What a child ends with whose gravest run ended so. */
  static int exitCode(Verdict.How how) {
    return switch (how) {
      case COMPLETE -> 0;
      case INCOMPLETE -> 1;
      case ABANDONED -> 2;
    };
  }
}
