package dev.quiver.tasks.check;

/** What a history is asked. */
public enum Property {
  /** A submit returned, and no outcome of its task came. */
  LOST("lost", true),
  /** An outcome came of a task that nobody submitted, or whose every submit was refused. */
  UNEXPECTED("unexpected", true),
  /** One life of a task had two outcomes: two messages, not one delivered twice. */
  APPLIED_TWICE("appliedTwice", true),
  /** Two leaders of one epoch, or a commit that began and counted after a later reign had begun. */
  EPOCHS("epochs", true),
  /** One outcome was delivered more than once, as to a client that died before it confirmed it. */
  DUPLICATED("duplicated", false),
  /** An outcome came though the submit had not returned. */
  RECOVERED("recovered", false),
  /** The submit did not return, and no outcome came: the task may or may not be there. */
  UNKNOWN("unknown", false),
  /** A task was executed more than once, which is allowed: execution is at least once. */
  EXECUTED_AGAIN("executedAgain", false);

  private final String label;
  private final boolean rule;

  Property(String label, boolean rule) {
    this.label = label;
    this.rule = rule;
  }

  /** The name in the checker's output. */
  public String label() {
    return label;
  }

  /** Whether one case of it breaks a promise; else it is counted for people. */
  public boolean isRule() {
    return rule;
  }
}
