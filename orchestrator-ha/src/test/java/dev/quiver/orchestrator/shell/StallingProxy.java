package dev.quiver.orchestrator.shell;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * Stands between a client and a broker and can stop passing bytes on for a while, in both
 * directions, as if the client's process had been stopped: the connection stays open.
 */
final class StallingProxy implements AutoCloseable {

  private final ServerSocket server;
  private final int target;
  private final List<Socket> sockets = new ArrayList<>();
  private volatile CountDownLatch passing = new CountDownLatch(0);

  StallingProxy(int target) throws IOException {
    this.target = target;
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start(this::accept);
  }

  String url() {
    return "tcp://127.0.0.1:" + server.getLocalPort();
  }

  void stall() {
    passing = new CountDownLatch(1);
  }

  void goOn() {
    passing.countDown();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = server.accept();
        Socket broker = new Socket(InetAddress.getLoopbackAddress(), target);
        synchronized (sockets) {
          sockets.add(client);
          sockets.add(broker);
        }
        start(() -> pass(client, broker));
        start(() -> pass(broker, client));
      }
    } catch (IOException closed) {
      // That is how it ends.
      return;
    }
  }

  private void pass(Socket from, Socket to) {
    byte[] buffer = new byte[8192];
    try (InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        passing.await();
        out.write(buffer, 0, n);
        out.flush();
      }
    } catch (IOException closed) {
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void start(Runnable what) {
    Thread thread = new Thread(what, "proxy");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    goOn();
    server.close();
    synchronized (sockets) {
      for (Socket each : sockets) {
        each.close();
      }
    }
  }
}
