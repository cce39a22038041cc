package dev.quiver.docker;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes Testcontainers speak the version of the interface that the engine speaks. By itself it
 * insists on 1.44, which engines before 25 refuse, such as Debian's.
 */
final class EngineVersion {

  /** What docker-java is told in. */
  private static final String PROPERTY = "api.version";

  private static final Pattern VERSION = Pattern.compile("\"ApiVersion\":\"([0-9.]+)\"");

  private EngineVersion() {}

  /** Asks the engine, unless somebody has said which version to speak. */
  static void adopt() {
    String version = System.getProperty(PROPERTY) == null ? ask() : null;
    if (version != null) {
      System.setProperty(PROPERTY, version);
    }
  }

  /** Null if it cannot be asked: Testcontainers then says whether there is one. */
  private static @Nullable String ask() {
    String host = System.getenv().getOrDefault("DOCKER_HOST", "unix:///var/run/docker.sock");
    if (!host.startsWith("unix://")) {
      return null;
    }
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(host.substring("unix://".length())));
      channel.write(StandardCharsets.US_ASCII.encode("GET /version HTTP/1.0\r\n\r\n"));
      StringBuilder answer = new StringBuilder();
      ByteBuffer buffer = ByteBuffer.allocate(16 * 1024);
      while (channel.read(buffer) >= 0) {
        answer.append(StandardCharsets.UTF_8.decode(buffer.flip()));
        buffer.clear();
      }
      Matcher version = VERSION.matcher(answer);
      return version.find() ? version.group(1) : null;
    } catch (IOException nobody) {
      return null;
    }
  }
}
