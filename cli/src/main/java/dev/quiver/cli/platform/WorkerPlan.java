package dev.quiver.cli.platform;

import java.util.ArrayList;
import java.util.List;

/**
 * What the workers of a platform are like.
 *
 * @param slots how many tasks are executed at a time, by all of them together
 * @param mostProcesses how many processes there are at most; each has one slot at least
 * @param heap the largest heap of each, as of {@code -Xmx}
 * @param arguments more arguments of {@code quiver worker}
 */
public record WorkerPlan(int slots, int mostProcesses, String heap, List<String> arguments) {

  public WorkerPlan {
    if (slots < 1 || mostProcesses < 1) {
      throw new IllegalArgumentException(
          "slots are " + slots + " and processes " + mostProcesses + ": both are 1 or more");
    }
    arguments = List.copyOf(arguments);
  }

  /** How many processes there are. */
  public int processes() {
    return Math.min(slots, mostProcesses);
  }

  /** The slots of each process: as even as can be, and no more together than were asked for. */
  List<Integer> shares() {
    List<Integer> shares = new ArrayList<>();
    for (int i = 0; i < processes(); i++) {
      shares.add(slots / processes() + (i < slots % processes() ? 1 : 0));
    }
    return shares;
  }
}
