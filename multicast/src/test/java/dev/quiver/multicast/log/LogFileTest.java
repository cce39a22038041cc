package dev.quiver.multicast.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.multicast.MessageId;
import dev.quiver.multicast.log.PeerLog.End;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a log whose name is used again. */
class LogFileTest {

  @TempDir private Path folder;

  private void write(String id, boolean ends) {
    try (LogFile log = LogFile.create(folder.resolve("peer.log"), "lab", 2, id, "fifo")) {
      log.add(LogEntry.broadcast(new MessageId(2, 1)));
      if (ends) {
        log.end(End.COMPLETE);
      }
    }
  }

  private String idIn(String name) throws IOException {
    return LogText.read(name, Files.readString(folder.resolve(name))).peerId();
  }

  @Test
  void aFullDiskIsToldWithTheFile() {
    Path path = folder.resolve("peer.log");
    Writer full =
        new Writer() {
          @Override
          public void write(char[] text, int from, int length) throws IOException {
            throw new IOException("No space left on device");
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    LogFile log = new LogFile(path, new BufferedWriter(full));
    log.add(LogEntry.broadcast(new MessageId(2, 1)));
    assertThatThrownBy(log::flush)
        .isInstanceOf(UncheckedIOException.class)
        .cause()
        .isInstanceOf(FileSystemException.class)
        .hasMessage(path + ": No space left on device");
  }

  @Test
  void whatAKilledPeerHasLeftIsKeptBesideAndAFinishedLogIsReplaced() throws IOException {
    write("finished", true);
    write("killed", false);
    write("alsoKilled", false);
    write("last", true);
    assertThat(idIn("peer.log")).isEqualTo("last");
    assertThat(idIn("peer.log.1")).isEqualTo("killed");
    assertThat(idIn("peer.log.2")).isEqualTo("alsoKilled");
    try (var files = Files.list(folder)) {
      assertThat(files).hasSize(3);
    }
  }
}
