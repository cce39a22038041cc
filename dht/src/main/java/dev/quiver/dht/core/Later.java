package dev.quiver.dht.core;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Things to be done after a while, each once. */
final class Later {

  static final String PREFIX = "later-";

  private final Outbox out;
  private final Map<String, Runnable> waiting = new HashMap<>();
  private long last;

  Later(Outbox out) {
    this.out = out;
  }

  void after(Duration delay, Runnable action) {
    String timer = PREFIX + ++last;
    waiting.put(timer, action);
    out.timer(timer, delay);
  }

  void onTimer(String timer) {
    Runnable action = waiting.remove(timer);
    if (action != null) {
      action.run();
    }
  }

  void clear() {
    waiting.keySet().forEach(out::cancel);
    waiting.clear();
  }
}
