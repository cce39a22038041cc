package dev.quiver.multicast.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.messaging.protocol.Protocol;
import dev.quiver.messaging.protocol.Replay;
import dev.quiver.multicast.Data;
import dev.quiver.multicast.Frame;
import dev.quiver.multicast.MessageId;
import dev.quiver.multicast.Order;
import dev.quiver.multicast.PeerMessage;
import dev.quiver.multicast.Property;
import dev.quiver.multicast.View;
import dev.quiver.multicast.check.CheckReport;
import dev.quiver.multicast.core.GroupSimulation.Fault;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every core over thousands of schedules with delays, reordering, crashes, suspicions and joins:
 * what it promises holds, and everybody ends. A core that is broken on purpose is caught.
 */
class OrderingsSimulationTest {

  private static final int FEW = 400;
  private static final int MANY = 10_000;

  @ParameterizedTest(name = "{0}")
  @EnumSource(Order.class)
  void whatIsPromisedHolds(Order order) {
    Replay.seeds(FEW).forEach(seed -> check(seed, order));
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(Order.class)
  @Tag("simulation")
  void whatIsPromisedHoldsOverTenThousandSchedules(Order order) {
    Replay.seeds(MANY).forEach(seed -> check(FEW + seed, order));
  }

  /**
   * A peer crashes while another joins, whose first frame comes before the view without the one.
   */
  @Test
  void aJoinerThatIsHeardEarlyIsNotTakenForOneThatGoes() {
    check(1084, Order.TOTAL_LAMPORT);
  }

  private static void check(long seed, Order order) {
    GroupSimulation simulation = GroupSimulation.of(seed, order, faults(seed, order));
    boolean ended = simulation.run();
    CheckReport report = simulation.check();
    if (!ended || !report.holds(simulation.promises())) {
      throw new AssertionError(
          "seed " + seed + ", " + order + ": ended " + ended + ", " + report + "\n" + simulation);
    }
  }

  /** Each kind of fault alone and together with the others, by turns. */
  private static Set<Fault> faults(long seed, Order order) {
    Set<Fault> faults = EnumSet.noneOf(Fault.class);
    switch ((int) (seed % 5)) {
      case 0 -> {}
      case 1 -> faults.add(seed % 2 == 0 ? Fault.CRASHES : Fault.RESTARTS);
      case 2 -> faults.add(Fault.SUSPICIONS);
      case 3 -> faults.add(Fault.JOINS);
      default -> faults.addAll(Set.of(Fault.JOINS, Fault.CRASHES));
    }
    if (faults.contains(Fault.JOINS) && seed / 5 % 2 == 1) {
      faults.add(Fault.DYING_JOINERS);
    }
    if (order == Order.TOPIC && faults.remove(Fault.SUSPICIONS)) {
      // It does not cut the messages of those taken for gone: they must be gone.
      faults.add(Fault.CRASHES);
    }
    if (!order.isStreamed() && order != Order.TOTAL_SEQUENCER) {
      // What a joiner of these gets of the past is up to the broker's queues.
      faults.remove(Fault.JOINS);
      faults.remove(Fault.DYING_JOINERS);
    }
    return faults;
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(Order.class)
  void aSeedIsARun(Order order) {
    for (long seed = 1; seed <= 5; seed++) {
      Replay.assertDeterministic(
          seed,
          same -> {
            GroupSimulation simulation = GroupSimulation.of(same, order, faults(same, order));
            simulation.run();
            return simulation.trace();
          });
    }
  }

  @Test
  void withoutAnOrderEveryPropertyIsBrokenSometimes() {
    EnumSet<Property> broken = EnumSet.noneOf(Property.class);
    for (long seed = 1; seed <= 500; seed++) {
      GroupSimulation simulation =
          GroupSimulation.of(seed, Order.NONE, EnumSet.of(Fault.CRASHES, Fault.PARTIAL_SENDS));
      simulation.run();
      simulation.check().findings().stream()
          .filter(finding -> !finding.holds())
          .forEach(finding -> broken.add(finding.property()));
    }
    assertThat(broken)
        .contains(
            Property.AGREEMENT,
            Property.UNIFORM_AGREEMENT,
            Property.FIFO,
            Property.CAUSAL,
            Property.TOTAL,
            Property.PREFIX);
  }

  @Test
  void fifoWithoutHoldBackIsCaught() {
    assertCaught(
        Order.FIFO,
        config ->
            new Peer(PeerConfig.member(config.self(), config.id(), Order.TOPIC, config.view())),
        false);
  }

  @Test
  void causalOrderThatForgetsCausesIsCaught() {
    assertCaught(Order.CAUSAL, config -> new Peer(config, new ArrivalOrder()), false);
  }

  @Test
  void lamportsClocksWithoutOneAcknowledgementAreCaught() {
    assertCaught(
        Order.TOTAL_LAMPORT, config -> new Peer(config, new Careless(new LamportOrder())), false);
  }

  @Test
  void agreedPrioritiesWithoutOneProposalAreCaught() {
    assertCaught(
        Order.TOTAL_ISIS, config -> new Peer(config, new Careless(new IsisOrder())), false);
  }

  @Test
  void aSequencerThatForgetsItsLastNumberIsCaught() {
    assertCaught(Order.TOTAL_SEQUENCER, Peer::new, true);
  }

  private static void assertCaught(
      Order order, Function<PeerConfig, Protocol<PeerMessage>> cores, boolean queueForgets) {
    int broken = 0;
    for (long seed = 1; seed <= FEW; seed++) {
      GroupSimulation simulation =
          new GroupSimulation(seed, order, EnumSet.of(Fault.CRASHES), cores, queueForgets);
      // One that does not end shows nothing of what its logs show: only these count.
      simulation.run();
      if (!simulation.check().holds(order.promises())) {
        broken++;
      }
    }
    assertThat(broken).isGreaterThanOrEqualTo(FEW / 50);
  }

  /** An ordering that does not wait for the last of the others. */
  private static final class Careless implements Ordering {
    private final Ordering careful;

    Careless(Ordering careful) {
      this.careful = careful;
    }

    @Override
    public Data mark(MessageId id, boolean stop, String body) {
      return careful.mark(id, stop, body);
    }

    @Override
    public void received(int from, Frame frame, Outlet out) {
      careful.received(from, frame, new Blind(out));
    }

    @Override
    public void proposed(int from, MessageId id, long priority, Outlet out) {
      careful.proposed(from, id, priority, new Blind(out));
    }

    @Override
    public void install(View next, Outlet out) {
      careful.install(next, out);
    }
  }

  private record Blind(Ordering.Outlet out) implements Ordering.Outlet {
    @Override
    public int self() {
      return out.self();
    }

    @Override
    public View view() {
      TreeSet<Integer> seen = new TreeSet<>(out.view().members());
      int last = seen.last();
      if (last != out.self()) {
        seen.remove(last);
      }
      return new View(out.view().number(), seen);
    }

    @Override
    public void deliver(Data data) {
      out.deliver(data);
    }

    @Override
    public void publish(Frame frame) {
      out.publish(frame);
    }

    @Override
    public void propose(int to, MessageId id, long priority) {
      out.propose(to, id, priority);
    }
  }
}
