package dev.quiver.cli.map;

import dev.quiver.cli.platform.TemporaryFolderException;
import dev.quiver.tasks.Payload;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Results that wait on disk, in one file that is deleted as soon as it is open. */
final class Spill implements AutoCloseable {

  private final Path folder;
  private @Nullable FileChannel file;
  private long end;

  /**
   * @param folder where the file is made, when it is needed
   */
  Spill(Path folder) {
    this.folder = folder;
  }

  /** Writes the text; the payload reads it from the file. */
  Payload keep(Payload.Text text) throws IOException {
    byte[] bytes = text.text().getBytes(StandardCharsets.UTF_8);
    FileChannel channel = file;
    if (channel == null) {
      Path path;
      try {
        path = Files.createTempFile(folder, "quiver-results-", null);
      } catch (IOException e) {
        throw new TemporaryFolderException.NotWritable(folder, e);
      }
      channel =
          FileChannel.open(
              path,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE);
      file = channel;
    }
    FileChannel open = channel;
    long start = end;
    for (ByteBuffer rest = ByteBuffer.wrap(bytes); rest.hasRemaining(); ) {
      end += open.write(rest, end);
    }
    return new Payload.Streamed(
        () -> new ByteArrayInputStream(read(open, start, bytes.length)), bytes.length);
  }

  /** The file goes, and with it what was kept. */
  @Override
  public void close() {
    if (file != null) {
      try {
        file.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static byte[] read(FileChannel file, long start, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining()) {
      if (file.read(bytes, start + bytes.position()) < 0) {
        throw new IOException("the file of waiting results has been cut");
      }
    }
    return bytes.array();
  }
}
