package dev.quiver.orchestrator.notice;

import dev.quiver.orchestrator.Notice;
import java.time.InstantSource;
import java.util.function.Consumer;

/**
 * Turns notices into lines. What is told of single tasks is bounded: beyond so many lines a second
 * the rest of that second is one line with counts. Safe for many threads.
 */
public final class NoticeLines implements Consumer<Notice> {

  private static final int TASK_LINES_A_SECOND = 40;

  private final NoticeTexts texts;
  private final InstantSource clock;
  private final Consumer<String> print;
  private long second;
  private int lines;
  private long received;
  private long assigned;
  private long moved;
  private long returned;
  private long ended;

  public NoticeLines(NoticeTexts texts, InstantSource clock, Consumer<String> print) {
    this.texts = texts;
    this.clock = clock;
    this.print = print;
  }

  @Override
  public synchronized void accept(Notice notice) {
    turn();
    if (isOfOneTask(notice) && ++lines > TASK_LINES_A_SECOND) {
      count(notice);
      return;
    }
    texts.line(notice).ifPresent(print);
  }

  /** Says what was left out in seconds that are over; called now and then. */
  public synchronized void turn() {
    long now = clock.instant().getEpochSecond();
    if (now == second) {
      return;
    }
    second = now;
    lines = 0;
    if (received + assigned + moved + returned + ended > 0) {
      print.accept(texts.summary(received, assigned, moved, returned, ended));
      received = 0;
      assigned = 0;
      moved = 0;
      returned = 0;
      ended = 0;
    }
  }

  private void count(Notice notice) {
    if (notice instanceof Notice.TaskAssigned) {
      assigned++;
    } else if (notice instanceof Notice.TaskMoved) {
      moved++;
    } else if (notice instanceof Notice.TaskReceived) {
      received++;
    } else if (notice instanceof Notice.TaskReturned) {
      returned++;
    } else {
      ended++;
    }
  }

  private static boolean isOfOneTask(Notice notice) {
    return notice instanceof Notice.TaskReceived
        || notice instanceof Notice.TaskAssigned
        || notice instanceof Notice.TaskMoved
        || notice instanceof Notice.TaskReturned
        || notice instanceof Notice.TaskEnded;
  }
}
