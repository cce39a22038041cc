package dev.quiver.tasks.shell;

import dev.quiver.messaging.connection.QuiverMessagingException;
import dev.quiver.messaging.presence.PresenceKind;
import dev.quiver.messaging.text.LineFault;
import dev.quiver.tasks.Outcome;
import dev.quiver.tasks.Task;
import dev.quiver.tasks.TaskId;
import dev.quiver.tasks.client.Destination;
import dev.quiver.tasks.client.SubmitUnknownException;
import dev.quiver.tasks.client.TaskListener;
import dev.quiver.tasks.client.UnknownTypeException;
import dev.quiver.tasks.client.UnknownWorkerException;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Executes lines one after the other, and shows outcomes whenever they come. */
final class ShellSession {

  private final String self;
  private final ShellBackend backend;
  private final Rendering rendering;
  private final Consumer<String> screen;
  private final Consumer<String> problems;
  private final AtomicInteger failures = new AtomicInteger();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition fewer = lock.newCondition();
  private final Set<TaskId> outstanding = new HashSet<>();

  /**
   * A session in which nothing was asked yet.
   *
   * @param screen shows lines; called by several threads
   * @param problems is told which line could not be done
   */
  ShellSession(
      String self,
      ShellBackend backend,
      Rendering rendering,
      Consumer<String> screen,
      Consumer<String> problems) {
    this.self = self;
    this.backend = backend;
    this.rendering = rendering;
    this.screen = screen;
    this.problems = problems;
  }

  /**
   * Does what the line asks for. What is wrong with it is shown, never thrown.
   *
   * @return whether another line is wanted
   */
  boolean execute(String line) throws InterruptedException {
    try {
      ShellCommand command = CommandParser.parse(line);
      if (command instanceof ShellCommand.Quit) {
        return false;
      }
      execute(command);
    } catch (LineFault fault) {
      failed(rendering.fault(fault));
    } catch (QuiverMessagingException failure) {
      failed(rendering.failure(failure));
    }
    return true;
  }

  private void failed(String why) {
    failures.incrementAndGet();
    problems.accept(why);
  }

  /** How many lines could not be done, and how many tasks that were sent here did not succeed. */
  int failures() {
    return failures.get();
  }

  private void execute(ShellCommand command) throws LineFault, InterruptedException {
    if (command instanceof ShellCommand.ListMembers) {
      screen.accept(rendering.members(sorted(backend.members()), self));
    } else if (command instanceof ShellCommand.ListWorkers) {
      screen.accept(rendering.workers(sorted(backend.members())));
    } else if (command instanceof ShellCommand.ShowResults) {
      screen.accept(rendering.results(backend.results()));
    } else if (command instanceof ShellCommand.Help) {
      screen.accept(rendering.text("help"));
    } else if (command instanceof ShellCommand.Submit submit) {
      submit(submit);
    }
  }

  private void submit(ShellCommand.Submit submit) throws LineFault, InterruptedException {
    Task task = backend.newTask(submit.type(), submit.input());
    if (submit.target() instanceof ShellCommand.Target.Auto) {
      String orchestrator = PresenceKind.ORCHESTRATOR.label();
      if (backend.members().stream().noneMatch(each -> each.kind().equals(orchestrator))) {
        throw new LineFault("fault.noOrchestrator");
      }
      send(task, Destination.orchestrator(), rendering.text("sent.orchestrator"));
      return;
    }
    if (submit.target() instanceof ShellCommand.Target.Any) {
      send(task, Destination.pool(), rendering.text("sent.pool"));
      return;
    }
    ShellCommand.Target.Named named = (ShellCommand.Target.Named) submit.target();
    String worker = named.worker().value();
    Optional<Member> present =
        backend.members().stream()
            .filter(each -> each.worker() != null && each.id().equals(worker))
            .findFirst();
    requireServed(present, submit);
    String key = present.isPresent() ? "sent.worker" : "sent.awayWorker";
    send(task, Destination.worker(named.worker()), rendering.text(key, worker));
  }

  /** A worker that is there and lacks the type would keep the task for ever. */
  private static void requireServed(Optional<Member> present, ShellCommand.Submit submit)
      throws LineFault {
    if (present.isPresent()) {
      Member.WorkerFacts facts = present.get().worker();
      if (facts != null && !facts.types().isEmpty() && !facts.serves(submit.type().name())) {
        throw new LineFault("fault.notServed", present.get().id(), submit.type().name());
      }
    }
  }

  private void send(Task task, Destination to, String toWhom)
      throws LineFault, InterruptedException {
    Announcer announcer = new Announcer();
    begin(task.id());
    boolean sent = false;
    try {
      backend.submit(task, to, announcer);
      sent = true;
      announcer.showSent(rendering.sent(task, toWhom));
    } catch (UnknownWorkerException e) {
      throw new LineFault("fault.unknownWorker", e.worker().value());
    } catch (UnknownTypeException e) {
      throw new LineFault("fault.unknownType", e.type().name());
    } catch (SubmitUnknownException e) {
      throw new LineFault("fault.submitUnknown", e.taskId().value());
    } finally {
      if (!sent) {
        end(task.id());
      }
    }
  }

  /** Shows an outcome of a task that was submitted by an earlier shell of this name. */
  void announce(Outcome outcome) {
    screen.accept(rendering.notice(outcome));
  }

  /** Waits until every task that was sent here has ended, or that time has passed. */
  void awaitOutstanding(Duration most) throws InterruptedException {
    long left = most.toNanos();
    lock.lock();
    try {
      while (!outstanding.isEmpty() && left > 0) {
        left = fewer.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  /** How many tasks that were sent here have not ended. */
  int outstanding() {
    lock.lock();
    try {
      return outstanding.size();
    } finally {
      lock.unlock();
    }
  }

  private void begin(TaskId task) {
    lock.lock();
    try {
      outstanding.add(task);
    } finally {
      lock.unlock();
    }
  }

  private void end(TaskId task) {
    lock.lock();
    try {
      outstanding.remove(task);
      fewer.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private static List<Member> sorted(List<Member> members) {
    return members.stream()
        .sorted(Comparator.comparing(Member::kind).thenComparing(Member::id))
        .toList();
  }

  /** Shows an outcome, but never before the line that says that its task was sent. */
  private final class Announcer implements TaskListener {
    private boolean sentShown;
    private @Nullable Outcome early;

    @Override
    public synchronized void ended(Outcome outcome) {
      if (sentShown) {
        show(outcome);
      } else {
        early = outcome;
      }
    }

    synchronized void showSent(String line) {
      screen.accept(line);
      sentShown = true;
      if (early != null) {
        show(early);
      }
    }

    private void show(Outcome outcome) {
      announce(outcome);
      if (!(outcome instanceof Outcome.Succeeded)) {
        failures.incrementAndGet();
      }
      end(outcome.facts().taskId());
    }
  }
}
