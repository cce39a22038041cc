package dev.quiver.tasks.shell;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who is connected.
 *
 * @param kind such as {@code worker}, {@code client}, {@code chat}
 * @param id its name
 * @param user whom the broker knows it as
 * @param since since when it is there, by its own clock
 * @param worker what it says of its work, if it is a worker
 */
record Member(String kind, String id, String user, Instant since, @Nullable WorkerFacts worker) {

  static final String WORKER = "worker";
  static final String CLIENT = "client";

  /**
   * What a worker says of its work.
   *
   * @param types the task types it serves
   * @param concurrency how many tasks it executes at a time
   * @param running how many it executes now; -1 if it does not say
   */
  record WorkerFacts(List<String> types, int concurrency, int running) {
    WorkerFacts {
      types = List.copyOf(types);
    }

    boolean serves(String type) {
      return types.contains(type);
    }
  }
}
