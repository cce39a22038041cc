package dev.quiver.tasks.handler;

import dev.quiver.tasks.TaskType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Which handler executes which type. Made once, then only read.
 *
 * <p>{@link #close()} closes the plugins' class loaders; do so after the last handler has ended.
 */
public final class HandlerRegistry implements AutoCloseable {

  private final SortedMap<TaskType, TaskHandler> handlers;
  private final List<PluginProblem> problems;
  private final List<PluginClassLoader> loaders;

  private HandlerRegistry(
      SortedMap<TaskType, TaskHandler> handlers,
      List<PluginProblem> problems,
      List<PluginClassLoader> loaders) {
    this.handlers = handlers;
    this.problems = problems;
    this.loaders = loaders;
  }

  /**
   * A registry of just these handlers.
   *
   * @throws HandlerConflictException if two of them claim one type
   */
  public static HandlerRegistry of(TaskHandler... handlers) {
    return builder().addAll(List.of(handlers)).build();
  }

  /** An empty one to fill. */
  public static Builder builder() {
    return new Builder();
  }

  /** The handler of that type. */
  public Optional<TaskHandler> find(TaskType type) {
    return Optional.ofNullable(handlers.get(type));
  }

  /** The types there is a handler for, in order. */
  public NavigableSet<TaskType> types() {
    return new TreeSet<>(handlers.keySet());
  }

  /**
   * The same registry, of these types alone. Close this one or the other, not both.
   *
   * @throws IllegalArgumentException if there is no handler for one of them, naming those there are
   */
  public HandlerRegistry only(Collection<TaskType> wanted) {
    SortedMap<TaskType, TaskHandler> kept = new TreeMap<>();
    for (TaskType type : wanted) {
      TaskHandler handler = handlers.get(type);
      if (handler == null) {
        throw new IllegalArgumentException(
            "there is no handler for the task type " + type + ": there are " + handlers.keySet());
      }
      kept.put(type, handler);
    }
    return new HandlerRegistry(kept, problems, loaders);
  }

  /** The same registry, each handler wrapped in another. Close this one or the other, not both. */
  public HandlerRegistry wrapped(UnaryOperator<TaskHandler> wrapper) {
    SortedMap<TaskType, TaskHandler> outer = new TreeMap<>();
    IdentityHashMap<TaskHandler, TaskHandler> made = new IdentityHashMap<>();
    handlers.forEach((type, inner) -> outer.put(type, made.computeIfAbsent(inner, wrapper)));
    return new HandlerRegistry(outer, problems, loaders);
  }

  /** The plugins that could not be used; whoever starts a worker says so. */
  public List<PluginProblem> problems() {
    return problems;
  }

  @Override
  public void close() throws IOException {
    @Nullable IOException first = null;
    for (PluginClassLoader loader : loaders) {
      try {
        loader.close();
      } catch (IOException e) {
        if (first == null) {
          first = e;
        } else {
          first.addSuppressed(e);
        }
      }
    }
    if (first != null) {
      throw first;
    }
  }

  /** Collects handlers. */
  public static final class Builder {

    private final SortedMap<TaskType, TaskHandler> handlers = new TreeMap<>();
    private final Map<TaskType, String> claims = new TreeMap<>();
    private final List<PluginProblem> problems = new ArrayList<>();
    private final List<PluginClassLoader> loaders = new ArrayList<>();

    private Builder() {}

    /**
     * Adds one handler with all its types.
     *
     * @throws HandlerConflictException if one of its types is taken
     * @throws IllegalArgumentException if it has no type
     */
    public Builder add(TaskHandler handler) {
      Set<TaskType> types = handler.types();
      if (types.isEmpty()) {
        throw new IllegalArgumentException(
            handler.getClass().getName() + " names no task type: types() must not be empty");
      }
      claim(handler, types, handler.getClass().getName());
      return this;
    }

    /** Each of them, see {@link #add}. */
    public Builder addAll(Collection<? extends TaskHandler> more) {
      more.forEach(this::add);
      return this;
    }

    /**
     * The handlers of every plugin in that folder, if it exists: each jar is one plugin, and so is
     * each subfolder with the jars in it. A plugin that cannot be used becomes a problem of the
     * registry and does not stop the others.
     *
     * @throws HandlerConflictException if a plugin claims a type that is taken
     * @throws IOException if the folder cannot be read
     */
    public Builder plugins(Path folder) throws IOException {
      if (!Files.exists(folder)) {
        return this;
      }
      for (Path path : Plugin.in(folder)) {
        try {
          Plugin plugin = Plugin.load(path);
          loaders.add(plugin.loader());
          for (TaskHandler handler : plugin.handlers()) {
            claim(handler, handler.types(), "the plugin " + path.getFileName());
          }
        } catch (Plugin.UnusableException e) {
          problems.add(new PluginProblem(path, String.valueOf(e.getMessage())));
        }
      }
      return this;
    }

    private void claim(TaskHandler handler, Set<TaskType> types, String claimant) {
      for (TaskType type : types) {
        String other = claims.putIfAbsent(type, claimant);
        if (other != null) {
          throw new HandlerConflictException(type.name(), other, claimant);
        }
        handlers.put(type, handler);
      }
    }

    public HandlerRegistry build() {
      return new HandlerRegistry(
          new TreeMap<>(handlers), List.copyOf(problems), List.copyOf(loaders));
    }
  }
}
