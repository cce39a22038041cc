package dev.quiver.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code quiver map} says when it cannot begin: in clear words, with the documented code. */
class MapConnectionsIT {

  @TempDir private Path folder;
  private QuiverLauncher quiver;

  @BeforeEach
  void open() throws IOException {
    quiver = new QuiverLauncher(folder);
    Files.writeString(folder.resolve("words"), "um dois\n");
  }

  @AfterEach
  void close() {
    quiver.close();
  }

  @Test
  void anUnknownTypeIsToldWithThoseThereAre() {
    QuiverProcess map = quiver.run("map", "--embedded", "no.such", "words");

    assertThat(map.exitCode()).as(map.err()).isEqualTo(2);
    assertThat(map.err()).contains("\"no.such\"", "text.count_words", "hash.sha256");
    assertInWords(map);
  }

  @Test
  void aBrokerThatWasNamedAndIsNotThereIsNotReplaced() {
    assertRefused(QuiverLauncher.freePort(), "No broker answers at 127.0.0.1:");
  }

  @Test
  void aServiceThatSaysNothingIsNoBroker() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      assertRefused(silent.getLocalPort(), "No broker answers at 127.0.0.1:");
    }
  }

  @Test
  void aWebServerIsNamed() throws IOException {
    try (ServerSocket web = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread thread = new Thread(() -> answer(web), "web-server");
      thread.setDaemon(true);
      thread.start();

      assertRefused(web.getLocalPort(), "there is a web server, not a broker of Quiver");
    }
  }

  private void assertRefused(int port, String words) {
    QuiverProcess map =
        quiver.run("map", "--url", QuiverLauncher.url(port), "text.count_words", "words");
    assertThat(map.exitCode()).as(map.err()).isEqualTo(3);
    assertThat(map.err()).contains("127.0.0.1:" + port, words);
    assertInWords(map);
  }

  private static void answer(ServerSocket web) {
    byte[] words =
        "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n"
            .getBytes(StandardCharsets.ISO_8859_1);
    while (!web.isClosed()) {
      try (Socket socket = web.accept()) {
        if (socket.getInputStream().read() >= 0) {
          socket.getOutputStream().write(words);
        }
      } catch (IOException e) {
        // One visitor less; when the server was closed, the loop ends.
      }
    }
  }

  private static void assertInWords(QuiverProcess map) {
    assertThat(map.out()).isEmpty();
    assertThat(map.err()).doesNotContain("Exception", "\tat ");
  }
}
