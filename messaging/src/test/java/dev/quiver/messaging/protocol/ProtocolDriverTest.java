package dev.quiver.messaging.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class ProtocolDriverTest {

  private static final NodeId A = new NodeId("a");
  private static final NodeId B = new NodeId("b");

  /** The very class that the simulation runs. */
  @Test
  void driversRunTheCoreThatTheSimulatorRuns() {
    Map<NodeId, ProtocolDriver<TokenRing.Message>> ring = new ConcurrentHashMap<>();
    Queue<Integer> taken = new ConcurrentLinkedQueue<>();
    List<NodeId> ids = List.of(A, B, new NodeId("c"));
    CountDownLatch complete = new CountDownLatch(1);
    for (int i = 0; i < ids.size(); i++) {
      NodeId self = ids.get(i);
      Transport<TokenRing.Message> transport =
          (to, message) -> {
            awaitQuietly(complete);
            require(ring.get(to)).receive(self, message);
          };
      ring.put(
          self,
          ProtocolDriver.start(
              new TokenRing(ids.get((i + 1) % ids.size()), i == 0, true),
              setup(transport, taken::add)));
    }
    complete.countDown();
    await().until(() -> taken.size() > 30);
    ring.values().forEach(ProtocolDriver::close);
    List<Integer> numbers = List.copyOf(taken);
    for (int i = 0; i < numbers.size(); i++) {
      assertThat(numbers.get(i)).isEqualTo(i + 1);
    }
  }

  @Test
  void oneThreadOwnsTheProtocolWhoeverBringsMessages() throws Exception {
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    AtomicBoolean inside = new AtomicBoolean();
    AtomicBoolean overlapped = new AtomicBoolean();
    Queue<Integer> delivered = new ConcurrentLinkedQueue<>();
    Protocol<Integer> protocol =
        (now, event) -> {
          threads.add(Thread.currentThread());
          overlapped.compareAndSet(false, !inside.compareAndSet(false, true));
          inside.set(false);
          return event instanceof Event.Received<Integer> received
              ? List.of(new Effect.Deliver<>(received.message()))
              : List.of();
        };
    try (ProtocolDriver<Integer> driver =
        ProtocolDriver.start(
            protocol,
            new ProtocolDriver.Setup<>(
                "node", Clock.systemUTC(), (to, message) -> {}, delivered::add, (e, f) -> {}, 4))) {
      List<Thread> senders = new ArrayList<>();
      for (int sender = 0; sender < 4; sender++) {
        Thread thread =
            new Thread(
                () -> {
                  for (int i = 0; i < 500; i++) {
                    driver.receive(A, i);
                  }
                });
        thread.start();
        senders.add(thread);
      }
      for (Thread sender : senders) {
        sender.join();
      }
      await().until(() -> delivered.size() == 2000);
    }
    assertThat(threads).hasSize(1).extracting(Thread::getName).containsExactly("node");
    assertThat(overlapped).isFalse();
  }

  @Test
  void aDirectDriverStepsOnTheThreadThatBringsAMessageButNeverTwiceAtATime() throws Exception {
    Set<String> threads = ConcurrentHashMap.newKeySet();
    AtomicBoolean inside = new AtomicBoolean();
    AtomicBoolean overlapped = new AtomicBoolean();
    Queue<String> delivered = new ConcurrentLinkedQueue<>();
    Protocol<String> protocol =
        (now, event) -> {
          threads.add(Thread.currentThread().getName());
          overlapped.compareAndSet(false, !inside.compareAndSet(false, true));
          inside.set(false);
          return event instanceof Event.Received<String> received
              ? List.of(
                  new Effect.Deliver<>(received.message()),
                  new Effect.StartTimer<>("after " + received.message(), Duration.ofMillis(1)))
              : event instanceof Event.TimerFired<String> timer
                  ? List.of(new Effect.Deliver<>(timer.timer()))
                  : List.of();
        };
    try (ProtocolDriver<String> driver =
        ProtocolDriver.startDirect(
            protocol,
            new ProtocolDriver.Setup<>(
                "node", Clock.systemUTC(), (to, m) -> {}, delivered::add, (e, f) -> {}, 4))) {
      await().until(() -> threads.contains("node"));
      List<Thread> senders = new ArrayList<>();
      for (int sender = 0; sender < 4; sender++) {
        String name = "sender-" + sender;
        Thread thread =
            new Thread(
                () -> {
                  for (int i = 0; i < 500; i++) {
                    driver.receive(A, name + " " + i);
                  }
                },
                name);
        thread.start();
        senders.add(thread);
      }
      for (Thread sender : senders) {
        sender.join();
      }
      await().until(() -> delivered.size() == 4 * 500 * 2);
    }
    assertThat(overlapped).isFalse();
    assertThat(threads).anyMatch(name -> name.startsWith("sender-"));
    for (int sender = 0; sender < 4; sender++) {
      String prefix = "sender-" + sender + " ";
      List<String> inOrder = delivered.stream().filter(each -> each.startsWith(prefix)).toList();
      for (int i = 0; i < 500; i++) {
        assertThat(inOrder.get(i)).isEqualTo(prefix + i);
      }
    }
  }

  @Test
  void aDirectDriverThatIsClosedWaitsForTheStepUnderWay() throws Exception {
    CountDownLatch stuck = new CountDownLatch(1);
    CountDownLatch stepping = new CountDownLatch(1);
    AtomicBoolean ended = new AtomicBoolean();
    CountDownLatch begun = new CountDownLatch(1);
    Protocol<String> protocol =
        (now, event) -> {
          if (event instanceof Event.Received<String>) {
            stepping.countDown();
            awaitQuietly(stuck);
            ended.set(true);
          } else {
            begun.countDown();
          }
          return List.of();
        };
    ProtocolDriver<String> driver =
        ProtocolDriver.startDirect(
            protocol,
            new ProtocolDriver.Setup<>(
                "node", Clock.systemUTC(), (to, m) -> {}, m -> {}, (e, f) -> {}, 4));
    begun.await();
    Thread sender = new Thread(() -> driver.receive(A, "x"));
    sender.start();
    stepping.await();
    Thread closer = new Thread(driver::close);
    closer.start();
    await().until(() -> closer.getState() == Thread.State.WAITING);
    assertThat(ended).isFalse();
    stuck.countDown();
    closer.join();
    assertThat(ended).isTrue();
    sender.join();
    assertThat(driver.receive(B, "late")).isFalse();
  }

  @Test
  void anEffectThatFailsTakesNoOtherWithIt() {
    Queue<String> faults = new ConcurrentLinkedQueue<>();
    Queue<String> done = new ConcurrentLinkedQueue<>();
    Protocol<String> protocol =
        (now, event) ->
            event instanceof Event.Received<String>
                ? List.of(
                    new Effect.Deliver<>("closed"),
                    new Effect.StartTimer<>("timer", Duration.ofMillis(1)),
                    new Effect.Send<>(B, "gone"),
                    new Effect.Send<>(A, "there"))
                : event instanceof Event.TimerFired<String> timer
                    ? List.of(new Effect.Deliver<>(timer.timer()))
                    : List.of();
    Transport<String> transport =
        (to, message) -> {
          if (to.equals(B)) {
            throw new IllegalStateException("no way to b");
          }
          done.add(message);
        };
    try (ProtocolDriver<String> driver =
        ProtocolDriver.start(
            protocol,
            new ProtocolDriver.Setup<>(
                "node",
                Clock.systemUTC(),
                transport,
                word -> {
                  if (word.equals("closed")) {
                    throw new IllegalStateException("nobody listens");
                  }
                  done.add(word);
                },
                (event, fault) -> faults.add(String.valueOf(fault.getMessage())),
                4))) {
      driver.receive(A, "go");
      await().until(() -> done.size() == 2);
    }
    assertThat(done).containsExactly("there", "timer");
    assertThat(faults).containsExactly("nobody listens", "no way to b");
  }

  @Test
  void aFaultIsToldAndTheNextEventIsHandled() {
    Queue<String> faults = new ConcurrentLinkedQueue<>();
    Queue<String> delivered = new ConcurrentLinkedQueue<>();
    Protocol<String> protocol =
        (now, event) -> {
          if (event instanceof Event.Received<String> received) {
            if (received.message().equals("bad")) {
              throw new IllegalStateException("cannot");
            }
            return List.of(new Effect.Deliver<>(received.message()));
          }
          return List.of();
        };
    try (ProtocolDriver<String> driver =
        ProtocolDriver.start(
            protocol,
            new ProtocolDriver.Setup<>(
                "node",
                Clock.systemUTC(),
                (to, message) -> {},
                delivered::add,
                (event, fault) -> faults.add(event + " " + fault.getMessage()),
                10))) {
      driver.receive(A, "bad");
      driver.receive(A, "good");
      await().until(() -> delivered.contains("good"));
    }
    assertThat(faults).containsExactly("Received[from=a, message=bad] cannot");
  }

  @Test
  void aCancelledTimerDoesNotFireAndARestartedOneFiresOnce() {
    Queue<String> fired = new ConcurrentLinkedQueue<>();
    Protocol<String> protocol =
        (now, event) -> {
          if (event instanceof Event.Started<String>) {
            return List.of(
                new Effect.StartTimer<>("cancelled", Duration.ZERO),
                new Effect.StartTimer<>("again", Duration.ofMillis(1)),
                new Effect.StartTimer<>("again", Duration.ofMillis(2)),
                new Effect.CancelTimer<>("cancelled"),
                new Effect.StartTimer<>("last", Duration.ofMillis(50)));
          } else if (event instanceof Event.TimerFired<String> timer) {
            return List.of(new Effect.Deliver<>(timer.timer()));
          }
          return List.of();
        };
    try (ProtocolDriver<String> driver =
        ProtocolDriver.start(
            protocol,
            new ProtocolDriver.Setup<>(
                "node", Clock.systemUTC(), (to, m) -> {}, fired::add, (e, f) -> {}, 10))) {
      await().until(() -> fired.contains("last"));
      assertThat(driver).isNotNull();
    }
    assertThat(fired).containsExactly("again", "last");
  }

  @Test
  void whoeverWaitsAtAFullMailboxIsLetGoByClosing() throws Exception {
    CountDownLatch stuck = new CountDownLatch(1);
    Protocol<String> protocol =
        (now, event) -> {
          if (event instanceof Event.Received<String>) {
            awaitQuietly(stuck);
          }
          return List.of();
        };
    ProtocolDriver<String> driver =
        ProtocolDriver.start(
            protocol,
            new ProtocolDriver.Setup<>(
                "node", Clock.systemUTC(), (to, m) -> {}, m -> {}, (e, f) -> {}, 1));
    List<Boolean> taken = new ArrayList<>();
    Thread sender =
        new Thread(
            () -> {
              boolean open = true;
              while (open) {
                open = driver.receive(A, "x");
                taken.add(open);
              }
            });
    sender.start();
    await().until(() -> sender.getState() == Thread.State.WAITING);
    Thread closer = new Thread(driver::close);
    closer.start();
    sender.join();
    stuck.countDown();
    closer.join();
    assertThat(taken).last().isEqualTo(false);
    assertThat(driver.receive(B, "late")).isFalse();
  }

  private static ProtocolDriver.Setup<TokenRing.Message> setup(
      Transport<TokenRing.Message> transport, java.util.function.Consumer<Integer> taken) {
    return new ProtocolDriver.Setup<>(
        "ring",
        Clock.systemUTC(),
        transport,
        message -> {
          if (message instanceof TokenRing.Message.Token token) {
            taken.accept(token.number());
          }
        },
        (event, fault) -> {
          throw fault;
        },
        100);
  }

  private static <T> T require(@org.jspecify.annotations.Nullable T value) {
    assertThat(value).isNotNull();
    return java.util.Objects.requireNonNull(value);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
