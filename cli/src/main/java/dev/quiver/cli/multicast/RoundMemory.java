package dev.quiver.cli.multicast;

import dev.quiver.cli.CommandContext;
import dev.quiver.cli.CommandFailure;
import dev.quiver.cli.ExitCode;

/** What the logs of a round need of memory, by an estimate, and whether they find it here. */
final class RoundMemory {

  /** What an entry of a log takes while it is read and judged. */
  static final long ENTRY_BYTES = 48;

  /** What a peer keeps of a message for whoever joins, while that grows. */
  private static final long KEPT_BYTES = 24;

  private static final long PEER_MIB = 96;
  private static final long MIB = 1024 * 1024;

  private final long heapBytes;

  /**
   * Of a judge with so much memory.
   *
   * @param heapBytes all that there is; a part of it is for other things
   */
  RoundMemory(long heapBytes) {
    this.heapBytes = heapBytes;
  }

  static RoundMemory here() {
    return new RoundMemory(Runtime.getRuntime().maxMemory());
  }

  /** Whether the logs of so many peers with so many messages each can be judged. */
  boolean fits(int peers, int messages) {
    return neededBytes(peers, messages) <= forLogs();
  }

  /**
   * Checks that.
   *
   * @throws CommandFailure if they cannot
   */
  void require(CommandContext context, int peers, int messages) {
    if (!fits(peers, messages)) {
      throw context.failure(ExitCode.USAGE, "multicast.tooLarge", values(peers, messages));
    }
  }

  /** What the text {@code multicast.tooLarge} is about. */
  Object[] values(int peers, int messages) {
    return new Object[] {
      peers, messages, neededBytes(peers, messages) / MIB + 1, forLogs() / MIB, most(peers)
    };
  }

  private static long neededBytes(int peers, int messages) {
    // Each peer's own messages, and everybody's deliveries.
    return (long) peers * (peers + 1) * messages * ENTRY_BYTES;
  }

  private long most(int peers) {
    return forLogs() / ((long) peers * (peers + 1) * ENTRY_BYTES);
  }

  private long forLogs() {
    return heapBytes / 5 * 3;
  }

  /** The largest heap of a peer's process, as of {@code -Xmx}. */
  static String ofPeer(int peers, int messages) {
    return PEER_MIB + (long) peers * messages * KEPT_BYTES / MIB + "m";
  }
}
