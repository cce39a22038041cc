package dev.quiver.cli.menu;

import dev.quiver.broker.Role;
import dev.quiver.cli.CommandContext;
import dev.quiver.cli.ExitCode;
import dev.quiver.cli.config.ConnectionChoice;
import dev.quiver.cli.config.ConnectionFlags;
import dev.quiver.messaging.connection.LoginRefusedException;
import dev.quiver.messaging.connection.Password;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * {@code quiver task menu}: asks who is there, then offers by number. Whoever says on the command
 * line who they are, with a password file, is not asked.
 */
@Command(name = "menu")
public final class MenuCommand implements Callable<Integer> {

  private static final int TRIES = 3;

  private final CommandContext context;

  @Mixin private ConnectionFlags connection = new ConnectionFlags();

  MenuCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    Prompt prompt = Prompt.of(context);
    try (Desk desk = logIn(prompt)) {
      if (desk != null) {
        new TaskMenu(context, prompt, desk).run();
      }
    }
    return ExitCode.DONE;
  }

  /** The desk of whoever logged in; null if nobody wants to. */
  private @Nullable Desk logIn(Prompt prompt) throws IOException {
    ConnectionChoice choice = context.connect(connection, Role.CLIENT.label());
    if (choice.userChosen() && choice.password() != null) {
      return open(choice);
    }
    for (int i = 1; ; i++) {
      String user = prompt.ask(context.text().format("menu.user"));
      if (user == null || user.isEmpty()) {
        return null;
      }
      String token = prompt.askSecretly(context.text().format("menu.token"));
      if (token == null) {
        return null;
      }
      try {
        return open(choice.as(user, Password.of(token)));
      } catch (LoginRefusedException refused) {
        if (i >= TRIES) {
          throw refused;
        }
        context.err().println(context.explain(refused));
      }
    }
  }

  private Desk open(ConnectionChoice choice) {
    Desk desk = BrokerDesk.open(choice.settings("quiver task menu"), context.clock());
    context.say("menu.welcome", choice.user());
    return desk;
  }
}
