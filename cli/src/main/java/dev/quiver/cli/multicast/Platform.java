package dev.quiver.cli.multicast;

import dev.quiver.broker.Role;
import dev.quiver.cli.CommandContext;
import dev.quiver.cli.config.ConnectionChoice;
import dev.quiver.cli.config.ConnectionFlags;
import dev.quiver.cli.platform.TemporaryBroker;
import dev.quiver.messaging.connection.BrokerUnreachableException;
import dev.quiver.messaging.connection.ConnectionSettings;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.messaging.connection.LoginRefusedException;
import dev.quiver.messaging.connection.NotOurBrokerException;
import dev.quiver.messaging.connection.Password;
import dev.quiver.messaging.connection.TlsException;
import dev.quiver.messaging.connection.Use;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The broker of a run: the one that was asked for or runs here, else one of its own. */
final class Platform implements AutoCloseable {

  private final CommandContext context;
  private final ConnectionFlags connection;
  private final @Nullable TemporaryBroker own;

  private Platform(
      CommandContext context, ConnectionFlags connection, @Nullable TemporaryBroker own) {
    this.context = context;
    this.connection = connection;
    this.own = own;
  }

  /** Looks for a broker, starts one if there is none and none was asked for. */
  static Platform open(CommandContext context, ConnectionFlags connection) throws IOException {
    ConnectionChoice choice = context.connect(connection, Role.PEER.label());
    try (Connections connections = Connections.to(choice.settings("multicast run"))) {
      connections.connect(Use.FENCED).close();
      return new Platform(context, connection, null);
    } catch (BrokerUnreachableException
        | NotOurBrokerException
        | TlsException
        | LoginRefusedException e) {
      boolean meant = e instanceof TlsException tls && !tls.isUnexpected();
      if (choice.configured() || choice.userChosen() || meant) {
        throw e;
      }
      TemporaryBroker own = TemporaryBroker.start(Role.PEER, context.environment());
      context.say("multicast.broker", own.url());
      return new Platform(context, connection, own);
    }
  }

  /** How to reach it as a peer. */
  ConnectionSettings settings() throws IOException {
    if (own == null) {
      return context.connect(connection, Role.PEER.label()).settings("multicast compare");
    }
    String password = Files.readString(own.passwordFile()).strip();
    return ConnectionSettings.of(own.url())
        .withUser(Role.PEER.label(), Password.of(password))
        .withClientName("multicast compare");
  }

  /** The options with which a child reaches it. */
  List<String> arguments() {
    if (own == null) {
      return connection.arguments();
    }
    List<String> arguments = new ArrayList<>(List.of("--url", own.url()));
    arguments.addAll(List.of("--user", Role.PEER.label()));
    arguments.addAll(List.of("--password-file", own.passwordFile().toString()));
    return arguments;
  }

  /** Whether children find it also by this process' environment. */
  boolean isFoundByEnvironment() {
    return own == null;
  }

  @Override
  public void close() {
    if (own != null) {
      own.close();
    }
  }
}
