package dev.quiver.broker.guard;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.apache.activemq.artemis.api.core.ActiveMQException;

/** What chat asks of its users: that nobody floods the others or takes another's name. */
final class ChatRules {

  /** How many seconds' worth of messages may come at once. */
  private static final int BURST_SECONDS = 10;

  /** Users without a message for longer than a full allowance takes are forgotten beyond this. */
  private static final int MOST_USERS = 10_000;

  /** What the client id of somebody who chats begins with, after the namespace. */
  private static final String CLIENT_ID = ".chat.";

  private final String clientIds;
  private final int perSecond;
  private final Refusals refusals;
  private final LongSupplier nanos;
  private final Map<String, Allowance> allowances = new ConcurrentHashMap<>();

  /**
   * @param nanos the time, as {@code System.nanoTime()} has it
   */
  ChatRules(String namespace, int perSecond, Refusals refusals, LongSupplier nanos) {
    this.clientIds = namespace + CLIENT_ID;
    this.perSecond = perSecond;
    this.refusals = refusals;
    this.nanos = nanos;
  }

  /** Counts a message of that user. */
  void count(String user) throws ActiveMQException {
    long now = nanos.getAsLong();
    if (allowances.size() > MOST_USERS) {
      allowances.values().removeIf(each -> each.isFull(now));
    }
    if (!allowances.computeIfAbsent(user, name -> new Allowance(now)).take(now)) {
      throw refusals.refuse(
          Refusal.FLOOD, user, "flood", user, perSecond, perSecond * BURST_SECONDS);
    }
  }

  /** A client id says who is connected to the chat; each user has one claim. */
  void checkClientId(String user, String clientId) throws ActiveMQException {
    if (clientId.startsWith(clientIds) && !clientId.equals(clientIds + user)) {
      throw refusals.refuse(Refusal.FOREIGN_CLIENT_ID, user, "clientId", user, clientIds + user);
    }
  }

  /** Messages that a user may still send: so many at once, and so many more each second. */
  private final class Allowance {
    private double left = (double) perSecond * BURST_SECONDS;
    private long since;

    Allowance(long now) {
      since = now;
    }

    synchronized boolean take(long now) {
      fill(now);
      if (left < 1) {
        return false;
      }
      left--;
      return true;
    }

    synchronized boolean isFull(long now) {
      fill(now);
      return left >= (double) perSecond * BURST_SECONDS;
    }

    private void fill(long now) {
      double most = (double) perSecond * BURST_SECONDS;
      left = Math.min(most, left + (now - since) / 1e9 * perSecond);
      since = now;
    }
  }
}
