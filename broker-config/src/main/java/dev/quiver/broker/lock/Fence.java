package dev.quiver.broker.lock;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a broker off from its clients, at once and before anybody else hears that its lock is lost.
 *
 * <p>When a broker that serves loses its copy and may not go on alone, Artemis (2.57.0) begins to
 * stop it on another thread and meanwhile gives up waiting for the copy: what clients have sent and
 * the copy never got is then confirmed, if they are still connected (see adr 0112).
 *
 * <p>Lock managers are made by Artemis, which gives them texts alone; so a broker leaves what cuts
 * it off here, under a name that its configuration has too.
 */
public final class Fence {

  /** The property of a lock manager that has the name. */
  public static final String NAME = "fence";

  private static final Map<String, Fence> BY_NAME = new ConcurrentHashMap<>();

  private final Runnable cut;
  private boolean done;

  private Fence(Runnable cut) {
    this.cut = cut;
  }

  /**
   * Leaves what cuts a broker off.
   *
   * @param name one that no other broker of this process has
   * @param cut may be asked for by any thread; returns when nothing reaches a client any more
   */
  public static void put(String name, Runnable cut) {
    BY_NAME.put(name, new Fence(cut));
  }

  /** Nobody cuts that broker off any more. */
  public static void remove(String name) {
    BY_NAME.remove(name);
  }

  /** Cuts that broker off, if it has not been yet; returns when it is. */
  static void cut(@Nullable String name) {
    Fence fence = name == null ? null : BY_NAME.get(name);
    if (fence != null) {
      fence.cutOnce();
    }
  }

  private synchronized void cutOnce() {
    if (!done) {
      done = true;
      cut.run();
    }
  }
}
