package dev.quiver.messaging.connection;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Something on a port that is no broker. */
final class ForeignService implements AutoCloseable {

  /** What it does with each connection. */
  interface Manner {
    void serve(Socket socket) throws IOException;
  }

  private final ServerSocket server;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

  private ForeignService(ServerSocket server) {
    this.server = server;
  }

  static ForeignService start(Manner manner) {
    return start(0, manner);
  }

  private static ForeignService start(int port, Manner manner) {
    try {
      ServerSocket socket = new ServerSocket();
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      ForeignService service = new ForeignService(socket);
      Thread thread = new Thread(() -> service.run(manner), "foreign-service");
      thread.setDaemon(true);
      thread.start();
      return service;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Accepts and never says a word. */
  static ForeignService silent() {
    return start(socket -> {});
  }

  static ForeignService hangingUp() {
    return start(Socket::close);
  }

  /** As {@link #hangingUp}, on the port of something that was there before. */
  static ForeignService hangingUpAt(int port) {
    return start(port, Socket::close);
  }

  /** Says something as soon as somebody comes. */
  static ForeignService greeting(String words) {
    return start(socket -> socket.getOutputStream().write(bytes(words)));
  }

  /** Says something when it has heard the end of a line. */
  static ForeignService answeringLines(String words) {
    return start(
        socket -> {
          int heard;
          do {
            heard = socket.getInputStream().read();
          } while (heard >= 0 && heard != '\n');
          socket.getOutputStream().write(bytes(words));
        });
  }

  String url() {
    return "tcp://127.0.0.1:" + server.getLocalPort();
  }

  int connections() {
    return sockets.size();
  }

  private void run(Manner manner) {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        sockets.add(socket);
        manner.serve(socket);
      } catch (IOException e) {
        // One client less; when it was closed, the loop ends.
        assert !sockets.isEmpty() || server.isClosed();
      }
    }
  }

  private static byte[] bytes(String words) {
    return words.getBytes(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() {
    try {
      server.close();
      for (Socket socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
