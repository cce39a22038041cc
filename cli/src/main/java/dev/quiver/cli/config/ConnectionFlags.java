package dev.quiver.cli.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every command that goes to a broker. */
public final class ConnectionFlags {

  @Option(names = "--url", paramLabel = "URL")
  @Nullable String url;

  @Option(names = "--tls", paramLabel = "DIR")
  @Nullable Path tls;

  @Option(names = "--user", paramLabel = "NAME")
  @Nullable String user;

  @Option(names = "--password-file", paramLabel = "FILE")
  @Nullable Path passwordFile;

  @Option(names = "--namespace", paramLabel = "NAME")
  @Nullable String namespace;

  @Option(names = "--data", paramLabel = "DIR")
  @Nullable Path data;

  /** What was given, as arguments for a process that is to go to the same broker. */
  public List<String> arguments() {
    List<String> arguments = new ArrayList<>();
    add(arguments, "--url", url);
    add(arguments, "--tls", tls);
    add(arguments, "--user", user);
    add(arguments, "--password-file", passwordFile);
    add(arguments, "--namespace", namespace);
    add(arguments, "--data", data);
    return arguments;
  }

  private static void add(List<String> arguments, String name, @Nullable Object value) {
    if (value != null) {
      arguments.add(name);
      arguments.add(value.toString());
    }
  }
}
