package dev.quiver.broker.guard;

import java.util.regex.Pattern;

/** What an address of ours is for, told by its name; decides which rules hold on it. */
enum AddressKind {
  POOL(Trait.STREAMED),
  SUBMIT,
  /** A worker's own queue; the id was generated. */
  WORKER_GENERATED(Trait.STREAMED, Trait.TRANSIENT),
  /** A worker's own queue; a person chose its id, and a command removes it. */
  WORKER_CHOSEN(Trait.STREAMED),
  HELD,
  RESULTS(Trait.STREAMED, Trait.TRANSIENT),
  DEAD(Trait.STREAMED),
  EVENTS(Trait.TOPIC),
  CANCEL(Trait.TOPIC, Trait.KEYED),
  QUERY,
  HEARTBEAT(Trait.TOPIC),
  PRESENCE(Trait.KEYED),
  REPLIES(Trait.TRANSIENT),
  ROOM(Trait.TOPIC, Trait.TRANSIENT, Trait.CHAT),
  /** What is said to everyone connected. */
  EVERYONE(Trait.TOPIC, Trait.CHAT),
  /** Direct messages; kept as long as their owner has an account. */
  PERSON(Trait.CHAT),
  /** Files for one person. */
  FILES(Trait.STREAMED, Trait.TRANSIENT),
  GROUP_TOPIC(Trait.TOPIC, Trait.TRANSIENT),
  GROUP(Trait.TRANSIENT),
  /** What peers say to each other: of no use to anybody once they are gone. */
  GROUP_WORDS(Trait.TRANSIENT, Trait.PERISHABLE),
  NODE(Trait.TRANSIENT),
  OTHER,
  /** Not under our namespace. */
  FOREIGN;

  private static final Pattern PEER = Pattern.compile("\\.peer\\.[0-9]+$");
  private static final Pattern GENERATED_WORKER = Pattern.compile("Worker-[0-9]+");

  private final boolean topic;
  private final boolean keyed;
  private final boolean streamed;
  private final boolean isTransient;
  private final boolean chat;
  private final boolean perishable;

  AddressKind(Trait... traits) {
    boolean hasTopic = false;
    boolean hasKeyed = false;
    boolean hasStreamed = false;
    boolean hasTransient = false;
    boolean hasChat = false;
    boolean hasPerishable = false;
    for (Trait trait : traits) {
      hasTopic |= trait == Trait.TOPIC;
      hasKeyed |= trait == Trait.KEYED;
      hasStreamed |= trait == Trait.STREAMED;
      hasTransient |= trait == Trait.TRANSIENT;
      hasChat |= trait == Trait.CHAT;
      hasPerishable |= trait == Trait.PERISHABLE;
    }
    topic = hasTopic;
    keyed = hasKeyed;
    streamed = hasStreamed;
    isTransient = hasTransient;
    chat = hasChat;
    perishable = hasPerishable;
  }

  /** The kind of an address, given without a queue's name after it. */
  static AddressKind of(String namespace, String address) {
    int rest = namespace.length() + 1;
    if (!address.startsWith(namespace)
        || address.length() <= rest
        || address.charAt(rest - 1) != '.') {
      return FOREIGN;
    }
    return ofOurs(address.substring(rest));
  }

  private static AddressKind ofOurs(String name) {
    return switch (name) {
      case "tasks.dead" -> DEAD;
      case "tasks.events" -> EVENTS;
      case "tasks.cancel" -> CANCEL;
      case "tasks.query" -> QUERY;
      case "workers.heartbeat" -> HEARTBEAT;
      default -> ofVariable(name);
    };
  }

  private static AddressKind ofVariable(String name) {
    if (name.startsWith("tasks.")) {
      return ofTasks(name.substring("tasks.".length()));
    }
    if (name.startsWith("presence.")) {
      return PRESENCE;
    }
    if (name.startsWith("replies.")) {
      return REPLIES;
    }
    if (name.startsWith("chat.")) {
      return ofChat(name.substring("chat.".length()));
    }
    if (name.startsWith("multicast.")) {
      return ofGroup(name);
    }
    return name.startsWith("dht.") ? NODE : OTHER;
  }

  private static AddressKind ofGroup(String name) {
    if (name.endsWith(".all")) {
      return GROUP_TOPIC;
    }
    return name.endsWith(".sequence") || PEER.matcher(name).find() ? GROUP_WORDS : GROUP;
  }

  private static AddressKind ofChat(String name) {
    if (name.startsWith("room.")) {
      return ROOM;
    }
    if (name.startsWith("user.")) {
      return PERSON;
    }
    if (name.startsWith("files.")) {
      return FILES;
    }
    return name.equals("all") ? EVERYONE : OTHER;
  }

  private static AddressKind ofTasks(String name) {
    if (name.startsWith("pool.")) {
      return POOL;
    }
    if (name.startsWith("submit.")) {
      return SUBMIT;
    }
    if (name.startsWith("worker.") || name.startsWith("assigned.")) {
      String worker = name.substring(name.indexOf('.') + 1);
      return GENERATED_WORKER.matcher(worker).matches() ? WORKER_GENERATED : WORKER_CHOSEN;
    }
    if (name.startsWith("held.")) {
      return HELD;
    }
    return name.startsWith("results.") ? RESULTS : OTHER;
  }

  /** After disuse it goes with what it holds. */
  boolean isPerishable() {
    return perishable || topic;
  }

  /** Many queues hear it; otherwise it has one queue of its own name. */
  boolean isTopic() {
    return topic;
  }

  /** Whoever may submit tasks sends to it. */
  boolean takesTasks() {
    return switch (this) {
      case POOL, SUBMIT, WORKER_GENERATED, WORKER_CHOSEN, HELD -> true;
      default -> false;
    };
  }

  /** Its messages bear a last-value key, which must be the sender's. */
  boolean isKeyed() {
    return keyed;
  }

  /** It takes streamed payloads. */
  boolean isStreamed() {
    return streamed;
  }

  /** What is there may be lost: who asks there asks again. */
  boolean mayBeLost() {
    return this == NODE || this == REPLIES;
  }

  /** It goes after disuse. */
  boolean isTransient() {
    return isTransient;
  }

  /** People talk there: messages are small, and nobody may send floods of them. */
  boolean isChat() {
    return chat;
  }

  private enum Trait {
    TOPIC,
    KEYED,
    STREAMED,
    TRANSIENT,
    CHAT,
    PERISHABLE
  }
}
