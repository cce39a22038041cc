package dev.quiver.messaging;

import dev.quiver.messaging.text.Names;
import dev.quiver.messaging.text.UnusableValueException;
import dev.quiver.messaging.text.ValueName;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Every address of one Quiver installation. All of them lie under a namespace, so that several
 * installations can share one broker.
 *
 * <p>Queues are anycast and bear the name of their address; topics are multicast. The fixed ones
 * are declared by the broker; the ones with a variable part match wildcard settings there and are
 * made explicitly by their owner.
 *
 * @param namespace the first part of every name: lower-case letters, digits and dashes
 */
public record Addresses(String namespace) {

  /** The namespace used when nothing else is asked for. */
  public static final String DEFAULT_NAMESPACE = "quiver";

  /** The broker's last resort for what could not be delivered and has no better place. */
  public static final String DEAD_LETTERS = "DLQ";

  /** The broker's last resort for what expired and has no better place. */
  public static final String EXPIRED = "ExpiryQueue";

  /** The one name in a ring that is no node's. */
  public static final String DHT_FOUNDING = "founding";

  private static final Pattern NAMESPACE = Pattern.compile("[a-z][a-z0-9-]{0,31}");

  public Addresses {
    if (!NAMESPACE.matcher(namespace).matches()) {
      throw UnusableValueException.of("value.namespace", namespace);
    }
  }

  /** The addresses of the default namespace. */
  public static Addresses defaults() {
    return new Addresses(DEFAULT_NAMESPACE);
  }

  // Tasks.

  /** Queue: tasks for whichever worker of that type is free. */
  public String taskPool(String type) {
    return under("tasks.pool." + type(type));
  }

  /** Queue: tasks addressed to that worker; drained by nobody else. */
  public String taskWorker(String worker) {
    return under("tasks.worker." + part(ValueName.WORKER_ID, worker));
  }

  /** Exclusive queue: tasks of one type and priority class for the orchestrator. */
  public String taskSubmit(String type, String priorityClass) {
    return under(
        "tasks.submit."
            + type(type)
            + "."
            + part(ValueName.CLASS, priorityClass.toLowerCase(Locale.ROOT)));
  }

  /** Queue: what the orchestrator gave that worker. */
  public String taskAssigned(String worker) {
    return under("tasks.assigned." + part(ValueName.WORKER_ID, worker));
  }

  /** Queue: outcomes and progress for that client of that user. */
  public String taskResults(String user, String client) {
    return taskResultsOf(user) + part(ValueName.CLIENT_ID, client);
  }

  /** What every results queue of a user begins with, the last dot included. */
  public String taskResultsOf(String user) {
    return under("tasks.results." + part(ValueName.USER, user) + ".");
  }

  /** Topic: what happened to tasks, one message a transaction. */
  public String taskEvents() {
    return under("tasks.events");
  }

  /** Topic: cancels of a task or a batch. */
  public String taskCancel() {
    return under("tasks.cancel");
  }

  /** The declared last-value queue on {@link #taskCancel()} that keeps them. */
  public String taskCancelTombstones() {
    return under("tasks.cancel.tombstones");
  }

  /** Queue: members of a group whose predecessor has not ended yet. */
  public String taskHeld(String type) {
    return under("tasks.held." + type(type));
  }

  /** Queue: exhausted tasks with their reason. */
  public String taskDead() {
    return under("tasks.dead");
  }

  /** Queue: tasks the broker expired; whoever reads it sends their outcome. */
  public String taskExpired() {
    return under("tasks.expired");
  }

  /** Exclusive queue: questions to the leading orchestrator. */
  public String taskQuery() {
    return under("tasks.query");
  }

  /** Topic, non-persistent: the workers' beats. */
  public String workerHeartbeat() {
    return under("workers.heartbeat");
  }

  // The orchestrator.

  /** Exclusive queue: the leadership token. */
  public String orchestratorLeader() {
    return under("orchestrators.leader");
  }

  /** Queue: pause, drain and schedules, from admins. */
  public String orchestratorControl() {
    return under("orchestrators.control");
  }

  /** Last-value queue of the broker's own: accounts, for the other one of its pair. */
  public String brokerAccounts() {
    return under("broker.accounts");
  }

  /** Last-value queue of the broker's own: which brokers are in its cluster. */
  public String clusterMembers() {
    return under("cluster.members");
  }

  /** Last-value queue: what a new leader must know. */
  public String orchestratorState() {
    return under("orchestrators.state");
  }

  // What all roles share.

  /** Last-value, expiring queue: who of that kind is here. */
  public String presence(String kind) {
    return under("presence." + part(ValueName.KIND, kind));
  }

  /** Non-durable queue: replies to one process of one user. */
  public String replies(String user, String process) {
    return repliesOf(user) + part(ValueName.PROCESS, process);
  }

  /** What every reply queue of a user begins with, the last dot included. */
  public String repliesOf(String user) {
    return under("replies." + part(ValueName.USER, user) + ".");
  }

  // The other systems.

  /** Topic: messages of one room; the last ones are kept for whoever joins. */
  public String chatRoom(String room) {
    return under("chat.room." + part(ValueName.ROOM, room));
  }

  /** Queue: direct messages to one user. */
  public String chatUser(String user) {
    return under("chat.user." + part(ValueName.USER, user));
  }

  /** Topic: what is said to everyone connected, and who comes and goes. */
  public String chatAll() {
    return under("chat.all");
  }

  /** Queue: streamed files for one user. */
  public String chatFiles(String user) {
    return under("chat.files." + part(ValueName.USER, user));
  }

  /** Queue: messages to one peer of a multicast group. */
  public String multicastPeer(String group, int peer) {
    return multicast(group) + "peer." + peer;
  }

  /** Topic: messages to all peers of a group. */
  public String multicastAll(String group) {
    return multicast(group) + "all";
  }

  /** Exclusive queue: the intake of a group's sequencer. */
  public String multicastSequence(String group) {
    return multicast(group) + "sequence";
  }

  /** Queue: register, list, deregister and views of a group. */
  public String multicastManager(String group) {
    return multicast(group) + "manager";
  }

  /** Queue: the logs of a group's peers, for the comparison. */
  public String multicastReport(String group) {
    return multicast(group) + "report";
  }

  /** Non-durable queue: requests to one Chord node of a ring. */
  public String dhtNode(String ring, String node) {
    return under("dht." + part(ValueName.RING, ring) + "." + part(ValueName.NODE, node));
  }

  /** Non-durable queue: there while somebody creates that ring; no node bears its name. */
  public String dhtFounding(String ring) {
    return dhtNode(ring, DHT_FOUNDING);
  }

  /** Bounded, blocking queue: the numbers of producer and consumer. */
  public String numbers(String name) {
    return under("numbers." + part(ValueName.NAME, name));
  }

  /** Exclusive queue: which of those numbers were logged by whom, for whoever counts the runs. */
  public String numbersLedger(String name) {
    return numbers(name) + ".ledger";
  }

  /** Queue, only browsed: the runs that ended, for a stated time. */
  public String numbersEnded(String name) {
    return numbers(name) + ".ended";
  }

  private String multicast(String group) {
    return under("multicast." + part(ValueName.GROUP, group) + ".");
  }

  private String under(String rest) {
    return namespace + "." + rest;
  }

  private static String part(ValueName what, String value) {
    Names.requireWord(what, value);
    return value;
  }

  private static String type(String value) {
    Names.requireType(value);
    return value;
  }
}
