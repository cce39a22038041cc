package dev.quiver.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The workers and orchestrators of a run, each a process that can be killed and begun again. */
final class Testbed implements AutoCloseable {

  private final String url;
  private final Path folder;
  private final Map<String, ChildJvm> children = new LinkedHashMap<>();

  /** Those of the broker at that address, whose folder has the passwords. */
  Testbed(String url, Path folder) {
    this.url = url;
    this.folder = folder;
  }

  /** Starts a worker, without waiting for it. */
  void worker(String id) throws IOException {
    start(WorkerProcess.class, List.of("-Xmx256m", "-XX:+UseSerialGC"), id);
  }

  /** Starts an orchestrator, without waiting for it; half a gigabyte must do. */
  void orchestrator(String id) throws IOException {
    start(OrchestratorProcess.class, List.of("-Xmx320m", "-XX:+UseSerialGC"), id);
  }

  private void start(Class<?> main, List<String> jvm, String id) throws IOException {
    children.put(id, ChildJvm.start(main, jvm, List.of(url, folder.toString(), id)));
  }

  /** Waits until that one is ready. */
  void awaitReady(String id) throws InterruptedException {
    String unused = get(id).awaitReady();
  }

  ChildJvm get(String id) {
    ChildJvm child = children.get(id);
    if (child == null) {
      throw new IllegalArgumentException("the testbed has no process " + id);
    }
    return child;
  }

  @Override
  public void close() throws IOException {
    // Last comes first: workers end before those who would otherwise move their tasks about.
    List<ChildJvm> all = new ArrayList<>(children.values());
    for (int i = all.size() - 1; i >= 0; i--) {
      all.get(i).close();
    }
  }
}
