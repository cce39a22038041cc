package dev.quiver.tasks.worker;

import java.util.List;
import java.util.function.Predicate;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.client.ClientSession;

/** All queues that a slot reads from. Belongs to the slot's thread. */
final class Sources {

  private final ClientSession session;
  private final List<Source> all;
  private boolean started;

  Sources(ClientSession session, List<Source> all) {
    this.session = session;
    this.all = List.copyOf(all);
  }

  /** Opens those that are closed and may be open. */
  void open(long now) throws ActiveMQException {
    boolean any = false;
    for (Source each : all) {
      if (each.mayOpen(now)) {
        any = true;
        break;
      }
    }
    if (!any) {
      return;
    }
    stop();
    for (Source each : all) {
      if (each.mayOpen(now)) {
        each.open(session, now);
      }
    }
    start();
  }

  void start() throws ActiveMQException {
    session.start();
    started = true;
  }

  void stop() throws ActiveMQException {
    if (started) {
      session.stop();
      started = false;
    }
  }

  boolean anyOpen() {
    return all.stream().anyMatch(Source::isOpen);
  }

  void closeAll() throws ActiveMQException {
    closeIf(each -> true);
  }

  void closeIf(Predicate<Source> which) throws ActiveMQException {
    for (Source each : all) {
      if (each.isOpen() && which.test(each)) {
        each.close();
      }
    }
  }

  /** Whether one of them should be opened, or opened in another way. */
  boolean needsChange(long now) {
    for (Source each : all) {
      if (each.mayOpen(now) || each.isOutdated(now)) {
        return true;
      }
    }
    return false;
  }

  boolean anyPaused() {
    for (Source each : all) {
      if (each.isPaused()) {
        return true;
      }
    }
    return false;
  }

  void pauseAll(long untilNanos) {
    all.forEach(each -> each.pause(untilNanos));
  }

  boolean anyOutdated(long now) {
    for (Source each : all) {
      if (each.isOutdated(now)) {
        return true;
      }
    }
    return false;
  }
}
