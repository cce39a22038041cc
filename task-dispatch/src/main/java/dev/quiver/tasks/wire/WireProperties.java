package dev.quiver.tasks.wire;

import org.apache.activemq.artemis.api.core.SimpleString;

/** The names of message properties, as {@code docs/wire.md} lists them. */
public final class WireProperties {

  /** A task's id. */
  public static final SimpleString TASK_ID = SimpleString.of("taskId");

  /** A task's type. */
  public static final SimpleString TASK_TYPE = SimpleString.of("taskType");

  /** What a task was submitted together with. */
  public static final SimpleString TASK_BATCH = SimpleString.of("taskBatch");

  /** The address of the outcome. */
  public static final SimpleString TASK_REPLY_TO = SimpleString.of("taskReplyTo");

  /** Whoever reads the outcome also takes several in one message. */
  public static final SimpleString TASK_TOGETHER = SimpleString.of("taskTogether");

  /** Which attempt this is, from 1. */
  public static final SimpleString TASK_ATTEMPT = SimpleString.of("taskAttempt");

  /** How often the task was requeued from the dead. */
  public static final SimpleString TASK_GENERATION = SimpleString.of("taskGeneration");

  /** After this time, in milliseconds since 1970, the task is not started. */
  public static final SimpleString TASK_DEADLINE = SimpleString.of("taskDeadline");

  /** Who submitted the task; refused by the broker from clients. */
  public static final SimpleString TASK_SUBMITTER = SimpleString.of("taskSubmitter");

  /** The task is suspected of killing workers. */
  public static final SimpleString TASK_ALONE = SimpleString.of("taskAlone");

  /** The reign of the orchestrator that assigned the task. */
  public static final SimpleString TASK_EPOCH = SimpleString.of("taskEpoch");

  /** To how many workers the task had been delivered when they died. */
  public static final SimpleString TASK_DEATHS = SimpleString.of("taskDeaths");

  /** Whom a dead task was addressed to. */
  public static final SimpleString TASK_WORKER = SimpleString.of("taskWorker");

  /** Why a dead task is dead. */
  public static final SimpleString TASK_REASON = SimpleString.of("taskReason");

  /** How a task ended. */
  public static final SimpleString OUTCOME = SimpleString.of("outcome");

  /** The JSON of a message whose body is a payload's bytes. */
  public static final SimpleString HEAD = SimpleString.of("head");

  /** How many bytes such a payload has. */
  public static final SimpleString PAYLOAD_BYTES = SimpleString.of("payloadBytes");

  /** A cancel comes from an admin; set by the broker alone. */
  public static final SimpleString ADMIN = SimpleString.of("admin");

  private WireProperties() {}
}
