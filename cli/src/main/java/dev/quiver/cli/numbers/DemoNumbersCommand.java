package dev.quiver.cli.numbers;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quiver.broker.Role;
import dev.quiver.cli.CommandContext;
import dev.quiver.cli.ExitCode;
import dev.quiver.cli.StopSignals;
import dev.quiver.cli.config.ConnectionChoice;
import dev.quiver.cli.config.ConnectionFlags;
import dev.quiver.cli.platform.TemporaryBroker;
import dev.quiver.messaging.codec.JsonCodec;
import dev.quiver.messaging.connection.BrokerUnreachableException;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.messaging.connection.LoginRefusedException;
import dev.quiver.messaging.connection.NotOurBrokerException;
import dev.quiver.messaging.connection.TlsException;
import dev.quiver.messaging.connection.Use;
import dev.quiver.messaging.text.Names;
import dev.quiver.messaging.text.ValueName;
import dev.quiver.numbers.Run;
import dev.quiver.numbers.draw.NumberRange;
import dev.quiver.numbers.link.Narrator;
import dev.quiver.numbers.log.ConsumerLog;
import dev.quiver.numbers.log.ExecutionLog;
import dev.quiver.numbers.log.LogFolder;
import dev.quiver.numbers.log.ProcessName;
import dev.quiver.numbers.producer.ProducerConfig;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code quiver demo numbers}: the whole exercise, each process a real one. */
@Command(name = "numbers")
public final class DemoNumbersCommand implements Callable<Integer> {

  /** Slower than the producer, so that the queue fills and the producer is seen to wait. */
  private static final String CONSUMER_WORK = "400ms";

  private static final String ID = "1";

  private static final NumberRange RANGE = new NumberRange(1, 100);

  private final CommandContext context;

  @Mixin private ConnectionFlags connection = new ConnectionFlags();
  @Mixin private NumbersFlags flags = new NumbersFlags();

  @Option(names = "--count", paramLabel = "N")
  private int count = 12;

  DemoNumbersCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    // A queue of its own unless told otherwise: what others left in theirs is not counted here.
    String queue = flags.queueOr("demo-" + NumbersIds.run());
    requireUsable(queue);
    LogFolder folder = flags.folder(context);
    ExecutionLog log =
        ExecutionLog.open(
            folder, NumbersFlags.language(context), ProcessName.main(), context.clock());
    Narrator narrator = new Narrator(log, deed -> echo("Main", deed), context::explain);
    narrator.say("main.started", ProcessHandle.current().pid(), count, queue);
    try (StopSignals signals = StopSignals.listen()) {
      return signals.interrupting(() -> run(narrator, folder, queue));
    } catch (RuntimeException | IOException e) {
      narrator.sayIfPossible("main.failed", narrator.explain(e));
      throw e;
    }
  }

  private int run(Narrator narrator, LogFolder folder, String queue)
      throws IOException, InterruptedException {
    try (TemporaryBroker own = platform(narrator)) {
      return run(narrator, folder, arguments(own, queue, folder));
    }
  }

  /** What makes no sense is refused before anything is started. */
  private void requireUsable(String queue) {
    Names.requireWord(ValueName.NAME, queue);
    ProducerConfig unused = ProducerConfig.of(new Run(ID, ID), count, RANGE);
  }

  private @Nullable TemporaryBroker platform(Narrator narrator) throws IOException {
    ConnectionChoice choice = context.connect(connection, Role.NUMBERS.label());
    try (Connections connections = Connections.to(choice.settings("demo numbers"))) {
      connections.connect(Use.FENCED).close();
      narrator.say("main.platform.found", choice.url());
      return null;
    } catch (BrokerUnreachableException
        | NotOurBrokerException
        | TlsException
        | LoginRefusedException e) {
      boolean meant = e instanceof TlsException tls && !tls.isUnexpected();
      if (choice.configured() || choice.userChosen() || meant) {
        throw e;
      }
      TemporaryBroker own = TemporaryBroker.start(Role.NUMBERS, context.environment());
      narrator.say("main.platform.started", own.url(), own.data().toString());
      return own;
    }
  }

  private List<String> arguments(@Nullable TemporaryBroker own, String queue, LogFolder folder) {
    List<String> arguments = new ArrayList<>();
    if (own == null) {
      arguments.addAll(connection.arguments());
    } else {
      arguments.addAll(List.of("--url", own.url(), "--user", Role.NUMBERS.label()));
      arguments.addAll(List.of("--password-file", own.passwordFile().toString()));
    }
    arguments.addAll(List.of("--queue", queue, "--id", ID));
    arguments.addAll(List.of("--log-dir", folder.path().toString()));
    arguments.addAll(List.of("--lang", context.locale().getLanguage()));
    return arguments;
  }

  private int run(Narrator narrator, LogFolder folder, List<String> common)
      throws IOException, InterruptedException {
    List<String> consume = new ArrayList<>(List.of("consume", "--until-end", "--slow"));
    consume.add(CONSUMER_WORK);
    consume.addAll(common);
    List<String> produce = new ArrayList<>(List.of("produce", "--count", "" + count));
    produce.addAll(List.of("--min", "" + RANGE.min(), "--max", "" + RANGE.max()));
    produce.addAll(common);
    ProcessName consumerName = ProcessName.consumer(ID);
    ProcessName producerName = ProcessName.producer(ID);
    try (NumbersChild consumer = start(narrator, consumerName, consume)) {
      // So that it is seen to wait for data.
      consumer.awaitUnderWay();
      try (NumbersChild producer = start(narrator, producerName, produce)) {
        consumer.awaitEndOfEither(producer);
        if (!consumer.isAlive() && consumer.awaitExit() != ExitCode.DONE) {
          return abandon(narrator, consumer, producer);
        }
        int produced = producer.awaitExit();
        narrator.say("main.child.ended", producerName, produced);
        int consumed = produced == ExitCode.DONE ? consumer.awaitExit() : stop(consumer);
        narrator.say("main.child.ended", consumerName, consumed);
        sayEnd(narrator, folder, producer.output(), consumer.output());
        return produced == ExitCode.DONE ? consumed : produced;
      }
    }
  }

  /** The consumer has said why it failed; the producer would wait for room for ever. */
  private static int abandon(Narrator narrator, NumbersChild consumer, NumbersChild producer)
      throws IOException, InterruptedException {
    int consumed = consumer.awaitExit();
    narrator.say("main.child.ended", ProcessName.consumer(ID), consumed);
    narrator.say("main.child.ended", ProcessName.producer(ID), stop(producer));
    return consumed;
  }

  private static int stop(NumbersChild child) throws InterruptedException {
    child.close();
    return child.awaitExit();
  }

  private NumbersChild start(Narrator narrator, ProcessName name, List<String> arguments)
      throws IOException {
    String shown = name.in(NumbersFlags.language(context));
    NumbersChild child = NumbersChild.start(arguments, deed -> echo(shown, deed));
    narrator.say("main.child.started", name, child.pid());
    return child;
  }

  private void sayEnd(
      Narrator narrator, LogFolder folder, List<String> produced, List<String> consumed)
      throws IOException {
    String consumerLog =
        ConsumerLog.open(
                folder, NumbersFlags.language(context), ProcessName.main(), context.clock())
            .path()
            .toString();
    JsonNode producer = last(produced);
    JsonNode consumer = last(consumed);
    narrator.say(
        "main.ended",
        producer.path("sent").asInt(),
        consumer.path("logged").asInt(),
        consumer.path("even").asInt(),
        consumer.path("odd").asInt(),
        consumer.path("missing").asInt());
    if (flags.json) {
      produced.forEach(context.out()::line);
      consumed.forEach(context.out()::line);
    } else {
      context
          .out()
          .line(context.text().format("numbers.logs", consumerLog, narrator.log().toString()));
    }
    context.out().flush();
  }

  private static JsonNode last(List<String> lines) throws IOException {
    String line = lines.isEmpty() ? "{}" : lines.get(lines.size() - 1);
    return JsonCodec.standard().mapper().readTree(line);
  }

  private synchronized void echo(String who, String deed) {
    String line = "[" + who + "] " + deed;
    if (flags.json) {
      context.err().println(line);
    } else {
      context.out().line(line);
      context.out().flush();
    }
  }
}
