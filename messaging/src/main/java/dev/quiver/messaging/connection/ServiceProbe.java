package dev.quiver.messaging.connection;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import javax.net.ssl.SSLException;

/**
 * Tells within a few seconds what listens on a port: an Artemis broker, another service, something
 * that never answers, or nothing. The client library itself waits half a minute for a service that
 * accepts and stays silent, and then says no more than that it timed out.
 *
 * <p>It speaks the first words of the core protocol, the handshake and a ping, which a broker
 * answers before any login; whatever comes back instead betrays the service.
 */
final class ServiceProbe {

  /** What was found. */
  sealed interface Finding {

    /** A broker that speaks the core protocol. */
    record Broker() implements Finding {}

    /**
     * Another service.
     *
     * @param name as words that follow "there is"
     */
    record Foreign(String name) implements Finding {}

    /**
     * Something that takes the connection and ends it without a word: another service, or what
     * stands before a server, such as a container's published port, while that does not listen.
     */
    record HangsUp() implements Finding {

      /** As words that follow "there is". */
      String name() {
        return "a service that hangs up on a broker's client";
      }
    }

    /**
     * Nothing, or nothing that answers.
     *
     * @param why what happened
     */
    record Absent(String why) implements Finding {}

    /**
     * No encrypted connection comes about, or one that must be encrypted.
     *
     * @param fault why
     * @param detail the words of the library
     */
    record NoTls(TlsFault fault, String detail) implements Finding {}

    /** No such host. */
    record UnknownHost() implements Finding {}
  }

  private static final byte TLS_ALERT = 0x15;
  private static final byte TLS_MAJOR = 0x03;
  private static final int PING = 10;
  private static final int PING_LENGTH = 17;
  private static final int LENGTH_AND_TYPE = 5;
  private static final byte[] HELLO = hello();

  /** Wakes services that wait for the end of a line before they complain. */
  private static final byte[] END_OF_LINE = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private ServiceProbe() {}

  /**
   * Looks what is there. Ends at once when the thread is interrupted, with the interrupt kept.
   *
   * @param patience the longest time, in total
   */
  static Finding look(String host, int port, Duration patience) {
    InetSocketAddress address = new InetSocketAddress(host, port);
    if (address.isUnresolved()) {
      return new Finding.UnknownHost();
    }
    long deadline = System.nanoTime() + patience.toNanos();
    try (SocketChannel channel = SocketChannel.open()) {
      Socket socket = channel.socket();
      socket.connect(address, (int) patience.toMillis());
      Finding finding = converse(socket, deadline, patience);
      return finding instanceof Finding.HangsUp && TlsProbe.isSpoken(host, port, patience)
          ? new Finding.NoTls(TlsFault.ENCRYPTED, "it hangs up on whoever does not")
          : finding;
    } catch (SocketTimeoutException e) {
      return new Finding.Absent("nothing answered within " + patience.toMillis() + " ms");
    } catch (IOException e) {
      String why = e.getMessage();
      return new Finding.Absent(
          why == null ? e.getClass().getSimpleName() : why.toLowerCase(Locale.ROOT));
    }
  }

  /**
   * Says the first words of the core protocol and listens.
   *
   * @throws SSLException if the socket speaks TLS and the other side ended that
   */
  static Finding converse(Socket socket, long deadline, Duration patience) throws IOException {
    byte[] answer = new byte[256];
    int length = 0;
    boolean woken = false;
    try {
      socket.getOutputStream().write(HELLO);
      InputStream in = socket.getInputStream();
      while (length < LENGTH_AND_TYPE) {
        long left = (deadline - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          break;
        }
        socket.setSoTimeout((int) Math.max(1, woken ? left : left / 2));
        try {
          int read = in.read(answer, length, answer.length - length);
          if (read < 0) {
            return length == 0 ? new Finding.HangsUp() : new Finding.Foreign(name(answer, length));
          }
          length += read;
        } catch (SocketTimeoutException e) {
          if (!woken) {
            woken = true;
            socket.getOutputStream().write(END_OF_LINE);
          }
        }
      }
    } catch (IOException e) {
      if (Thread.currentThread().isInterrupted() || e instanceof SSLException) {
        throw e;
      }
      // A reset after we spoke: it listens, and did not like what it heard.
      return length == 0 ? new Finding.HangsUp() : new Finding.Foreign(name(answer, length));
    }
    if (length == 0) {
      return new Finding.Absent(
          "something accepts connections there but did not answer within "
              + patience.toMillis()
              + " ms: it hangs, or is no broker");
    }
    if (length > 1 && answer[0] == TLS_ALERT && answer[1] == TLS_MAJOR) {
      return new Finding.NoTls(TlsFault.ENCRYPTED, "it answers with an alert of TLS");
    }
    return isPing(answer, length)
        ? new Finding.Broker()
        : new Finding.Foreign(name(answer, length));
  }

  private static boolean isPing(byte[] answer, int length) {
    return length >= LENGTH_AND_TYPE
        && ByteBuffer.wrap(answer).getInt() == PING_LENGTH
        && answer[4] == PING;
  }

  private static String name(byte[] answer, int length) {
    String text = new String(answer, 0, length, StandardCharsets.ISO_8859_1);
    if (text.startsWith("HTTP/") || text.startsWith("<!DOC") || text.startsWith("<html")) {
      return "a web server";
    }
    if (text.startsWith("SSH-")) {
      return "an SSH server";
    }
    if (text.contains("ActiveMQ")) {
      return "an ActiveMQ Classic broker (OpenWire)";
    }
    if (text.startsWith("AMQP")) {
      return "an AMQP broker that is not Artemis (such as RabbitMQ)";
    }
    if (text.startsWith("-ERR") || text.startsWith("-NOAUTH") || text.startsWith("-DENIED")) {
      return "a Redis server";
    }
    if (text.startsWith("220 ") || text.startsWith("220-")) {
      return "a mail or FTP server";
    }
    return "a service that is no Artemis broker (it answered \"" + harmless(text) + "\")";
  }

  private static String harmless(String text) {
    String cut = text.length() > 40 ? text.substring(0, 40) + "..." : text;
    return cut.replaceAll("[^ -~]", ".");
  }

  /** The handshake, then a ping packet: length, type, channel 0, time-to-live of the connection. */
  private static byte[] hello() {
    ByteBuffer buffer = ByteBuffer.allocate(7 + 4 + PING_LENGTH);
    buffer.put("ARTEMIS".getBytes(StandardCharsets.US_ASCII));
    buffer.putInt(PING_LENGTH).put((byte) PING).putLong(0).putLong(10_000);
    return buffer.array();
  }
}
