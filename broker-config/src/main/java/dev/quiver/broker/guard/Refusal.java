package dev.quiver.broker.guard;

import java.util.Locale;

/** Why the plugin refuses something; the word in brackets at the head of its message. */
public enum Refusal {
  /** A message beyond the size its address takes. */
  MESSAGE_TOO_LARGE,
  /** A queue or address whose name its maker has no claim to, or that could not work. */
  QUEUE_NAME,
  /** A last-value key in somebody else's name. */
  FOREIGN_KEY,
  /** A duplicate id in somebody else's name. */
  FOREIGN_DUPLICATE_ID,
  /** A task of a group in somebody else's name. */
  FOREIGN_GROUP,
  /** A property that only orchestrators, workers and admins may set. */
  FORGED_PROPERTY,
  /** More chat messages in a short time than one user may send. */
  FLOOD,
  /** A client id in somebody else's name. */
  FOREIGN_CLIENT_ID,
  /** A consumer on somebody else's subscription. */
  FOREIGN_SUBSCRIPTION,
  /** A selector that could keep a thread of the broker busy for long. */
  SELECTOR,
  /** A session for transactions over several systems. */
  DISTRIBUTED_TRANSACTION,
  /** Something that is not of the form that it has to be of, so that it could not be judged. */
  UNREADABLE,
  /** One session of a user too many. */
  TOO_MANY_SESSIONS,
  /** One queue of a user too many. */
  TOO_MANY_QUEUES,
  /** More last words of a user under different keys than its share of their address. */
  TOO_MANY_KEYS,
  /** One delayed message too many. */
  TOO_MANY_DELAYED,
  /** A message to where nobody reads, while the broker's memory is full. */
  MEMORY_FULL,
  /** Less space on the broker's disk than must stay free. */
  DISK_FULL,
  /** A send to an address that has no queue. */
  NO_QUEUE,
  /** A task of a group to a pool that several brokers share. */
  GROUP_IN_CLUSTER,
  /** A use of a queue that is being removed because nobody used it. */
  BEING_REMOVED;

  /** The word that stands in messages, metrics and logs. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
