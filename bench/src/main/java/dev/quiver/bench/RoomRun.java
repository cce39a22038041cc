package dev.quiver.bench;

import dev.quiver.chat.ChatEvent;
import dev.quiver.chat.Place;
import dev.quiver.chat.RoomName;
import dev.quiver.chat.client.ChatClient;
import dev.quiver.chat.client.ChatConfig;
import dev.quiver.messaging.connection.ConnectionSettings;
import dev.quiver.messaging.connection.QuiverMessagingException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A room with members, of whom the first speaks and all count what they hear. */
final class RoomRun implements AutoCloseable {

  private static final long GIVE_UP_NANOS = TimeUnit.MINUTES.toNanos(5);

  private final RoomName name;
  private final List<ChatClient> members = new ArrayList<>();
  private final AtomicLong heard = new AtomicLong();

  /** The delivery times of a paced run, in nanoseconds; null while nobody asks for them. */
  private volatile long @Nullable [] delays;

  private final AtomicLong measured = new AtomicLong();
  private volatile @Nullable QuiverMessagingException refused;

  private RoomRun(RoomName name) {
    this.name = name;
  }

  /** All of them come into a room of that name. */
  static RoomRun open(String room, List<ConnectionSettings> people, Path folder)
      throws InterruptedException {
    RoomRun run = new RoomRun(new RoomName(room));
    try {
      for (ConnectionSettings each : people) {
        ChatClient member =
            ChatClient.connect(each, ChatConfig.of(folder), run::hear, Clock.systemUTC());
        run.members.add(member);
        member.join(run.name);
      }
      return run;
    } catch (RuntimeException | InterruptedException e) {
      run.close();
      throw e;
    }
  }

  private void hear(ChatEvent event) {
    if (!(event instanceof ChatEvent.Spoken spoken) || spoken.history()) {
      return;
    }
    long[] wanted = delays;
    if (wanted != null) {
      int at = (int) measured.getAndIncrement();
      wanted[at] = System.nanoTime() - Long.parseLong(spoken.said().text());
    }
    heard.incrementAndGet();
  }

  /** So many messages as fast as they are taken; deliveries a second. */
  double flat(int messages) throws InterruptedException {
    long target = heard.get() + (long) messages * members.size();
    long begun = System.nanoTime();
    for (int i = 0; i < messages; i++) {
      say("a line as people write them, not too long, not too short");
    }
    await(target);
    return (double) messages * members.size() / ((System.nanoTime() - begun) / 1e9);
  }

  /**
   * So many messages at an even pace.
   *
   * @return how long each delivery took from saying to hearing, in milliseconds
   */
  double[] paced(int messages, double perSecond) throws InterruptedException {
    long target = heard.get() + (long) messages * members.size();
    long[] nanos = new long[Math.multiplyExact(messages, members.size())];
    measured.set(0);
    delays = nanos;
    long begun = System.nanoTime();
    for (int i = 0; i < messages; i++) {
      long due = begun + (long) (i / perSecond * 1e9);
      while (System.nanoTime() < due) {
        LockSupport.parkNanos(due - System.nanoTime());
      }
      // From when it was due: a speaker that is held up does not hide it.
      say(Long.toString(due));
    }
    await(target);
    delays = null;
    double[] ms = new double[nanos.length];
    for (int i = 0; i < ms.length; i++) {
      ms[i] = nanos[i] / 1e6;
    }
    return ms;
  }

  private void say(String text) throws InterruptedException {
    members.get(0).say(new Place.Room(name), text, false, this::settled);
  }

  private void settled(@Nullable QuiverMessagingException failure) {
    if (failure != null) {
      refused = failure;
    }
  }

  private void await(long target) throws InterruptedException {
    long giveUp = System.nanoTime() + GIVE_UP_NANOS;
    while (heard.get() < target) {
      QuiverMessagingException why = refused;
      if (why != null) {
        throw new IllegalStateException("the measurement is void: " + why.getMessage(), why);
      }
      if (Thread.interrupted()) {
        throw new InterruptedException("interrupted while messages were waited for");
      }
      if (System.nanoTime() > giveUp) {
        throw new IllegalStateException(
            (target - heard.get()) + " deliveries were missing after 5 minutes");
      }
      LockSupport.parkNanos(100_000);
    }
  }

  @Override
  public void close() {
    members.forEach(ChatClient::close);
  }
}
