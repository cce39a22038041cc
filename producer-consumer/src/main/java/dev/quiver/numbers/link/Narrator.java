package dev.quiver.numbers.link;

import dev.quiver.messaging.connection.QuiverMessagingException;
import dev.quiver.messaging.connection.WaitListener;
import dev.quiver.messaging.text.Printable;
import dev.quiver.numbers.log.ExecutionLog;
import dev.quiver.numbers.log.LogLanguage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Says what a process does: in the central log, and to whoever watches the process. Safe for many
 * threads.
 */
public final class Narrator {

  private final ExecutionLog log;
  private final Consumer<String> echo;
  private final Function<Exception, String> explain;
  private boolean brokerAway;

  /**
   * Says nothing yet.
   *
   * @param echo hears each deed, without time and process
   * @param explain what an exception means to people, in the language of the log
   */
  public Narrator(ExecutionLog log, Consumer<String> echo, Function<Exception, String> explain) {
    this.log = log;
    this.echo = echo;
    this.explain = explain;
  }

  /**
   * Says the text of that key.
   *
   * @throws dev.quiver.numbers.log.LogNotWritableException if the log cannot be written
   */
  public void say(String key, Object... values) {
    echo.accept(log.say(key, values));
  }

  /** In which language it speaks. */
  public LogLanguage language() {
    return log.language();
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

  /** What a failure means to people, in one line. */
  public String explain(Exception failure) {
    return Printable.harmless(explain.apply(failure));
  }

  /** The broker at that address is away; said once until it is back. */
  public synchronized void brokerAway(String address) {
    if (!brokerAway) {
      brokerAway = true;
      say("broker.away", Printable.harmless(address));
    }
  }

  /** A connection stands; said if it was away before. */
  public synchronized void brokerThere() {
    if (brokerAway) {
      brokerAway = false;
      say("broker.back");
    }
  }

  /** Says that one waits for the broker at that address. */
  public WaitListener waiting(String address) {
    return new WaitListener() {
      @Override
      public void waiting(QuiverMessagingException why, int attempt, Duration pause) {
        brokerAway(address);
      }

      @Override
      public void connected() {
        // Said when the connection is complete, with its queues.
      }
    };
  }
}
