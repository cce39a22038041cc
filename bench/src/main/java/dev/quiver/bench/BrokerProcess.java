package dev.quiver.bench;

import dev.quiver.broker.BrokerConfig;
import dev.quiver.broker.BrokerLimits;
import dev.quiver.broker.QuiverBroker;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The broker in a process of its own: {@code BrokerProcess FOLDER [CHAT_MESSAGES_PER_SECOND]}.
 * Answers {@code heap} with the MiB in use after a full collection, and ends with its standard
 * input.
 */
final class BrokerProcess {

  private BrokerProcess() {}

  /**
   * Starts it.
   *
   * @param limits what follows the folder among its arguments
   */
  static ChildJvm start(Path folder, String... limits) throws IOException {
    List<String> arguments = new ArrayList<>(List.of(folder.toString()));
    arguments.addAll(List.of(limits));
    return ChildJvm.start(BrokerProcess.class, List.of("-Xms256m", "-Xmx1000m"), arguments);
  }

  public static void main(String[] arguments) throws Exception {
    BrokerConfig config = BrokerConfig.in(Path.of(arguments[0])).withPort(0);
    if (arguments.length > 1) {
      BrokerLimits limits = config.limits();
      config =
          config.withLimits(
              limits.withChat(limits.chat().withMessagesPerSecond(Integer.parseInt(arguments[1]))));
    }
    try (QuiverBroker broker = QuiverBroker.start(config);
        BufferedReader questions =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      System.out.println("ready " + broker.url());
      for (String line = questions.readLine(); line != null; line = questions.readLine()) {
        System.out.println(line.equals("heap") ? usedHeapMib() : "?");
      }
    }
  }

  private static long usedHeapMib() {
    ManagementFactory.getMemoryMXBean().gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 20;
  }
}
