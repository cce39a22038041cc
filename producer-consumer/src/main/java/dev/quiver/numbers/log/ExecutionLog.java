package dev.quiver.numbers.log;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;

/**
 * The central log: what each process of the exercise does, a line each with time, process and deed.
 * Any number of processes write to it at once.
 */
public final class ExecutionLog {

  private static final String NAME = "execution_log";
  private static final int HEAD_BYTES = 4096;

  private final LogLanguage language;
  private final ProcessName self;
  private final Clock clock;
  private final LogFile file;

  private ExecutionLog(LogLanguage language, ProcessName self, Clock clock, LogFile file) {
    this.language = language;
    this.self = self;
    this.clock = clock;
    this.file = file;
  }

  /**
   * The log in that folder, for one process.
   *
   * @throws LogNotWritableException if it cannot be written
   */
  public static ExecutionLog open(
      LogFolder folder, LogLanguage language, ProcessName self, Clock clock) {
    LogFile common = folder.file(NAME);
    boolean ours = common.locked(held -> isIn(language, held));
    LogFile file = ours ? common : folder.file(NAME, language);
    return new ExecutionLog(language, self, clock, file);
  }

  /** The first line of each log says its language; a file that says nothing may be taken. */
  private static boolean isIn(LogLanguage language, LogFile.Held held) throws IOException {
    String head = new String(held.read(0, HEAD_BYTES), StandardCharsets.UTF_8);
    for (LogLanguage other : LogLanguage.values()) {
      if (other != language && head.contains(other.format("log.begun"))) {
        return false;
      }
    }
    return true;
  }

  /**
   * Appends a line.
   *
   * @param key of the text in the logs' bundle
   * @return what was said, without time and process
   * @throws LogNotWritableException if that fails
   */
  public String say(String key, Object... values) {
    String deed = language.format(key, values);
    file.locked(
        held -> {
          if (held.size() == 0) {
            held.append(line(language.format("log.begun")), false);
          }
          held.append(line(deed), false);
          return deed;
        });
    return deed;
  }

  private String line(String deed) {
    return Stamp.of(clock.instant()) + " [" + self.in(language) + "] " + deed;
  }

  public LogLanguage language() {
    return language;
  }

  /** Where it is. */
  public Path path() {
    return file.path();
  }
}
