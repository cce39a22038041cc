package dev.quiver.tasks.handler;

import dev.quiver.tasks.Payload;
import dev.quiver.tasks.TaskReasons;
import dev.quiver.tasks.TaskType;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * One jar, or one folder of jars, and the handlers in it.
 *
 * @param path the jar or the folder
 * @param loader what its classes come from, closed by whoever loaded it
 * @param handlers at least one
 */
record Plugin(Path path, PluginClassLoader loader, List<TaskHandler> handlers) {

  /** Says why a plugin cannot be used. */
  static final class UnusableException extends Exception {
    private static final long serialVersionUID = 1L;

    UnusableException(String reason) {
      super(reason);
    }
  }

  /** The jars of a plugin folder and its subfolders that hold jars, by name. */
  static List<Path> in(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(each -> isJar(each) || (Files.isDirectory(each) && !isHidden(each)))
          .sorted()
          .toList();
    }
  }

  static Plugin load(Path path) throws UnusableException, IOException {
    List<Path> jars = Files.isDirectory(path) ? jarsOf(path) : List.of(path);
    PluginClassLoader loader =
        new PluginClassLoader(
            "plugin " + path.getFileName(), urls(jars), TaskHandler.class.getClassLoader());
    try {
      return new Plugin(path, loader, instantiate(loader));
    } catch (UnusableException e) {
      loader.close();
      throw e;
    }
  }

  private static List<TaskHandler> instantiate(PluginClassLoader loader) throws UnusableException {
    List<TaskHandler> handlers = new ArrayList<>();
    try {
      for (TaskHandler handler : ServiceLoader.load(TaskHandler.class, loader)) {
        Set<TaskType> types = handler.types();
        if (types.isEmpty()) {
          throw new UnusableException(
              TaskReasons.say("plugin.noType", handler.getClass().getName()));
        }
        handlers.add(new InItsOwnLoader(handler, Set.copyOf(types), loader));
      }
      // A plugin is foreign code: whatever it throws, errors of linking included, is its fault
      // alone.
    } catch (ServiceConfigurationError | LinkageError | RuntimeException e) {
      throw new UnusableException(describe(e));
    }
    if (handlers.isEmpty()) {
      throw new UnusableException(TaskReasons.say("plugin.noHandler", TaskHandler.class.getName()));
    }
    return List.copyOf(handlers);
  }

  private static String describe(Throwable problem) {
    String text = String.valueOf(problem.getMessage());
    Throwable cause = problem.getCause();
    if (cause != null) {
      text += " (" + cause + ")";
    }
    return problem instanceof ServiceConfigurationError
        ? text
        : "a handler of it cannot be loaded: " + problem.getClass().getSimpleName() + ": " + text;
  }

  private static URL[] urls(List<Path> jars) throws UnusableException {
    List<URL> urls = new ArrayList<>();
    for (Path jar : jars) {
      // URLClassLoader passes over what it cannot read in silence, so look first.
      try (JarFile file = new JarFile(jar.toFile())) {
        file.entries();
        urls.add(jar.toUri().toURL());
      } catch (MalformedURLException e) {
        throw new UnusableException(TaskReasons.say("plugin.path", e.getMessage()));
      } catch (IOException e) {
        throw new UnusableException(
            TaskReasons.say("plugin.jar", jar.getFileName(), e.getMessage()));
      }
    }
    return urls.toArray(URL[]::new);
  }

  private static List<Path> jarsOf(Path folder) throws IOException, UnusableException {
    try (Stream<Path> entries = Files.list(folder)) {
      List<Path> jars = entries.filter(Plugin::isJar).sorted().toList();
      if (jars.isEmpty()) {
        throw new UnusableException(TaskReasons.say("plugin.empty"));
      }
      return jars;
    }
  }

  private static boolean isJar(Path path) {
    return path.getFileName().toString().endsWith(".jar") && !isHidden(path);
  }

  private static boolean isHidden(Path path) {
    return path.getFileName().toString().startsWith(".");
  }

  /** Runs a handler with its own loader as the thread's, where its libraries look for services. */
  private record InItsOwnLoader(TaskHandler handler, Set<TaskType> types, ClassLoader loader)
      implements TaskHandler {

    @Override
    public Payload handle(TaskInput input, TaskContext context) throws Exception {
      Thread thread = Thread.currentThread();
      ClassLoader before = thread.getContextClassLoader();
      thread.setContextClassLoader(loader);
      try {
        return handler.handle(input, context);
      } finally {
        thread.setContextClassLoader(before);
      }
    }
  }
}
