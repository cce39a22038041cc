package dev.quiver.cli.role;

import dev.quiver.broker.DataFolder;
import dev.quiver.broker.Role;
import dev.quiver.cli.CommandContext;
import dev.quiver.cli.config.ConnectionChoice;
import dev.quiver.cli.config.ConnectionFlags;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.TimeUnit;

/** Waits for a broker on this machine, where nothing says that another one is meant. */
final class LocalBroker {

  private static final long LOOK_MS = 300;

  private LocalBroker() {}

  /**
   * The choice once it can be made: whether a local broker is on the usual port or another is known
   * only when it runs, and so is its password at its first start.
   */
  static ConnectionChoice await(CommandContext context, ConnectionFlags connection, Role role)
      throws InterruptedException {
    for (boolean said = false; ; said = true) {
      ConnectionChoice choice = context.connect(connection, role.label()).awaitingBroker();
      if (choice.configured() || DataFolder.urlOfRunning(choice.dataFolder()).isPresent()) {
        return choice;
      }
      if (isOpen(choice.url())) {
        return choice;
      }
      if (!said) {
        context.say("worker.waitingLocal", choice.url());
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MS);
    }
  }

  private static boolean isOpen(String url) {
    URI server = URI.create(url);
    try (Socket probe = new Socket(server.getHost(), server.getPort())) {
      return probe.isConnected();
    } catch (IOException nobody) {
      return false;
    }
  }
}
