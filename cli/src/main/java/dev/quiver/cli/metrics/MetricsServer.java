package dev.quiver.cli.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** One page over HTTP, {@code /metrics}, written anew for everybody who asks. */
final class MetricsServer implements AutoCloseable {

  static final String PATH = "/metrics";

  /** The text format of Prometheus, version 0.0.4. */
  private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

  /** One that asks slowly does not keep another from being answered. */
  private static final int THREADS = 3;

  /** Read once, when the first server of the process is made: who is silent that long is let go. */
  private static final String SECONDS_TO_ASK = "sun.net.httpserver.maxReqTime";

  private static final String SECONDS_TO_LISTEN = "sun.net.httpserver.maxRspTime";

  private final HttpServer server;
  private final ExecutorService threads;

  private MetricsServer(HttpServer server, ExecutorService threads) {
    this.server = server;
    this.threads = threads;
  }

  /**
   * Begins to answer.
   *
   * @param address port 0 for a free one
   * @param page what is answered
   * @throws IOException if nobody can listen there
   */
  static MetricsServer start(InetSocketAddress address, Supplier<String> page) throws IOException {
    limit(SECONDS_TO_ASK, "10");
    limit(SECONDS_TO_LISTEN, "20");
    HttpServer server = HttpServer.create(address, 0);
    ExecutorService threads =
        Executors.newFixedThreadPool(
            THREADS,
            task -> {
              Thread thread = new Thread(task, "quiver-metrics");
              thread.setDaemon(true);
              return thread;
            });
    server.setExecutor(threads);
    server.createContext("/", exchange -> answer(exchange, page));
    server.start();
    return new MetricsServer(server, threads);
  }

  private static void limit(String property, String seconds) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, seconds);
    }
  }

  private static void answer(HttpExchange exchange, Supplier<String> page) throws IOException {
    try (exchange) {
      boolean asks = exchange.getRequestMethod().equals("GET");
      if (!asks && !exchange.getRequestMethod().equals("HEAD")) {
        exchange.getResponseHeaders().set("Allow", "GET, HEAD");
        exchange.sendResponseHeaders(405, -1);
      } else if (!exchange.getRequestURI().getPath().equals(PATH)) {
        exchange.sendResponseHeaders(404, -1);
      } else {
        byte[] text = page.get().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", TEXT);
        exchange.sendResponseHeaders(200, asks ? text.length : -1);
        if (asks) {
          try (OutputStream out = exchange.getResponseBody()) {
            out.write(text);
          }
        }
      }
    }
  }

  /** Where it is. */
  InetSocketAddress address() {
    return server.getAddress();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
