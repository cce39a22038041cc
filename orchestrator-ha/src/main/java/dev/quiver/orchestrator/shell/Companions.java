package dev.quiver.orchestrator.shell;

import dev.quiver.messaging.codec.JsonReader;
import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.messaging.connection.QuiverMessagingException;
import dev.quiver.messaging.presence.PresenceBrowser;
import dev.quiver.messaging.presence.PresenceEntry;
import dev.quiver.messaging.presence.PresenceKind;
import dev.quiver.messaging.presence.PresencePublisher;
import dev.quiver.orchestrator.Notice;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says on the expiring address {@code presence.orchestrator} that this orchestrator is here,
 * whether it leads and whether it knows all there is to know; and watches the others. A leader that
 * stands alone says so once, and once when a backup is in step.
 */
final class Companions implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Companions.class);
  private static final Duration TIME_TO_LIVE = Duration.ofSeconds(3);
  private static final long LOOK_MS = 500;

  /** A backup that is just starting is given that long before its absence is said. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  /** What an orchestrator says of itself. */
  record Facts(boolean leads, boolean inStep) {

    static Facts read(JsonReader in) throws IOException {
      boolean leads = false;
      boolean step = false;
      while (in.next()) {
        switch (in.name()) {
          case "leads" -> leads = in.bool();
          case "inStep" -> step = in.bool();
          default -> in.skip();
        }
      }
      return new Facts(leads, step);
    }
  }

  private final String id;
  private final Consumer<Notice> tell;
  private final PresenceBrowser browser;
  private final PresencePublisher publisher;
  private final ScheduledExecutorService looks;
  private final Set<String> announced = new TreeSet<>();
  private boolean saidAlone;
  private volatile long epoch;
  private volatile long leadingSince;
  private volatile String leader = "";

  private Companions(
      BrokerConnection connection,
      String id,
      String incarnation,
      BooleanSupplier inStep,
      Consumer<Notice> tell,
      Clock clock) {
    this.id = id;
    this.tell = tell;
    this.browser = new PresenceBrowser(connection);
    this.publisher =
        PresencePublisher.start(
            connection,
            PresenceKind.ORCHESTRATOR,
            id,
            incarnation,
            facts ->
                facts
                    .field("leads", epoch > 0)
                    .field("inStep", inStep.getAsBoolean())
                    .field("epoch", epoch),
            TIME_TO_LIVE,
            clock);
    this.looks =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, id + "-companions");
              thread.setDaemon(true);
              return thread;
            });
  }

  static Companions start(
      BrokerConnection connection,
      String id,
      String incarnation,
      BooleanSupplier inStep,
      Consumer<Notice> tell,
      Clock clock) {
    Companions companions = new Companions(connection, id, incarnation, inStep, tell, clock);
    var unused =
        companions.looks.scheduleWithFixedDelay(
            companions::look, LOOK_MS, LOOK_MS, TimeUnit.MILLISECONDS);
    return companions;
  }

  /** From now on this one leads. */
  void leads(long newEpoch) {
    leadingSince = System.nanoTime();
    epoch = newEpoch;
  }

  /** Who leads, as far as is known; empty if nobody says so. */
  String leader() {
    return leader;
  }

  private void look() {
    try {
      Set<String> backups = new TreeSet<>();
      String leading = "";
      for (PresenceEntry<Facts> each : browser.browse(PresenceKind.ORCHESTRATOR, Facts::read)) {
        boolean other = !each.id().equals(id);
        if (other && each.facts().leads()) {
          leading = each.id();
        } else if (other && each.facts().inStep()) {
          backups.add(each.id());
        }
      }
      leader = leading;
      if (epoch > 0) {
        tell(backups);
      }
    } catch (QuiverMessagingException e) {
      LOG.debug("{}: the other orchestrators cannot be seen: {}", id, e.getMessage());
    }
  }

  private void tell(Set<String> backups) {
    for (String each : backups) {
      if (announced.add(each)) {
        saidAlone = false;
        tell.accept(new Notice.BackupInStep(each));
      }
    }
    announced.retainAll(backups);
    boolean patient = System.nanoTime() - leadingSince < PATIENCE.toNanos();
    if (announced.isEmpty() && !saidAlone && !patient) {
      saidAlone = true;
      tell.accept(new Notice.NoBackup());
    }
  }

  @Override
  public void close() {
    looks.shutdownNow();
    publisher.close();
  }
}
