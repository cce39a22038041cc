package dev.quiver.numbers.link;

import dev.quiver.messaging.connection.QuiverMessagingException;
import dev.quiver.messaging.connection.WaitListener;
import dev.quiver.messaging.text.Printable;
import dev.quiver.numbers.log.ExecutionLog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Says what a process does: in the central log, and to whoever watches the process. Safe for many
 * threads.
 */
public final class Narrator {

  private final ExecutionLog log;
  private final Consumer<String> echo;
  private boolean brokerAway;

  /**
   * @param echo hears each deed, without time and process
   */
  public Narrator(ExecutionLog log, Consumer<String> echo) {
    this.log = log;
    this.echo = echo;
  }

  /**
   * Says the text of that key.
   *
   * @throws dev.quiver.numbers.log.LogNotWritableException if the log cannot be written
   */
  public void say(String key, Object... values) {
    echo.accept(log.say(key, values));
  }

  /** Where the log is. */
  public Path log() {
    return log.path();
  }

  /** Says it to whoever watches and, if that is possible, in the log: for a log that failed. */
  public void sayIfPossible(String key, Object... values) {
    echo.accept(log.language().format(key, values));
    try {
      log.say(key, values);
    } catch (dev.quiver.numbers.log.LogNotWritableException e) {
      // Whoever asked has a failure of their own to report, which is most likely this one.
    }
  }

  /** The broker is away; said once until it is back. */
  public synchronized void brokerAway(QuiverMessagingException why) {
    if (!brokerAway) {
      brokerAway = true;
      say("broker.away", Printable.harmless(String.valueOf(why.getMessage())));
    }
  }

  /** A connection stands; said if it was away before. */
  public synchronized void brokerThere() {
    if (brokerAway) {
      brokerAway = false;
      say("broker.back");
    }
  }

  /** Says that one waits for the broker. */
  public WaitListener waiting() {
    return new WaitListener() {
      @Override
      public void waiting(QuiverMessagingException why, int attempt, Duration pause) {
        brokerAway(why);
      }

      @Override
      public void connected() {
        // Said when the connection is complete, with its queues.
      }
    };
  }
}
