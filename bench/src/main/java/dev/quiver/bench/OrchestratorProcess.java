package dev.quiver.bench;

import dev.quiver.broker.Credentials;
import dev.quiver.messaging.connection.ConnectionSettings;
import dev.quiver.messaging.connection.WaitListener;
import dev.quiver.orchestrator.Notice;
import dev.quiver.orchestrator.ledger.Ledger;
import dev.quiver.orchestrator.ledger.LedgerConfig;
import dev.quiver.orchestrator.shell.OrchestratorRole;
import dev.quiver.orchestrator.shell.RoleConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An orchestrator in a process of its own, as {@code quiver orchestrator} runs it: {@code
 * OrchestratorProcess URL FOLDER ID}. Says {@code ready} when it leads or stands by. Answers {@code
 * ledger} with the number of tasks in its ledger, {@code heap} with the MiB in use after a full
 * collection, {@code resident} with the MiB the machine gives it (0 where that is not told). Ends
 * with its standard input.
 */
final class OrchestratorProcess {

  private OrchestratorProcess() {}

  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[1]);
    String password = Credentials.read(folder).passwordOf("orchestrator").orElseThrow();
    ConnectionSettings settings = ConnectionSettings.of(arguments[0], "orchestrator", password);
    String id = arguments[2];
    LedgerConfig config = LedgerConfig.in(folder.resolve("ledger-" + id));
    Ledger ledger = Ledger.open(config);
    CountDownLatch placed = new CountDownLatch(1);
    AtomicInteger places = new AtomicInteger();
    try (OrchestratorRole role =
            OrchestratorRole.start(
                RoleConfig.of(id, config),
                settings,
                ledger,
                notice -> {
                  if (isPlaced(notice)) {
                    places.incrementAndGet();
                    placed.countDown();
                  }
                },
                WaitListener.silent());
        BufferedReader questions =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      placed.await();
      System.out.println("ready " + role.isRunning());
      for (String line = questions.readLine(); line != null; line = questions.readLine()) {
        System.out.println(
            switch (line) {
              // How often it began to lead or to stand by.
              case "places" -> Integer.toString(places.get());
              case "ledger" -> Integer.toString(ledger.size());
              case "heap" -> Long.toString(usedHeapMib());
              case "resident" -> Long.toString(residentMib());
              default -> "?";
            });
      }
    }
  }

  private static boolean isPlaced(Notice notice) {
    return notice instanceof Notice.StartedAsPrimary
        || notice instanceof Notice.StartedAsBackup
        || notice instanceof Notice.TakingOver;
  }

  private static long usedHeapMib() {
    ManagementFactory.getMemoryMXBean().gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 20;
  }

  private static long residentMib() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.isReadable(status)) {
      return 0;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) >> 10)
        .findFirst()
        .orElse(0);
  }
}
