package dev.quiver.orchestrator.shell;

import dev.quiver.messaging.connection.ConnectionSettings;
import dev.quiver.messaging.connection.WaitListener;
import dev.quiver.orchestrator.ledger.Ledger;
import dev.quiver.orchestrator.ledger.LedgerConfig;
import dev.quiver.orchestrator.notice.NoticeTexts;
import dev.quiver.tasks.WorkerId;
import dev.quiver.tasks.handler.HandlerRegistry;
import dev.quiver.tasks.worker.Worker;
import dev.quiver.tasks.worker.WorkerConfig;
import java.nio.file.Path;
import java.util.Locale;

/** An orchestrator or a worker as a process of its own, to be killed. It ends with its input. */
final class ChildMain {

  private ChildMain() {}

  public static void main(String[] args) throws Exception {
    String role = args[0];
    String id = args[1];
    ConnectionSettings settings = ConnectionSettings.of(args[2], role, args[3]);
    if (role.equals("orchestrator")) {
      LedgerConfig ledger = LedgerConfig.in(Path.of(args[4]));
      NoticeTexts texts = new NoticeTexts(Locale.ENGLISH);
      OrchestratorRole.start(
          RoleConfig.of(id, ledger),
          settings,
          Ledger.open(ledger),
          notice -> texts.line(notice).ifPresent(System.out::println),
          WaitListener.silent());
    } else {
      Worker.start(
          WorkerConfig.named(new WorkerId(id)).withConcurrency(2),
          settings,
          HandlerRegistry.of(new EchoHandler("test.echo")),
          WaitListener.silent());
    }
    System.out.println("ready");
    while (System.in.read() >= 0) {
      // Nothing is said here; only the end means something.
    }
    Runtime.getRuntime().halt(0);
  }
}
