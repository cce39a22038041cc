package dev.quiver.tasks.worker;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Stands between clients and a broker, and can swallow what the broker says: what a client asked
 * for is done, and it never hears of it.
 */
final class DeafRelay implements AutoCloseable {

  private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final int brokerPort;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private volatile boolean deaf;

  DeafRelay(int brokerPort) throws IOException {
    this.brokerPort = brokerPort;
    run("relay", this::accept);
  }

  String url() {
    return "tcp://127.0.0.1:" + door.getLocalPort();
  }

  /** From now on nothing that the broker says arrives. */
  void beDeaf() {
    deaf = true;
  }

  /** Breaks all connections. */
  void cut() {
    sockets.forEach(DeafRelay::close);
  }

  private void accept() throws IOException {
    while (!door.isClosed()) {
      Socket client = door.accept();
      Socket broker = new Socket(InetAddress.getLoopbackAddress(), brokerPort);
      sockets.addAll(List.of(client, broker));
      run("relay-in", () -> pump(client, broker, false));
      run("relay-out", () -> pump(broker, client, true));
    }
  }

  private void pump(Socket from, Socket to, boolean ofBroker) throws IOException {
    byte[] buffer = new byte[8192];
    InputStream in = from.getInputStream();
    OutputStream out = to.getOutputStream();
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      if (!ofBroker || !deaf) {
        out.write(buffer, 0, n);
        out.flush();
      }
    }
    close(to);
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void run(String name, Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException closed) {
                // One of the two has gone.
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    door.close();
    cut();
  }
}
