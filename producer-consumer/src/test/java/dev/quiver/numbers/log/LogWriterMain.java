package dev.quiver.numbers.log;

import java.nio.file.Path;
import java.time.Clock;

/** A process that writes to the central log: folder, id and how many lines. */
final class LogWriterMain {

  private LogWriterMain() {}

  public static void main(String[] args) {
    ExecutionLog log =
        ExecutionLog.open(
            LogFolder.open(Path.of(args[0])),
            LogLanguage.ENGLISH,
            ProcessName.producer(args[1]),
            Clock.systemUTC());
    int lines = Integer.parseInt(args[2]);
    for (int i = 1; i <= lines; i++) {
      log.say("producer.sent", i * 1000, i, lines);
    }
  }
}
