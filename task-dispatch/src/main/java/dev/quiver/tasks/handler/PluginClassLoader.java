package dev.quiver.tasks.handler;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;

/**
 * Loads one plugin apart from all others and from our own libraries: it sees the JDK, the interface
 * it implements with the words of tasks, the logging facade, and what is in its own jars. So a
 * plugin can bring any version of any library.
 */
final class PluginClassLoader extends URLClassLoader {

  private static final List<String> SHARED =
      List.of("dev.quiver.tasks.", "org.slf4j.", "org.jspecify.");

  private final ClassLoader shared;

  PluginClassLoader(String name, URL[] jars, ClassLoader shared) {
    super(name, jars, ClassLoader.getPlatformClassLoader());
    this.shared = shared;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (SHARED.stream().anyMatch(name::startsWith)) {
      try {
        return shared.loadClass(name);
      } catch (ClassNotFoundException e) {
        // Somebody's own class under one of these names.
      }
    }
    return super.loadClass(name, resolve);
  }
}
