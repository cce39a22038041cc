package dev.quiver.bench;

import dev.quiver.broker.Credentials;
import dev.quiver.broker.Role;
import dev.quiver.broker.UserAdmin;
import dev.quiver.messaging.connection.ConnectionSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * Measures rooms of chat: a broker in its own process, whose limit for floods is lifted, and all
 * members in this one. The broker's raw fan-out to as many subscribers is measured right before on
 * the same broker.
 */
public final class ChatBench {

  private static final String NAMESPACE = "quiver";

  /** Nobody would be measured with the limit of a broker for people. */
  private static final int MESSAGES_PER_SECOND = 1_000_000;

  private static final String PASSWORD = "only-for-this-run";

  private final ChatBenchOptions options;
  private final Report report;

  /** Measures nothing yet. */
  public ChatBench(ChatBenchOptions options, Report report) {
    this.options = options;
    this.report = report;
  }

  /** Measures everything; leaves no process and no file behind. */
  public void run() throws Exception {
    Path folder = Files.createTempDirectory("quiver-bench");
    try (ChildJvm broker = BrokerProcess.start(folder, Integer.toString(MESSAGES_PER_SECOND))) {
      String url = broker.awaitReady();
      String admin = Credentials.read(folder).passwordOf("admin").orElseThrow();
      int most = Collections.max(options.rooms());
      report.doing("making " + most + " accounts");
      List<ConnectionSettings> people = people(url, admin, most);
      RawFanOut raw = new RawFanOut(url, "admin", admin, NAMESPACE + ".chat.all");
      for (int size : options.rooms()) {
        measure(size, people.subList(0, size), raw, folder);
      }
    } finally {
      Folders.delete(folder);
    }
  }

  private static List<ConnectionSettings> people(String url, String admin, int count) {
    List<ConnectionSettings> people = new ArrayList<>();
    try (UserAdmin users = UserAdmin.connect(url, "admin", admin, NAMESPACE)) {
      for (int i = 0; i < count; i++) {
        String name = "bench-" + i;
        users.add(name, PASSWORD, Set.of(Role.CHAT));
        people.add(ConnectionSettings.of(url, name, PASSWORD).withClientName("chat " + name));
      }
    }
    return people;
  }

  private void measure(int size, List<ConnectionSettings> people, RawFanOut raw, Path folder)
      throws Exception {
    int messages = Math.max(1, options.deliveries() / size);
    report.doing("the broker's raw fan-out to " + size);
    WarmUp.until(options.warmUps(), () -> raw.measure(size, messages));
    double limit = median(() -> raw.measure(size, messages));
    report.figure(Figure.of("chat.raw.fanout." + size, limit, "deliveries/s"));
    // What of the rest is due to the broker, which copies each message into the room's history.
    RawFanOut kept = raw.to(NAMESPACE + ".chat.room.raw-" + size);
    report.doing("the same to " + size + " with a history");
    kept.measure(size, messages);
    report.figure(
        Figure.of(
                "chat.raw.history." + size,
                median(() -> kept.measure(size, messages)),
                "deliveries/s")
            .against("chat.raw.fanout." + size, limit));
    try (RoomRun room = RoomRun.open("bench-" + size, people, folder)) {
      report.doing("a room of " + size);
      WarmUp.until(options.warmUps(), () -> room.flat(messages));
      report.figure(
          Figure.of("chat.deliveries." + size, median(() -> room.flat(messages)), "deliveries/s")
              .against("chat.raw.fanout." + size, limit));
      double perSecond = (double) options.pacedPerSecond() / size;
      report.doing(
          "the delivery time in a room of "
              + size
              + " at "
              + options.pacedPerSecond()
              + " deliveries/s");
      double[] took =
          room.paced(Math.max(1, (int) (perSecond * options.pacedSeconds())), perSecond);
      report.figure(Figure.of("chat.latencyP50Ms." + size, Figure.percentile(took, 0.5), "ms"));
      report.figure(Figure.of("chat.latencyP99Ms." + size, Figure.percentile(took, 0.99), "ms"));
    }
  }

  private double median(WarmUp.Round round) throws Exception {
    double[] measured = new double[options.runs()];
    for (int i = 0; i < measured.length; i++) {
      measured[i] = round.run();
    }
    return Figure.median(measured);
  }
}
