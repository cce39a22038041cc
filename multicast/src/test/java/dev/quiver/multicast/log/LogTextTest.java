package dev.quiver.multicast.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.multicast.MessageId;
import dev.quiver.multicast.View;
import dev.quiver.multicast.log.PeerLog.End;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTextTest {

  @TempDir Path folder;

  private static final PeerLog LOG =
      new PeerLog(
          "demo",
          2,
          "5f2c",
          "fifo",
          End.COMPLETE,
          List.of(
              new LogEntry(LogEntry.Kind.STATE, new MessageId(1, 1), 0, 0),
              new LogEntry(LogEntry.Kind.BROADCAST, new MessageId(2, 1), 5, 5),
              new LogEntry(LogEntry.Kind.DELIVERY, new MessageId(2, 1), 6, 9)),
          List.of(View.first(2), View.first(2).with(3)));

  @Test
  void whatIsWrittenIsRead() {
    assertThat(LogText.read("log", LogText.write(LOG))).isEqualTo(LOG);
  }

  @Test
  void aFileThatWasNotEndedIsTheLogOfACrash() throws Exception {
    Path path = folder.resolve("peer-2.log");
    try (LogFile file = LogFile.create(path, "demo", 2, "5f2c", "fifo")) {
      file.add(LOG.views().get(0));
      LOG.entries().forEach(file::add);
      file.add(LOG.views().get(1));
      file.flush();
      assertThat(LogText.read("log", Files.readString(path)).end()).isEqualTo(End.CRASHED);
      file.end(End.COMPLETE);
    }
    assertThat(LogText.read("log", Files.readString(path))).isEqualTo(LOG);
  }

  @Test
  void aLogOfAnEarlierVersionTellsNoViews() {
    String text = LogText.write(LOG).replaceAll("# view .*\n", "");
    PeerLog log = LogText.read("log", text);
    assertThat(log.entries()).isEqualTo(LOG.entries());
    assertThat(log.founders()).isEmpty();
    assertThat(log.isStranger(9)).isFalse();
    assertThat(LOG.founders()).containsExactly(1, 2);
  }

  @Test
  void aLogThatComesInPiecesIsReadAsOne() throws Exception {
    String text = LogText.write(LOG);
    LogReader reader = new LogReader("log");
    for (int at = 0; at < text.length(); at++) {
      reader.add(text.substring(at, at + 1));
    }
    assertThat(reader.log()).isEqualTo(LOG);
    List<LogEntry> many = new ArrayList<>();
    for (int i = 1; i <= 2_000; i++) {
      many.add(new LogEntry(LogEntry.Kind.BROADCAST, new MessageId(2, i), i, i));
    }
    PeerLog large = new PeerLog("demo", 2, "5f2c", "fifo", End.COMPLETE, many);
    Path file = Files.writeString(folder.resolve("large.log"), LogText.write(large));
    assertThat(LogText.read(file)).isEqualTo(large);
  }

  @Test
  void aLineWithoutEndIsNeverKeptWhole() {
    LogReader reader = new LogReader("x").add(LogText.FIRST).add("\n");
    for (int i = 0; i < 1_000; i++) {
      reader.add("y".repeat(1_000));
    }
    assertThatThrownBy(() -> reader.add("\n")).hasMessageContaining("x, line 2");
  }

  @Test
  void theLineThatWasBeingWrittenIsLeftOut() {
    String text = LogText.write(LOG);
    String cut = text.substring(0, text.indexOf("D 2.1") + 7);
    PeerLog read = LogText.read("log", cut);
    assertThat(read.entries()).isEqualTo(LOG.entries().subList(0, 2));
    assertThat(read.isCorrect()).isFalse();
  }

  @Test
  void aLogWithoutSomeOfItsLinesIsRefused() {
    String text = LogText.write(LOG).replace("B 2.1 5\n", "");
    assertThatThrownBy(() -> LogText.read("peer-2.log", text))
        .isInstanceOf(BadLogException.class)
        .hasMessageContaining("peer-2.log")
        .hasMessageContaining("lines are missing");
  }

  @Test
  void whatIsNoLogIsRefusedWithTheLine() {
    assertThatThrownBy(() -> LogText.read("x", "hello\nworld\n"))
        .hasMessageContaining("x, line 1: this is no log");
    assertThatThrownBy(() -> LogText.read("x", "")).hasMessageContaining("empty");
    assertThatThrownBy(() -> LogText.read("x", LogText.write(LOG).replace("D 2.1", "D 2,1")))
        .hasMessageContaining("x, line 10")
        .hasMessageContaining("is no entry");
    for (String view : List.of("# view 0", "# view x 1,2", "# view -1 1,2", "# view 0 1;2")) {
      assertThatThrownBy(
              () -> LogText.read("x", LogText.write(LOG).replace("# view 0 1,2\n", view + "\n")))
          .as(view)
          .hasMessageContaining("x, line 6: the view line is none");
    }
    assertThatThrownBy(() -> LogText.read("x", LogText.write(LOG).replace("# peer 2\n", "")))
        .hasMessageContaining("whose it is");
  }
}
