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
  private long assigned;
  private long moved;

  public NoticeLines(NoticeTexts texts, InstantSource clock, Consumer<String> print) {
    this.texts = texts;
    this.clock = clock;
    this.print = print;
  }

  @Override
  public synchronized void accept(Notice notice) {
    turn();
    if (isOfOneTask(notice) && ++lines > TASK_LINES_A_SECOND) {
      if (notice instanceof Notice.TaskAssigned) {
        assigned++;
      } else if (notice instanceof Notice.TaskMoved) {
        moved++;
      }
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
    if (assigned + moved > 0) {
      print.accept(texts.summary(assigned, moved));
      assigned = 0;
      moved = 0;
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
