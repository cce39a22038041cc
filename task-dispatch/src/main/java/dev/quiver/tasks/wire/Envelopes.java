package dev.quiver.tasks.wire;

import dev.quiver.messaging.Addresses;
import dev.quiver.messaging.codec.RejectedMessageException;
import dev.quiver.tasks.TaskReasons;
import java.util.regex.Pattern;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.jspecify.annotations.Nullable;

/** Puts envelopes into messages and reads them; remembers the last submitter that was checked. */
final class Envelopes {

  private static final Pattern CLIENT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");
  private static final Pattern USER = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");

  private final Addresses addresses;
  private String knownSubmitter = "";
  private String knownReplyTo = "";

  Envelopes(Addresses addresses) {
    this.addresses = addresses;
  }

  static void put(ClientMessage message, TaskEnvelope envelope) {
    message.putStringProperty(WireProperties.TASK_SUBMITTER, SimpleString.of(envelope.submitter()));
    message.putStringProperty(WireProperties.TASK_REPLY_TO, SimpleString.of(envelope.replyTo()));
    if (envelope.together()) {
      message.putBooleanProperty(WireProperties.TASK_TOGETHER, true);
    }
    message.putIntProperty(WireProperties.TASK_ATTEMPT, envelope.attempt());
    if (envelope.generation() > 0) {
      message.putIntProperty(WireProperties.TASK_GENERATION, envelope.generation());
    }
    if (envelope.alone()) {
      message.putBooleanProperty(WireProperties.TASK_ALONE, true);
    }
    if (envelope.epoch() != null) {
      message.putLongProperty(WireProperties.TASK_EPOCH, envelope.epoch());
    }
    if (envelope.deaths() > 0) {
      message.putIntProperty(WireProperties.TASK_DEATHS, envelope.deaths());
    }
  }

  TaskEnvelope read(ClientMessage message) throws RejectedMessageException {
    // The broker refuses this property from clients; so if it is there, a worker or an
    // orchestrator set it.
    String submitter = Properties.text(message, WireProperties.TASK_SUBMITTER);
    if (submitter == null) {
      submitter = message.getValidatedUserID();
    }
    if (submitter == null) {
      throw Rejects.forged(TaskReasons.say("rejected.forged"));
    }
    String replyTo = Properties.text(message, WireProperties.TASK_REPLY_TO);
    if (replyTo == null) {
      throw Rejects.missing("taskReplyTo");
    }
    checkOwn(submitter, replyTo);
    return new TaskEnvelope(
        knownSubmitter,
        knownReplyTo,
        Properties.flag(message, WireProperties.TASK_TOGETHER),
        Properties.count(message, WireProperties.TASK_ATTEMPT, 1, 1),
        Properties.count(message, WireProperties.TASK_GENERATION, 0, 0),
        Properties.flag(message, WireProperties.TASK_ALONE),
        epoch(message),
        Properties.count(message, WireProperties.TASK_DEATHS, 0, 0));
  }

  private static @Nullable Long epoch(ClientMessage message) throws RejectedMessageException {
    return Properties.number(message, WireProperties.TASK_EPOCH);
  }

  /** A reply-to is a wish of the sender's: it must lie in the submitter's own space. */
  private void checkOwn(String submitter, String replyTo) throws RejectedMessageException {
    if (submitter.equals(knownSubmitter) && replyTo.equals(knownReplyTo)) {
      return;
    }
    if (!USER.matcher(submitter).matches()) {
      throw Rejects.forged(TaskReasons.say("rejected.submitter", submitter));
    }
    String own = addresses.taskResultsOf(submitter);
    if (!replyTo.startsWith(own) || !CLIENT.matcher(replyTo.substring(own.length())).matches()) {
      throw Rejects.forged(
          "its reply-to \"" + replyTo + "\" is not in the space of its submitter, " + own + "*");
    }
    knownSubmitter = submitter;
    knownReplyTo = replyTo;
  }
}
