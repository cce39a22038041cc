package dev.quiver.multicast.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.multicast.MessageId;
import dev.quiver.multicast.log.PeerLog.End;
import java.io.IOException;
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
