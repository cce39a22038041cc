package dev.quiver.messaging.batch;

import dev.quiver.messaging.codec.RejectedMessageException;
import dev.quiver.messaging.codec.Rejection;
import dev.quiver.messaging.connection.Failures;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.core.client.impl.ClientMessageInternal;

/**
 * Bodies that are too large for memory: sent from a stream, received into a file, never held whole.
 * The message says in {@code payloadBytes} how many bytes follow; neither side believes it without
 * counting.
 *
 * <p>A message handler must receive (or refuse) the body before it returns: the client library
 * discards what is left of it then.
 */
public final class Streamed {

  /** The property that says how many bytes the body has. */
  public static final String PAYLOAD_BYTES = "payloadBytes";

  private Streamed() {}

  /**
   * A message whose body is read from a stream while it is sent.
   *
   * @param body read to its end by the send; the caller closes it afterwards
   * @param bytes how many it gives; giving more or fewer fails the send
   */
  public static ClientMessage message(ClientSession session, InputStream body, long bytes) {
    ClientMessage message = session.createMessage(Message.BYTES_TYPE, true);
    message.putLongProperty(PAYLOAD_BYTES, bytes);
    message.setBodyInputStream(new ExactInputStream(body, bytes));
    return message;
  }

  /** Whether the message says that its body is streamed. */
  public static boolean is(ClientMessage message) {
    return message.containsProperty(PAYLOAD_BYTES);
  }

  /**
   * Receives the body into a new file; on failure nothing is left of it.
   *
   * @param limit how many bytes are acceptable; checked before the first is read
   * @param file must not exist yet
   * @return how many bytes there are
   * @throws RejectedMessageException if there are more than the limit, or others than the message
   *     says
   * @throws UncheckedIOException if the file cannot be written
   */
  public static long receive(ClientMessage message, long limit, Path file) {
    long bytes = requireWithin(message, limit);
    boolean complete = false;
    try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)) {
      message.saveToOutputStream(out);
      complete = true;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "a streamed body of " + bytes + " bytes cannot be written to " + file, e);
    } catch (ActiveMQException e) {
      throw e.getCause() instanceof IOException full
          ? new UncheckedIOException(
              "a streamed body of " + bytes + " bytes cannot be written to " + file, full)
          : Failures.translate(e);
    } finally {
      if (!complete) {
        refuse(message);
        delete(file);
      }
    }
    return bytes;
  }

  /** Lets go of a body that nobody wants, so that the consumer gets its next message. */
  public static void refuse(ClientMessage message) {
    if (message.isLargeMessage()) {
      ((ClientMessageInternal) message).discardBody();
    }
  }

  private static long requireWithin(ClientMessage message, long limit) {
    Object claimed = message.getObjectProperty(PAYLOAD_BYTES);
    if (!(claimed instanceof Long bytes) || message.getType() != Message.BYTES_TYPE) {
      refuse(message);
      throw new RejectedMessageException(
          Rejection.WRONG_TYPE, "a streamed body is a bytes message with a long payloadBytes");
    }
    long actual = message.getBodySize();
    if (actual > limit || bytes > limit) {
      refuse(message);
      throw new RejectedMessageException(
          Rejection.TOO_LARGE,
          "the streamed body has "
              + Math.max(actual, bytes)
              + " bytes, more than the allowed "
              + limit);
    }
    if (actual != bytes) {
      refuse(message);
      throw new RejectedMessageException(
          Rejection.WRONG_VALUE,
          "the streamed body has " + actual + " bytes and says that it has " + bytes);
    }
    return bytes;
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException("a spool file cannot be removed: " + file, e);
    }
  }

  /** Ends in an exception unless the source gives exactly so many bytes. */
  private static final class ExactInputStream extends FilterInputStream {

    private final long expected;
    private long given;

    ExactInputStream(InputStream source, long expected) {
      super(source);
      this.expected = expected;
    }

    @Override
    public int read() throws IOException {
      int read = super.read();
      count(read < 0 ? -1 : 1);
      return read;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int read = super.read(buffer, offset, length);
      count(read);
      return read;
    }

    private void count(int read) throws IOException {
      if (read > 0) {
        given += read;
      }
      if (given > expected || (read < 0 && given < expected)) {
        throw new IOException(
            "the source of a streamed body gave "
                + given
                + " bytes, "
                + expected
                + " were announced: it changed meanwhile");
      }
    }
  }
}
