package dev.quiver.broker;

import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientRequestor;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.activemq.artemis.api.core.management.ManagementHelper;
import org.apache.activemq.artemis.api.core.management.ResourceNames;
import org.jspecify.annotations.Nullable;

/** Calls operations of a running broker over its management address, with an admin's login. */
final class Management implements AutoCloseable {

  private static final long ANSWER_MS = 10_000;

  private final ServerLocator locator;
  private final ClientSessionFactory factory;
  private final ClientSession session;
  private final ClientRequestor requestor;

  private Management(
      ServerLocator locator,
      ClientSessionFactory factory,
      ClientSession session,
      ClientRequestor requestor) {
    this.locator = locator;
    this.factory = factory;
    this.session = session;
    this.requestor = requestor;
  }

  /**
   * Logs in as an admin.
   *
   * @throws UserAdminException if the broker cannot be reached or refuses the login
   */
  static Management connect(String url, String admin, String password) {
    ServerLocator locator = null;
    ClientSessionFactory factory = null;
    try {
      locator =
          ActiveMQClient.createServerLocator(url)
              .setReconnectAttempts(0)
              .setInitialConnectAttempts(1)
              .setCallTimeout(ANSWER_MS);
      factory = locator.createSessionFactory();
      ClientSession session = factory.createSession(admin, password, false, true, true, false, 1);
      session.start();
      ClientRequestor requestor = new ClientRequestor(session, "activemq.management");
      return new Management(locator, factory, session, requestor);
    } catch (ActiveMQException cause) {
      close(factory, locator);
      throw cannotConnect(url, admin, cause);
    } catch (Exception cause) {
      close(factory, locator);
      throw new UserAdminException(
          UserAdminException.Kind.UNREACHABLE,
          "the address " + url + " of the broker cannot be used: " + cause.getMessage(),
          url,
          cause);
    }
  }

  /**
   * Calls an operation of the broker and returns what it answers.
   *
   * @throws UserAdminException if it was refused, or nothing answers
   */
  @Nullable Object call(String operation, Object... arguments) {
    try {
      ClientMessage request = session.createMessage(false);
      ManagementHelper.putOperationInvocation(request, ResourceNames.BROKER, operation, arguments);
      ClientMessage reply = requestor.request(request, ANSWER_MS);
      if (reply == null) {
        throw new UserAdminException(
            UserAdminException.Kind.UNREACHABLE,
            "the broker did not answer in " + ANSWER_MS / 1000 + " s: see whether it is well");
      }
      if (!ManagementHelper.hasOperationSucceeded(reply)) {
        throw refused(operation, String.valueOf(ManagementHelper.getResult(reply)));
      }
      return ManagementHelper.getResult(reply);
    } catch (UserAdminException said) {
      throw said;
    } catch (ActiveMQException cause) {
      throw new UserAdminException(
          cause.getType() == ActiveMQExceptionType.SECURITY_EXCEPTION
              ? UserAdminException.Kind.NOT_ADMIN
              : UserAdminException.Kind.UNREACHABLE,
          "users cannot be managed with this login: " + cause.getMessage(),
          cause);
    } catch (Exception cause) {
      throw new UserAdminException(
          UserAdminException.Kind.FAILED,
          "the broker's answer to " + operation + " cannot be read: " + cause.getMessage(),
          cause);
    }
  }

  @Override
  public void close() {
    try {
      requestor.close();
      session.close();
    } catch (Exception gone) {
      // The broker forgets the session with its connection, which is closed below.
    } finally {
      close(factory, locator);
    }
  }

  /** Whether that names a missing permission, by one of Artemis' two codes for it. */
  private static boolean isMissingPermission(String why) {
    return why.contains("AMQ229213") || why.contains("AMQ229032");
  }

  private static UserAdminException refused(String operation, String why) {
    boolean notAllowed = isMissingPermission(why);
    return new UserAdminException(
        notAllowed ? UserAdminException.Kind.NOT_ADMIN : UserAdminException.Kind.FAILED,
        notAllowed
            ? "this login may not manage users: log in as an admin"
            : "the broker refused " + operation + ": " + why);
  }

  private static UserAdminException cannotConnect(
      String url, String admin, ActiveMQException cause) {
    if (isMissingPermission(String.valueOf(cause.getMessage()))) {
      return refused("login", String.valueOf(cause.getMessage()));
    }
    boolean refused = cause.getType() == ActiveMQExceptionType.SECURITY_EXCEPTION;
    return refused
        ? new UserAdminException(
            UserAdminException.Kind.LOGIN_REFUSED,
            "the broker at "
                + url
                + " does not let "
                + admin
                + " in: there is no such user, or the password is wrong",
            admin,
            cause)
        : new UserAdminException(
            UserAdminException.Kind.UNREACHABLE,
            "no broker answers at " + url + ": start it, or say where it is",
            url,
            cause);
  }

  private static void close(
      @Nullable ClientSessionFactory factory, @Nullable ServerLocator locator) {
    if (factory != null) {
      factory.close();
    }
    if (locator != null) {
      locator.close();
    }
  }
}
