package dev.quiver.tasks.handler;

import dev.quiver.tasks.TaskId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A context without a worker: remembers what a handler says, and can be cancelled. */
public final class RecordingContext implements TaskContext {

  private final Path folder;
  private final List<Double> fractions = Collections.synchronizedList(new ArrayList<>());
  private final List<Spool> spools = Collections.synchronizedList(new ArrayList<>());
  private volatile boolean cancelled;

  public RecordingContext(Path folder) {
    this.folder = folder;
  }

  public void cancel() {
    cancelled = true;
  }

  public List<Double> fractions() {
    return fractions;
  }

  public List<Spool> spools() {
    return spools;
  }

  @Override
  public TaskId taskId() {
    return new TaskId("task-1");
  }

  @Override
  public int attempt() {
    return 2;
  }

  @Override
  public void progress(double fraction, String note) {
    fractions.add(fraction);
  }

  @Override
  public boolean cancelled() {
    return cancelled;
  }

  @Override
  public Spool spool() throws IOException {
    Spool spool = new Spool(folder, 64L * 1024 * 1024);
    spools.add(spool);
    return spool;
  }
}
