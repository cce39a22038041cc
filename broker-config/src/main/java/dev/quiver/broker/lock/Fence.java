package dev.quiver.broker.lock;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.apache.activemq.artemis.api.core.Interceptor;
import org.apache.activemq.artemis.core.protocol.core.Packet;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;

/**
 * What stands between a broker of a pair and its clients: nobody is told anything unless the lock
 * is certainly held, and everybody is cut off before anything else hears that it is lost.
 *
 * <p>When a broker that serves loses its copy, Artemis (2.57.0) gives up waiting for the copy and
 * only then asks whether it may go on alone: what clients have sent and the copy never got is
 * confirmed, if the confirmation still gets out (see adr 0112).
 *
 * <p>Lock managers are made by Artemis, which gives them texts alone; so a broker leaves its fence
 * here, under a name that its configuration has too.
 */
public final class Fence implements Interceptor {

  /** The property of a lock manager that has the name. */
  public static final String NAME = "fence";

  private static final Map<String, Fence> BY_NAME = new ConcurrentHashMap<>();

  private final Runnable cut;
  private volatile BooleanSupplier held = () -> true;
  private boolean isCut;

  /**
   * A fence around a broker.
   *
   * @param cut cuts it off from its clients; may be asked for by any thread; returns when nothing
   *     reaches a client any more
   */
  public Fence(Runnable cut) {
    this.cut = cut;
  }

  /** Leaves it under a name that no other broker of this process has. */
  public void leave(String name) {
    BY_NAME.put(name, this);
  }

  /** That broker has none any more. */
  public static void remove(String name) {
    BY_NAME.remove(name);
  }

  /**
   * The one that was left under the name in these properties; if none was, one that does nothing.
   */
  static Fence of(Map<String, String> properties) {
    Fence left = BY_NAME.get(properties.getOrDefault(NAME, ""));
    return left == null ? new Fence(() -> {}) : left;
  }

  /**
   * The broker took its lock and may answer.
   *
   * @param certain whether the lock is certainly still its own, of a lock that goes by itself after
   *     some time; asked for each packet: must be quick, must not wait, and must not say yes after
   *     it has said no, or the copy would confirm one packet when it has another
   */
  synchronized void open(BooleanSupplier certain) {
    held = certain;
    isCut = false;
  }

  /** Cuts the broker off, if it has not been since it took its lock; returns when it is. */
  synchronized void cut() {
    if (!isCut) {
      isCut = true;
      cut.run();
    }
  }

  /**
   * Lets a packet out, or not; after the first that is not let out none is, until the broker has
   * taken its lock anew. Who is not answered waits until the connection ends, which is soon: from
   * here nothing may be closed, since this runs on the threads that would have to do it.
   */
  @Override
  public boolean intercept(Packet packet, RemotingConnection connection) {
    return answers();
  }

  /** Whether anybody is answered now. */
  boolean answers() {
    return held.getAsBoolean();
  }
}
