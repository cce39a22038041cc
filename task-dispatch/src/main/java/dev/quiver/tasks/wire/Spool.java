package dev.quiver.tasks.wire;

import dev.quiver.messaging.codec.RejectedMessageException;
import dev.quiver.tasks.Payload;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.apache.activemq.artemis.api.core.ActiveMQBuffer;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.client.ClientMessage;

/**
 * Keeps streamed bodies after they were received: short ones in memory, others in a file that has
 * no name any more, so that it goes with the process or when nobody refers to the payload.
 *
 * <p>A body must be kept on the thread that was given its message, before a message listener
 * returns and before the consumer receives the next one: after that the client throws it away.
 *
 * @param folder where files are made
 * @param memoryBytes up to this many bytes stay in memory
 * @param maxBytes beyond this a body is refused
 */
public record Spool(Path folder, int memoryBytes, long maxBytes) {

  /** What fits into memory beside many others. */
  public static final int DEFAULT_MEMORY_BYTES = 64 * 1024;

  /** What is taken at most unless somebody says otherwise: 64 MiB. */
  public static final long DEFAULT_MAX_BYTES = 64L * 1024 * 1024;

  public Spool {
    if (memoryBytes < 0 || maxBytes < 0) {
      throw new IllegalArgumentException(
          "the limits are " + memoryBytes + " and " + maxBytes + " bytes: use 0 or more");
    }
  }

  /** In the system's folder for temporary files, with the usual limits. */
  public static Spool defaults() {
    return new Spool(
        Path.of(System.getProperty("java.io.tmpdir")), DEFAULT_MEMORY_BYTES, DEFAULT_MAX_BYTES);
  }

  Payload.Streamed keep(ClientMessage message) throws RejectedMessageException, IOException {
    Object stated = message.getObjectProperty(WireProperties.PAYLOAD_BYTES);
    if (!(stated instanceof Long announced) || announced < 0) {
      throw Rejects.wrongType("payloadBytes", "a number of bytes");
    }
    long bytes = announced;
    if (bytes > maxBytes) {
      throw Rejects.tooLarge(
          "its payload has " + bytes + " bytes and at most " + maxBytes + " are taken");
    }
    if (message.getType() != Message.BYTES_TYPE) {
      throw Rejects.wrongKind("it has a head and is not a bytes message");
    }
    if (!message.isLargeMessage()) {
      return inMemory(regularBody(message, bytes));
    }
    if (bytes <= memoryBytes) {
      ByteArrayOutputStream memory = new ByteArrayOutputStream((int) bytes);
      drain(message, new BoundedSink(memory, bytes), bytes);
      return inMemory(memory.toByteArray());
    }
    UnnamedFile file = UnnamedFile.in(folder);
    try {
      drain(message, new BoundedSink(file.out(), bytes), bytes);
      file.finish();
    } catch (IOException | RejectedMessageException e) {
      file.close();
      throw e;
    }
    return new Payload.Streamed(file, bytes);
  }

  private static void drain(ClientMessage message, BoundedSink sink, long stated)
      throws IOException, RejectedMessageException {
    sink.drain(message);
    checkSize(stated, sink.seen());
  }

  private static byte[] regularBody(ClientMessage message, long stated)
      throws RejectedMessageException {
    ActiveMQBuffer body = message.getReadOnlyBodyBuffer();
    checkSize(stated, body.readableBytes());
    byte[] bytes = new byte[body.readableBytes()];
    body.readBytes(bytes);
    return bytes;
  }

  private static void checkSize(long stated, long seen) throws RejectedMessageException {
    if (stated != seen) {
      throw Rejects.badValue("payloadBytes", "it says " + stated + " and " + seen + " came");
    }
  }

  private static Payload.Streamed inMemory(byte[] bytes) {
    return new Payload.Streamed(() -> new ByteArrayInputStream(bytes), bytes.length);
  }

  /** Frees what a payload keeps at once instead of when nobody refers to it; others are left. */
  public static void release(Payload payload) {
    if (payload instanceof Payload.Streamed streamed
        && streamed.source() instanceof Closeable source) {
      try {
        source.close();
      } catch (IOException e) {
        throw new UncheckedIOException("what a payload kept could not be freed", e);
      }
    }
  }
}
