package dev.quiver.multicast.jms;

import java.time.Duration;

/** Who wanted to join a group was given no state: nobody of it is there, or it is over. */
public final class NobodyToJoinException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String group;
  private final Duration waited;

  NobodyToJoinException(String group, Duration waited) {
    super(
        "nobody of the group "
            + group
            + " has let this peer in within "
            + waited.toSeconds()
            + " s; start its members, or join while a round is under way");
    this.group = group;
    this.waited = waited;
  }

  public String group() {
    return group;
  }

  /** How long it was waited. */
  public Duration waited() {
    return waited;
  }
}
