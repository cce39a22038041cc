package dev.quiver.messaging.connection;

import dev.quiver.messaging.text.Sayings;
import jakarta.jms.JMSException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.apache.activemq.artemis.api.core.ActiveMQInterruptedException;
import org.jspecify.annotations.Nullable;

/** Translates what the client library throws, core or JMS, into the exceptions of this package. */
public final class Failures {

  /** The broker's words for a missing permission: AMQ229032 (address), AMQ229213 (queue). */
  private static final Pattern PERMISSION =
      Pattern.compile("User: (.*?) does not have permission='([A-Z_]+)'.* on address (\\S+)");

  /** How our plugin in the broker begins, whatever the type of its exception. */
  private static final Pattern REFUSAL =
      Pattern.compile("refused \\(([a-z-]+)\\): (.*)", Pattern.DOTALL);

  private static final String DISK_IS_LOW = "AMQ229119";

  /** What a broker says that takes connections already, or still, and no sessions. */
  private static final String NOT_STARTED = "AMQ229034";

  /** How far down the cause is looked for. */
  private static final int DEEPEST = 10;

  private Failures() {}

  /**
   * The exception of this package that says the same. Never throws itself; one of this package
   * comes back as it is. An interrupt found in it is set again on this thread.
   */
  public static QuiverMessagingException translate(Throwable failure) {
    if (failure instanceof QuiverMessagingException ours) {
      return ours;
    }
    if (isInterrupt(failure)) {
      Thread.currentThread().interrupt();
      return new UnknownOutcomeException(said("failure.interrupted"), failure);
    }
    ActiveMQException core = coreOf(failure);
    if (core != null) {
      return translateCore(core, failure);
    }
    return new QuiverMessagingException(said("failure.client", messageOf(failure)), failure);
  }

  private static QuiverMessagingException translateCore(ActiveMQException core, Throwable whole) {
    String message = messageOf(core);
    if (message.contains(DISK_IS_LOW)) {
      return new DiskFullException(said("failure.diskLow", message), whole);
    }
    Matcher refusal = REFUSAL.matcher(message);
    if (refusal.find()) {
      return refused(refusal.group(1), refusal.group(2), whole);
    }
    return switch (core.getType()) {
      case SECURITY_EXCEPTION -> security(message, whole);
      case DUPLICATE_ID_REJECTED -> new DuplicateIdException(said("failure.duplicate"), whole);
      case UNBLOCKED ->
          new UnknownOutcomeException(
              said("failure.unconfirmed", said("failure.lost.broke")), whole);
      case TRANSACTION_OUTCOME_UNKNOWN, CONNECTION_TIMEDOUT, TIMEOUT_EXCEPTION ->
          new UnknownOutcomeException(said("failure.unconfirmed", message), whole);
      case TRANSACTION_ROLLED_BACK, TRANSACTION_TIMEOUT ->
          new RolledBackException(said("failure.rolledBack", message), whole);
      case ADDRESS_FULL -> new AddressFullException(said("failure.addressFull", message), whole);
      case IO_ERROR, NATIVE_ERROR_PREALLOCATE_FILE ->
          new DiskFullException(said("failure.diskWrite", message), whole);
      case QUEUE_DOES_NOT_EXIST, ADDRESS_DOES_NOT_EXIST ->
          new QueueMissingException(said("failure.queueMissing", message), whole);
      case NOT_CONNECTED, DISCONNECTED, REMOTE_DISCONNECT, OBJECT_CLOSED ->
          new ConnectionLostException(said("failure.lost.gone"), whole);
      case SESSION_CREATION_REJECTED ->
          message.contains(NOT_STARTED)
              ? new ConnectionLostException(said("failure.lost.starting"), whole)
              : new RefusedByBrokerException("", message, whole);
      case ILLEGAL_STATE,
          GENERIC_EXCEPTION,
          INTERCEPTOR_REJECTED_PACKET,
          INVALID_QUEUE_CONFIGURATION,
          QUEUE_EXISTS,
          UNEXPECTED_ROUTING_TYPE_FOR_ADDRESS,
          ROUTING_EXCEPTION,
          MAX_CONSUMER_LIMIT_EXCEEDED ->
          new RefusedByBrokerException("", message, whole);
      default -> new QuiverMessagingException(said("failure.other", message), whole);
    };
  }

  private static QuiverMessagingException refused(String reason, String words, Throwable whole) {
    return switch (reason) {
      case "no-queue", "being-removed" -> new QueueMissingException(words, whole);
      case "disk-full" -> new DiskFullException(words, whole);
      case "too-many-delayed", "too-many-keys" -> new AddressFullException(words, whole);
      default -> new RefusedByBrokerException(reason, words, whole);
    };
  }

  private static QuiverMessagingException security(String message, Throwable whole) {
    Matcher permission = PERMISSION.matcher(message);
    return permission.find()
        ? new NotAuthorisedException(
            permission.group(1), permission.group(2), permission.group(3), whole)
        : new LoginRefusedException(null, whole);
  }

  /** Whether the exception says that one user may not do one thing; else the login is refused. */
  static boolean isLoginRefused(Throwable failure) {
    ActiveMQException core = coreOf(failure);
    return core != null
        && core.getType() == ActiveMQExceptionType.SECURITY_EXCEPTION
        && !PERMISSION.matcher(messageOf(core)).find();
  }

  private static @Nullable ActiveMQException coreOf(Throwable failure) {
    Throwable each = failure;
    for (int depth = 0; each != null && depth < DEEPEST; depth++) {
      if (each instanceof ActiveMQException core) {
        return core;
      }
      each = causeOf(each);
    }
    return null;
  }

  /** The client library wraps it, in "failed to create session", say. */
  private static boolean isInterrupt(Throwable failure) {
    Throwable each = failure;
    for (int depth = 0; each != null && depth < DEEPEST; depth++) {
      if (each instanceof InterruptedException || each instanceof ActiveMQInterruptedException) {
        return true;
      }
      each = causeOf(each);
    }
    return false;
  }

  private static @Nullable Throwable causeOf(Throwable failure) {
    Throwable cause =
        failure instanceof JMSException jms && jms.getLinkedException() != null
            ? jms.getLinkedException()
            : failure.getCause();
    return cause == failure ? null : cause;
  }

  private static String said(String key, Object... values) {
    return Sayings.ofMessaging().say(key, values);
  }

  private static String messageOf(Throwable failure) {
    String message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }
}
