package dev.quiver.numbers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.messaging.BrokerFixture;
import dev.quiver.messaging.connection.ConnectionSettings;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.numbers.consumer.Consumer;
import dev.quiver.numbers.consumer.ConsumerConfig;
import dev.quiver.numbers.consumer.ConsumerSummary;
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
import dev.quiver.numbers.producer.ProducerSummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Producers and consumers of one test, as threads of its process, with their logs in a folder. */
final class Exercise implements AutoCloseable {

  static final ConsumerConfig.Timing QUICK =
      new ConsumerConfig.Timing(
          Duration.ofMillis(200),
          Duration.ofMillis(100),
          Duration.ofSeconds(12),
          Duration.ofSeconds(1));

  private static final Pattern KEY =
      Pattern.compile("run=(\\S+) sequence=(\\d+) value=(-?\\d+) (even|odd)");

  private final BrokerFixture broker;
  private final Path folder;
  private final Queues queues;
  private final List<Runnable> open = new ArrayList<>();

  Exercise(BrokerFixture broker, Path folder, String queue) {
    this.broker = broker;
    this.folder = folder;
    this.queues = Queues.of(broker.as("numbers").addresses(), queue);
  }

  Queues queues() {
    return queues;
  }

  /** A process of the exercise, running as a thread. */
  static final class Running<P, S> {
    private final P process;
    private final FutureTask<S> task;

    Running(P process, Callable<S> body) {
      this.process = process;
      this.task = new FutureTask<>(body);
      Thread thread = new Thread(task);
      thread.setDaemon(true);
      thread.start();
    }

    P process() {
      return process;
    }

    boolean isDone() {
      return task.isDone();
    }

    S summary() {
      try {
        return task.get(60, TimeUnit.SECONDS);
      } catch (ExecutionException e) {
        if (e.getCause() instanceof RuntimeException thrown) {
          throw thrown;
        }
        throw new AssertionError(e.getCause());
      } catch (InterruptedException | TimeoutException e) {
        throw new AssertionError("it has not ended", e);
      }
    }
  }

  Running<Producer, ProducerSummary> produce(ProducerConfig config) {
    ProcessName name = ProcessName.producer(config.run().producer());
    Surroundings around = around(name);
    Producer producer = new Producer(config, around, new Random(1));
    open.add(producer::stop);
    return new Running<>(producer, producer::run);
  }

  Running<Consumer, ConsumerSummary> consume(ConsumerConfig config) {
    return consume(config, folder);
  }

  Running<Consumer, ConsumerSummary> consume(ConsumerConfig config, Path logs) {
    ProcessName name = ProcessName.consumer(config.id());
    ConsumerLog log =
        ConsumerLog.open(LogFolder.open(logs), LogLanguage.ENGLISH, name, Clock.systemUTC());
    Surroundings around = around(name);
    Consumer consumer = new Consumer(config, around, log);
    open.add(consumer::stop);
    return new Running<>(consumer, consumer::run);
  }

  ConsumerConfig consumer(String id) {
    return ConsumerConfig.of(id, true, Clock.systemUTC().instant()).withTiming(QUICK);
  }

  private Surroundings around(ProcessName name) {
    ExecutionLog log =
        ExecutionLog.open(LogFolder.open(folder), LogLanguage.ENGLISH, name, Clock.systemUTC());
    ConnectionSettings settings = broker.as("numbers");
    Connections connections = Connections.to(settings);
    open.add(connections::close);
    Narrator narrator =
        new Narrator(log, line -> {}, failure -> String.valueOf(failure.getMessage()));
    return new Surroundings(queues, connections, narrator, Clock.systemUTC());
  }

  List<String> consumerLog() throws IOException {
    Path file = folder.resolve("consumer_log.txt");
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  String executionLog() throws IOException {
    return Files.readString(folder.resolve("execution_log.txt"));
  }

  /** A run of so many numbers from 1 to 100. */
  static ProducerConfig numbers(String producer, String run, int count) {
    return ProducerConfig.of(new Run(producer, run), count, new NumberRange(1, 100));
  }

  /** The lines of the numbers, whole ones all of them. */
  List<Matcher> logged() throws IOException {
    List<Matcher> lines = new ArrayList<>();
    for (String line : consumerLog()) {
      Matcher match = KEY.matcher(line);
      assertThat(match.find()).as(line).isTrue();
      lines.add(match);
    }
    return lines;
  }

  /** Each number of those runs has its line, once. */
  void assertEachOnce(int count, String... runs) throws IOException {
    List<String> expected = new ArrayList<>();
    for (String run : runs) {
      for (int i = 1; i <= count; i++) {
        expected.add(run + "/" + i);
      }
    }
    assertThat(logged())
        .extracting(line -> line.group(1) + "/" + line.group(2))
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  @Override
  public void close() {
    open.forEach(Runnable::run);
  }
}
