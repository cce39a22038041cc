package dev.quiver.messaging;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between a client and its broker and cuts every connection when told: both ways at once, or
 * first the answers, so that the broker still does what the client never hears of. That is the
 * commit of unknown outcome.
 */
public final class CuttingProxy implements AutoCloseable {

  private final ServerSocket server;
  private final URI broker;
  private final Set<Line> lines = ConcurrentHashMap.newKeySet();
  private final AtomicInteger dying = new AtomicInteger();

  private CuttingProxy(ServerSocket server, URI broker) {
    this.server = server;
    this.broker = broker;
  }

  /** Before the broker with that URL, {@code tcp://host:port}. */
  public static CuttingProxy before(String url) {
    try {
      CuttingProxy proxy =
          new CuttingProxy(
              new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), URI.create(url));
      daemon(proxy::accept);
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where clients connect. */
  public String url() {
    return "tcp://127.0.0.1:" + server.getLocalPort();
  }

  /** From now on answers are swallowed; requests still arrive. */
  public void muteAnswers() {
    lines.forEach(line -> line.muted = true);
  }

  /** Cuts all connections there are; new ones are let through. */
  public void cut() {
    lines.forEach(Line::close);
    lines.clear();
  }

  /**
   * The next so many connections are accepted, heard for a moment, and closed without an answer.
   */
  public void die(int connections) {
    dying.set(connections);
  }

  /** How many of those have not come yet. */
  public int dying() {
    return dying.get();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        if (dying.get() > 0) {
          dying.decrementAndGet();
          try (client) {
            int unused = client.getInputStream().read();
          }
          continue;
        }
        Line line = new Line(client, new Socket(broker.getHost(), broker.getPort()));
        lines.add(line);
        daemon(() -> line.copy(client, line.broker, false));
        daemon(() -> line.copy(line.broker, client, true));
      } catch (IOException e) {
        // The broker is away, or the proxy was closed.
        Thread.onSpinWait();
      }
    }
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "cutting-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    cut();
  }

  private static final class Line {
    final Socket client;
    final Socket broker;
    volatile boolean muted;

    Line(Socket client, Socket broker) {
      this.client = client;
      this.broker = broker;
    }

    void copy(Socket from, Socket to, boolean answers) {
      byte[] buffer = new byte[16 * 1024];
      try {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
          if (!(answers && muted)) {
            out.write(buffer, 0, read);
          }
        }
      } catch (IOException e) {
        // Cut, by us or by one of the two.
        muted = true;
      }
      close();
    }

    void close() {
      try (client;
          broker) {
        muted = true;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
