package dev.quiver.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Processes that are each a {@link FanOutMember}. */
final class MemberGroup implements FanOut.Group {

  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final List<ChildJvm> members;
  private final int size;
  private final int threads;

  private MemberGroup(List<ChildJvm> members, int size, int threads) {
    this.members = members;
    this.size = size;
    this.threads = threads;
  }

  /**
   * Starts the members, all at once.
   *
   * @param arguments of each
   * @param size bytes of a message
   * @param threads how many threads of a member send
   */
  static MemberGroup start(Class<?> main, List<List<String>> arguments, int size, int threads)
      throws IOException, InterruptedException {
    List<ChildJvm> members = new ArrayList<>();
    MemberGroup group = new MemberGroup(members, size, threads);
    try {
      for (List<String> each : arguments) {
        members.add(ChildJvm.start(main, MulticastBench.JVM, each));
      }
      for (ChildJvm member : members) {
        String unused = member.awaitReady();
      }
      return group;
    } catch (IOException | InterruptedException | RuntimeException e) {
      group.close();
      throw e;
    }
  }

  @Override
  public FanOut measure(int messages, int pauseMs) throws IOException, InterruptedException {
    for (ChildJvm member : members) {
      String unused = member.ask("prepare " + messages);
    }
    for (ChildJvm member : members) {
      member.tell("run " + messages + " " + size + " " + pauseMs + " " + threads);
    }
    double slowest = 0;
    double[] p50 = new double[members.size()];
    double[] p99 = new double[members.size()];
    for (int i = 0; i < members.size(); i++) {
      String[] words = members.get(i).answer(PATIENCE).split(" ", -1);
      slowest = Math.max(slowest, Long.parseLong(words[0]) / 1e9);
      p50[i] = Long.parseLong(words[1]) / 1e6;
      p99[i] = Long.parseLong(words[2]) / 1e6;
    }
    return new FanOut(
        members.size() * (double) messages / slowest, Figure.median(p50), Figure.median(p99));
  }

  @Override
  public void close() throws IOException {
    for (ChildJvm member : members) {
      member.close();
    }
  }
}
