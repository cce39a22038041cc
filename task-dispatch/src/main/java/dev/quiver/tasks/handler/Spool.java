package dev.quiver.tasks.handler;

import dev.quiver.tasks.Payload;
import dev.quiver.tasks.TaskReasons;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Takes a result of unknown length: the first {@value #MEMORY_BYTES} bytes in memory, whatever is
 * longer in a file. Its owner, the worker, calls {@link #discard()} once the outcome was sent.
 *
 * <p>Used by one thread at a time.
 */
public final class Spool extends OutputStream {

  /** How much is kept in memory before a file is begun. */
  public static final int MEMORY_BYTES = 128 * 1024;

  private static final int FILE_BUFFER_BYTES = 64 * 1024;

  private final Path folder;
  private final long limitBytes;
  private final ByteArrayOutputStream memory = new ByteArrayOutputStream();
  private @Nullable Path file;
  private @Nullable OutputStream out;
  private long bytes;
  private boolean closed;

  /**
   * An empty one.
   *
   * @param folder where the file is made if one is needed; it exists
   * @param limitBytes how many bytes a result may have
   */
  public Spool(Path folder, long limitBytes) {
    this.folder = folder;
    this.limitBytes = limitBytes;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  /**
   * {@inheritDoc}
   *
   * @throws InvalidInputException if the result gets longer than allowed
   */
  @Override
  public void write(byte[] source, int offset, int length) throws IOException {
    if (closed) {
      throw new IOException(TaskReasons.say("result.closed"));
    }
    if (bytes + length > limitBytes) {
      throw new InvalidInputException(TaskReasons.say("result.long", limitBytes));
    }
    target(length).write(source, offset, length);
    bytes += length;
  }

  private OutputStream target(int length) throws IOException {
    if (out != null) {
      return out;
    }
    if (bytes + length <= MEMORY_BYTES) {
      return memory;
    }
    Path made = Files.createTempFile(folder, "result-", ".spool");
    file = made;
    OutputStream opened = new BufferedOutputStream(Files.newOutputStream(made), FILE_BUFFER_BYTES);
    out = opened;
    memory.writeTo(opened);
    memory.reset();
    return opened;
  }

  /** Ends the writing; what was written stays until {@link #discard()}. */
  @Override
  public void close() throws IOException {
    closed = true;
    if (out != null) {
      out.close();
    }
  }

  /**
   * What was written: text that travels inline if it is short UTF-8, else streamed. Closes it.
   *
   * @throws IOException if what is still buffered cannot be written
   */
  public Payload payload() throws IOException {
    close();
    if (file != null) {
      Path written = file;
      return new Payload.Streamed(() -> Files.newInputStream(written), bytes);
    }
    byte[] all = memory.toByteArray();
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(all)).toString();
      if (text.length() <= Payload.MAX_INLINE_CHARS) {
        return new Payload.Text(text);
      }
    } catch (CharacterCodingException e) {
      // Not text: its bytes are streamed as they are.
    }
    return new Payload.Streamed(() -> new ByteArrayInputStream(all), all.length);
  }

  /** How many bytes were written so far. */
  public long bytes() {
    return bytes;
  }

  /**
   * Deletes what was written; a payload of it cannot be opened any more. Does nothing the second
   * time.
   */
  public void discard() throws IOException {
    try {
      close();
    } finally {
      memory.reset();
      if (file != null) {
        Files.deleteIfExists(file);
      }
    }
  }
}
