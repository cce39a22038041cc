package dev.quiver.tasks.handler;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Makes jars of handlers: compiles sources, and names services. */
public final class PluginJar {

  public static final String SERVICE = "META-INF/services/" + TaskHandler.class.getName();

  private final Map<String, byte[]> entries = new TreeMap<>();

  /** Compiles a class from its source and puts it in. */
  public PluginJar source(String className, String source) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    Map<String, ByteArrayOutputStream> compiled = new LinkedHashMap<>();
    StringWriter messages = new StringWriter();
    try (JavaFileManager files =
        new ForwardingJavaFileManager<>(compiler.getStandardFileManager(null, null, null)) {
          @Override
          public JavaFileObject getJavaFileForOutput(
              Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
            return new SimpleJavaFileObject(URI.create("mem:///" + name), kind) {
              @Override
              public OutputStream openOutputStream() {
                return compiled.computeIfAbsent(name, any -> new ByteArrayOutputStream());
              }
            };
          }
        }) {
      JavaFileObject unit =
          new SimpleJavaFileObject(
              URI.create("mem:///" + className.replace('.', '/') + ".java"),
              JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
              return source;
            }
          };
      List<String> options =
          List.of("-proc:none", "-classpath", System.getProperty("java.class.path"));
      if (!compiler.getTask(messages, files, null, options, null, List.of(unit)).call()) {
        throw new IllegalArgumentException(messages.toString());
      }
    }
    compiled.forEach(
        (name, bytes) -> entry(name.replace('.', '/') + ".class", bytes.toByteArray()));
    return this;
  }

  public PluginJar service(String... classNames) {
    return entry(SERVICE, String.join("\n", classNames).getBytes(StandardCharsets.UTF_8));
  }

  public PluginJar entry(String name, byte[] bytes) {
    entries.put(name, bytes);
    return this;
  }

  public Path write(Path jar) throws IOException {
    Files.createDirectories(jar.getParent());
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        out.putNextEntry(new JarEntry(entry.getKey()));
        out.write(entry.getValue());
        out.closeEntry();
      }
    }
    return jar;
  }
}
