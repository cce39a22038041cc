package dev.quiver.messaging.connection;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.apache.activemq.artemis.core.remoting.impl.ssl.SSLSupport;
import org.apache.activemq.artemis.spi.core.remoting.ssl.SSLContextConfig;
import org.jspecify.annotations.Nullable;

/**
 * {@link ServiceProbe} inside TLS, with the same certificates and checks as the client library. The
 * library itself says no more than that the connection could not be made, and tries again without
 * end what will never succeed.
 */
final class TlsProbe {

  /** How long a server may take to refuse our certificate after the handshake. */
  private static final Duration SECOND_THOUGHTS = Duration.ofSeconds(2);

  private final URI server;
  private final Map<String, String> parameters;
  private final Duration patience;
  private final SSLSocketFactory sockets;

  private TlsProbe(
      URI server, Map<String, String> parameters, Duration patience, SSLSocketFactory sockets) {
    this.server = server;
    this.parameters = parameters;
    this.patience = patience;
    this.sockets = sockets;
  }

  /**
   * Looks what is there.
   *
   * @param parameters those of the server's URL
   * @param patience the longest time for each of the attempts
   */
  static ServiceProbe.Finding look(URI server, Map<String, String> parameters, Duration patience) {
    SSLContext context;
    try {
      context = context(parameters);
    } catch (Exception cause) {
      // The library declares no more than that; whatever it is, the files are the reason.
      return new ServiceProbe.Finding.NoTls(TlsFault.FILES, files(parameters, cause));
    }
    return new TlsProbe(server, parameters, patience, context.getSocketFactory()).look();
  }

  private ServiceProbe.Finding look() {
    ServiceProbe.Finding found = attempt(false);
    // The refusal of our certificate comes after the handshake, and may be lost if we were
    // speaking.
    return found instanceof ServiceProbe.Finding.HangsUp ? attempt(true) : found;
  }

  private ServiceProbe.Finding attempt(boolean listensFirst) {
    InetSocketAddress address = new InetSocketAddress(server.getHost(), server.getPort());
    if (address.isUnresolved()) {
      return new ServiceProbe.Finding.UnknownHost();
    }
    long deadline = System.nanoTime() + patience.toNanos();
    boolean shaken = false;
    try (SocketChannel channel = SocketChannel.open()) {
      channel.socket().connect(address, (int) patience.toMillis());
      SSLSocket socket = wrapped(channel.socket());
      socket.startHandshake();
      shaken = true;
      if (listensFirst) {
        listen(socket);
      }
      return ServiceProbe.converse(socket, deadline, patience);
    } catch (SSLException refused) {
      TlsFault fault = TlsFaults.of(refused, parameters.containsKey("keyStorePath"));
      return fault == TlsFault.NOT_ENCRYPTED
          ? unencrypted()
          : new ServiceProbe.Finding.NoTls(fault, TlsFaults.words(refused));
    } catch (SocketTimeoutException slow) {
      return unencrypted();
    } catch (IOException cause) {
      if (shaken || Thread.currentThread().isInterrupted() || !channelOpened(cause)) {
        return new ServiceProbe.Finding.Absent(lowerCase(cause));
      }
      return unencrypted();
    }
  }

  /** Whether somebody took the connection at all. */
  private static boolean channelOpened(IOException cause) {
    return !(cause instanceof java.net.ConnectException
        || cause instanceof java.net.NoRouteToHostException);
  }

  /** Somebody is there and does not answer as one who speaks TLS. */
  private ServiceProbe.Finding unencrypted() {
    ServiceProbe.Finding plain = ServiceProbe.look(server.getHost(), server.getPort(), patience);
    return plain instanceof ServiceProbe.Finding.Broker
        ? new ServiceProbe.Finding.NoTls(TlsFault.NOT_ENCRYPTED, "it answers unencrypted")
        : plain;
  }

  private static void listen(SSLSocket socket) throws IOException {
    socket.setSoTimeout((int) SECOND_THOUGHTS.toMillis());
    try {
      int first = socket.getInputStream().read();
      if (first >= 0) {
        throw new IOException("it speaks before it is spoken to");
      }
    } catch (SocketTimeoutException accepted) {
      // It listens: what it has to say against us it would have said.
      socket.setSoTimeout(0);
    }
  }

  private SSLSocket wrapped(Socket plain) throws IOException {
    plain.setSoTimeout((int) patience.toMillis());
    String host = server.getHost().replaceAll("[\\[\\]]", "");
    SSLSocket socket = (SSLSocket) sockets.createSocket(plain, host, server.getPort(), true);
    SSLParameters wanted = socket.getSSLParameters();
    if (!"false".equals(parameters.get("verifyHost"))) {
      wanted.setEndpointIdentificationAlgorithm("HTTPS");
    }
    String protocols = parameters.get("enabledProtocols");
    if (protocols != null) {
      wanted.setProtocols(decoded(protocols).split("\\s*,\\s*", -1));
    }
    socket.setSSLParameters(wanted);
    return socket;
  }

  private static SSLContext context(Map<String, String> parameters) throws Exception {
    if ("true".equals(parameters.get("useDefaultSslContext"))) {
      return SSLContext.getDefault();
    }
    SSLContextConfig config =
        SSLContextConfig.builder()
            .keystoreProvider(value(parameters, "keyStoreProvider"))
            .keystoreType(or(value(parameters, "keyStoreType"), "JKS"))
            .keystorePath(value(parameters, "keyStorePath"))
            .keystorePassword(value(parameters, "keyStorePassword"))
            .keystoreAlias(value(parameters, "keyStoreAlias"))
            .truststoreProvider(value(parameters, "trustStoreProvider"))
            .truststoreType(or(value(parameters, "trustStoreType"), "JKS"))
            .truststorePath(value(parameters, "trustStorePath"))
            .truststorePassword(value(parameters, "trustStorePassword"))
            .crlPath(value(parameters, "crlPath"))
            .trustAll("true".equals(parameters.get("trustAll")))
            .build();
    return new SSLSupport(config).createContext();
  }

  private static @Nullable String value(Map<String, String> parameters, String name) {
    String raw = parameters.get(name);
    return raw == null ? null : decoded(raw);
  }

  private static String or(@Nullable String value, String absent) {
    return value == null ? absent : value;
  }

  private static String decoded(String raw) {
    return URLDecoder.decode(raw, StandardCharsets.UTF_8);
  }

  private static String files(Map<String, String> parameters, Exception cause) {
    StringBuilder words = new StringBuilder();
    for (String name : new String[] {"trustStorePath", "keyStorePath"}) {
      String file = value(parameters, name);
      if (file != null) {
        words.append(words.isEmpty() ? "" : ", ").append(file);
      }
    }
    return words + ": " + TlsFaults.words(cause);
  }

  private static String lowerCase(IOException cause) {
    String why = cause.getMessage();
    return why == null ? cause.getClass().getSimpleName() : why.toLowerCase(Locale.ROOT);
  }

  /** Whether a server that hung up on a plain client speaks TLS, whatever its certificate. */
  static boolean isSpoken(String host, int port, Duration patience) {
    try (SocketChannel channel = SocketChannel.open()) {
      channel.socket().connect(new InetSocketAddress(host, port), (int) patience.toMillis());
      channel.socket().setSoTimeout((int) patience.toMillis());
      SSLSocketFactory any = (SSLSocketFactory) SSLSocketFactory.getDefault();
      ((SSLSocket) any.createSocket(channel.socket(), host, port, true)).startHandshake();
      return true;
    } catch (SSLException refused) {
      return TlsFaults.of(refused, false) != TlsFault.NOT_ENCRYPTED;
    } catch (IOException other) {
      return false;
    }
  }
}
