package dev.quiver.numbers.log;

import dev.quiver.numbers.NumbersMessage.Drawn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;

/**
 * The consumers' log: a line for each number, on disk when {@link #append} returns, and never a
 * second one for the same number.
 *
 * <p>A number may be delivered again after its line was written: its consumer died, or the broker
 * did, before the acknowledgement. So before a line is written, and while no other process can
 * write one, the folder's logs are read as far as they have grown, and a number that is in one of
 * them is left alone. That holds for all consumers that share the folder, whoever wrote the line.
 */
public final class ConsumerLog {

  private static final String NAME = "consumer_log";

  private final LogFolder folder;
  private final LogLanguage language;
  private final ProcessName self;
  private final Clock clock;
  private final LogFile common;
  private final LogFile special;
  private final Map<Path, LoggedIndex> indexes = new HashMap<>();

  private ConsumerLog(LogFolder folder, LogLanguage language, ProcessName self, Clock clock) {
    this.folder = folder;
    this.language = language;
    this.self = self;
    this.clock = clock;
    this.common = folder.file(NAME);
    this.special = folder.file(NAME, language);
  }

  /**
   * The log in that folder, for one consumer.
   *
   * @throws LogNotWritableException if it cannot be written
   */
  public static ConsumerLog open(
      LogFolder folder, LogLanguage language, ProcessName self, Clock clock) {
    ConsumerLog log = new ConsumerLog(folder, language, self, clock);
    log.common.locked(
        held -> {
          log.catchUp(held);
          return log.target();
        });
    return log;
  }

  /**
   * Appends the line of that number, unless there is one.
   *
   * @return whether it was appended: false if a line of that number is in the folder already
   * @throws LogNotWritableException if it could not be brought onto the disk
   */
  public boolean append(Drawn number) {
    return common.locked(
        held -> {
          catchUp(held);
          String run = number.run().id();
          if (indexes.values().stream().anyMatch(each -> each.contains(run, number.sequence()))) {
            return false;
          }
          String line = NumberLine.of(clock.instant(), self, number, language);
          if (target() == common) {
            held.append(line, true);
          } else {
            special.locked(
                other -> {
                  other.append(line, true);
                  return line;
                });
          }
          return true;
        });
  }

  /** The common file's lock stands for all of them, so that two languages do not log one number. */
  private void catchUp(LogFile.Held commonHeld) throws IOException {
    for (LogFile file : folder.all(NAME)) {
      LoggedIndex index = index(file);
      if (file.path().equals(common.path())) {
        index.catchUp(file.path(), commonHeld);
      } else if (Files.exists(file.path())) {
        file.locked(
            held -> {
              index.catchUp(file.path(), held);
              return index;
            });
      } else {
        indexes.remove(file.path());
      }
    }
  }

  private LoggedIndex index(LogFile file) {
    return indexes.computeIfAbsent(file.path(), path -> new LoggedIndex());
  }

  private LogFile target() {
    LogLanguage there = index(common).language();
    return there == null || there == language ? common : special;
  }

  /** Where this consumer's lines go. */
  public Path path() {
    return common.locked(
        held -> {
          catchUp(held);
          return target().path();
        });
  }
}
