package dev.quiver.broker.guard;

import java.text.MessageFormat;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.ResourceBundle;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Words, counts and, once a minute for each reason, logs what was refused. */
final class Refusals {

  private static final Logger LOG = LoggerFactory.getLogger(QuiverPlugin.class);
  private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);

  private static final ResourceBundle WORDS =
      ResourceBundle.getBundle(
          Refusals.class.getPackageName() + ".messages",
          Locale.ROOT,
          Refusals.class.getClassLoader());

  private final Map<Refusal, LongAdder> counts = new EnumMap<>(Refusal.class);
  private final Map<Refusal, AtomicLong> lastLogged = new EnumMap<>(Refusal.class);

  Refusals() {
    for (Refusal reason : Refusal.values()) {
      counts.put(reason, new LongAdder());
      lastLogged.put(reason, new AtomicLong(System.nanoTime() - QUIET_NANOS));
    }
  }

  /**
   * The exception to throw; its text begins with {@code refused (reason):}. What follows is English
   * and one of the texts beside this class, which whoever reads it may know in other languages.
   *
   * @param key of the text
   */
  ActiveMQException refuse(Refusal reason, String user, String key, Object... values) {
    count(reason).increment();
    String text = "refused (" + reason.label() + "): " + words(key, values);
    AtomicLong last = lastLogged(reason);
    long now = System.nanoTime();
    long before = last.get();
    if (now - before >= QUIET_NANOS && last.compareAndSet(before, now)) {
      LOG.warn("broker: {} user={} total={}", text, user, count(reason).sum());
    }
    return ActiveMQExceptionType.createException(typeOf(reason).getCode(), text);
  }

  private static String words(String key, Object... values) {
    // As they are: no grouped digits.
    Object[] shown = Stream.of(values).map(String::valueOf).toArray();
    // A text that is missing must not throw: the broker would log that and let the thing through.
    String text = WORDS.containsKey(key) ? WORDS.getString(key) : key;
    return new MessageFormat(text.replace("'", "''"), Locale.ROOT).format(shown);
  }

  long total(Refusal reason) {
    return count(reason).sum();
  }

  private static ActiveMQExceptionType typeOf(Refusal reason) {
    return switch (reason) {
      case FOREIGN_KEY,
          FOREIGN_DUPLICATE_ID,
          FOREIGN_GROUP,
          FORGED_PROPERTY,
          FOREIGN_CLIENT_ID,
          FOREIGN_SUBSCRIPTION,
          SELECTOR,
          QUEUE_NAME ->
          ActiveMQExceptionType.SECURITY_EXCEPTION;
      case TOO_MANY_DELAYED, TOO_MANY_KEYS, MEMORY_FULL, DISK_FULL ->
          ActiveMQExceptionType.ADDRESS_FULL;
      case NO_QUEUE, BEING_REMOVED -> ActiveMQExceptionType.QUEUE_DOES_NOT_EXIST;
      case TOO_MANY_SESSIONS, DISTRIBUTED_TRANSACTION ->
          ActiveMQExceptionType.SESSION_CREATION_REJECTED;
      case MESSAGE_TOO_LARGE, UNREADABLE, FLOOD, GROUP_IN_CLUSTER, TOO_MANY_QUEUES ->
          ActiveMQExceptionType.ILLEGAL_STATE;
    };
  }

  private LongAdder count(Refusal reason) {
    return Objects.requireNonNull(counts.get(reason));
  }

  private AtomicLong lastLogged(Refusal reason) {
    return Objects.requireNonNull(lastLogged.get(reason));
  }
}
