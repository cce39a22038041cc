package dev.quiver.broker.guard;

import java.util.Arrays;
import java.util.List;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.persistence.impl.journal.LargeServerMessageImpl;
import org.apache.activemq.artemis.core.transaction.Transaction;
import org.jspecify.annotations.Nullable;

/**
 * Which messages are refused. Every message passes here, so each rule is a comparison of what was
 * worked out before: no pattern, no text is made unless something is refused.
 */
final class MessageRules {

  static final SimpleString TASK_SUBMITTER = SimpleString.of("taskSubmitter");
  static final SimpleString TASK_EPOCH = SimpleString.of("taskEpoch");

  /** What a task's further hops say of it: a worker that finds it acts by it. */
  private static final List<SimpleString> OF_HOPS =
      List.of(
          TASK_SUBMITTER,
          TASK_EPOCH,
          SimpleString.of("taskAttempt"),
          SimpleString.of("taskGeneration"),
          SimpleString.of("taskAlone"),
          SimpleString.of("taskDeaths"));

  /**
   * What brokers tell each other: which queues a message goes to, and under which id it is known.
   * And that a body is compressed: at one that is not, and is not large either, Artemis' client
   * closes its connection, so that nobody could ever read past it.
   */
  private static final List<SimpleString> OF_THE_BROKER =
      List.of(
          Message.HDR_ROUTE_TO_IDS,
          Message.HDR_ROUTE_TO_ACK_IDS,
          Message.HDR_BRIDGE_DUPLICATE_ID,
          Message.HDR_LARGE_COMPRESSED);

  static final SimpleString ADMIN = SimpleString.of("admin");
  private static final SimpleString KEY = Message.HDR_LAST_VALUE_NAME;

  private final Refusals refusals;
  private final Delayed delayed;

  MessageRules(Refusals refusals, Delayed delayed) {
    this.refusals = refusals;
    this.delayed = delayed;
  }

  void check(SessionFacts sender, AddressFacts address, Message message) throws ActiveMQException {
    checkWholeAddress(sender, address, message);
    checkInternal(sender, message);
    checkSize(sender, address, message);
    checkClaims(sender, message);
    checkDuplicateId(sender, address, message);
    checkGroup(sender, address, message);
    if (address.kind.isKeyed()) {
      checkKey(sender, message);
    }
    if (address.kind == AddressKind.CANCEL || address.kind == AddressKind.QUERY) {
      stampAdmin(sender, message);
    }
    checkDelay(sender, address, message);
  }

  /** The order of a group holds on one broker; between several its members would overtake. */
  void checkCluster(SessionFacts sender, AddressFacts address, Message message)
      throws ActiveMQException {
    if (address.kind == AddressKind.POOL && message.getGroupID() != null) {
      throw refusals.refuse(
          Refusal.GROUP_IN_CLUSTER, sender.user, "groupInCluster", message.getAddress());
    }
  }

  /** Or one of those who subscribe would get what the others do not. */
  private void checkWholeAddress(SessionFacts sender, AddressFacts address, Message message)
      throws ActiveMQException {
    if (address.isOneQueue) {
      throw refusals.refuse(Refusal.QUEUE_NAME, sender.user, "oneQueue", message.getAddress());
    }
  }

  private void checkInternal(SessionFacts sender, Message message) throws ActiveMQException {
    requireNone(OF_THE_BROKER, sender, message, "internal");
    Object sequence = message.getObjectProperty(Message.HDR_GROUP_SEQUENCE);
    if (sequence != null && !(sequence instanceof Number number && number.longValue() >= 0)) {
      // A negative one ends the group, whoever it belongs to.
      throw forged(sender, Message.HDR_GROUP_SEQUENCE, "internal");
    }
  }

  private void requireNone(
      List<SimpleString> properties, SessionFacts sender, Message message, String words)
      throws ActiveMQException {
    for (SimpleString each : properties) {
      if (message.containsProperty(each)) {
        throw forged(sender, each, words);
      }
    }
  }

  private ActiveMQException forged(SessionFacts sender, SimpleString property, String words) {
    return refusals.refuse(Refusal.FORGED_PROPERTY, sender.user, words, property, sender.user);
  }

  private void checkSize(SessionFacts sender, AddressFacts address, Message message)
      throws ActiveMQException {
    if (!message.isLargeMessage()) {
      if (message.getEncodeSize() > address.maxWhole) {
        throw tooLarge(sender, message.getEncodeSize(), address.maxWhole, message);
      }
      return;
    }
    long whole = message.getWholeMessageSize();
    if (whole > address.maxLarge) {
      throw tooLarge(sender, whole, address.maxLarge, message);
    }
    // What was cut off while it streamed (see StreamLimit) is smaller than it says.
    Long said = message.getLongProperty(Message.HDR_LARGE_BODY_SIZE);
    if (said != null
        && message instanceof LargeServerMessageImpl large
        && large.getBodySize() < said) {
      throw tooLarge(sender, said, address.maxLarge, message);
    }
  }

  private ActiveMQException tooLarge(SessionFacts sender, long size, long limit, Message message) {
    return refusals.refuse(
        Refusal.MESSAGE_TOO_LARGE, sender.user, "tooLarge", size, message.getAddress(), limit);
  }

  private void checkClaims(SessionFacts sender, Message message) throws ActiveMQException {
    if (!sender.passesOn) {
      requireNone(OF_HOPS, sender, message, "forged");
    }
  }

  /**
   * The broker keeps one message of all that bear a duplicate id, whoever sends them: with one that
   * another user is about to send, that user's message would be kept out and look as if it had
   * arrived.
   */
  private void checkDuplicateId(SessionFacts sender, AddressFacts address, Message message)
      throws ActiveMQException {
    Object id = message.getDuplicateProperty();
    boolean ofTasks = address.kind.takesTasks() && !sender.passesOn;
    if (id == null || !(address.kind.isChat() || ofTasks)) {
      return;
    }
    if (!beginsWith(id, sender.keyPrefix.getData())) {
      throw refusals.refuse(
          Refusal.FOREIGN_DUPLICATE_ID,
          sender.user,
          "duplicateId",
          Message.HDR_DUPLICATE_DETECTION_ID,
          message.getAddress(),
          sender.keyPrefix);
    }
  }

  /** Members of a group are executed one after the other: in another's they would hold that up. */
  private void checkGroup(SessionFacts sender, AddressFacts address, Message message)
      throws ActiveMQException {
    SimpleString group = message.getGroupID();
    if (group == null || sender.passesOn || !address.kind.takesTasks()) {
      return;
    }
    if (!group.startsWith(sender.keyPrefix)) {
      throw refusals.refuse(
          Refusal.FOREIGN_GROUP,
          sender.user,
          "group",
          group,
          message.getAddress(),
          sender.keyPrefix);
    }
  }

  /** The broker compares bytes, however they are written. */
  private static boolean beginsWith(Object id, byte[] prefix) {
    Object said = id instanceof SimpleString text ? text.getData() : id;
    return said instanceof byte[] bytes
        && bytes.length >= prefix.length
        && Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
  }

  private void checkKey(SessionFacts sender, Message message) throws ActiveMQException {
    SimpleString key = message.getSimpleStringProperty(KEY);
    if (key == null || !key.startsWith(sender.keyPrefix)) {
      throw refusals.refuse(
          Refusal.FOREIGN_KEY,
          sender.user,
          key == null ? "keyMissing" : "key",
          KEY,
          message.getAddress(),
          String.valueOf(key),
          sender.keyPrefix);
    }
  }

  private void stampAdmin(SessionFacts sender, Message message) throws ActiveMQException {
    if (sender.admin) {
      message.putBooleanProperty(ADMIN, true);
      message.reencode();
    } else if (message.containsProperty(ADMIN)) {
      throw forged(sender, ADMIN, "forged");
    }
  }

  private void checkDelay(SessionFacts sender, AddressFacts address, Message message)
      throws ActiveMQException {
    // Nobody's keyed ones either: they would replace each other only when they are due.
    if (!isDelayed(message) || (sender.mayDelay && !address.kind.isKeyed())) {
      return;
    }
    if (!address.kind.takesTasks()) {
      throw refusals.refuse(
          Refusal.FORGED_PROPERTY,
          sender.user,
          "delayElsewhere",
          message.getAddress(),
          Message.HDR_SCHEDULED_DELIVERY_TIME);
    }
    if (!delayed.hasRoom(sender.user, message.getMemoryEstimate())) {
      throw refusals.refuse(
          Refusal.TOO_MANY_DELAYED,
          sender.user,
          "tooManyDelayed",
          delayed.most().messages(),
          delayed.most().bytes());
    }
  }

  private static boolean isDelayed(Message message) {
    return message.containsProperty(Message.HDR_SCHEDULED_DELIVERY_TIME);
  }

  /** A message has arrived, and who sent it was allowed to. */
  void arrived(SessionFacts sender, Message message, @Nullable Transaction tx) {
    if (!isDelayed(message)) {
      return;
    }
    if (sender.mayDelay) {
      delayed.exempt(sender.user);
    } else {
      delayed.add(sender.user, message.getMemoryEstimate(), tx);
    }
  }
}
