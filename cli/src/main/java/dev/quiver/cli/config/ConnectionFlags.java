package dev.quiver.cli.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every command that goes to a broker. */
public final class ConnectionFlags {

  @Option(names = "--url", paramLabel = "URL")
  @Nullable String url;

  @Option(names = "--user", paramLabel = "NAME")
  @Nullable String user;

  @Option(names = "--password-file", paramLabel = "FILE")
  @Nullable Path passwordFile;

  @Option(names = "--namespace", paramLabel = "NAME")
  @Nullable String namespace;

  @Option(names = "--data", paramLabel = "DIR")
  @Nullable Path data;
}
