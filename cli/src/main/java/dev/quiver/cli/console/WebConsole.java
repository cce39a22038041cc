package dev.quiver.cli.console;

import dev.quiver.broker.HostPort;
import dev.quiver.broker.PairConfig;
import dev.quiver.broker.QuiverBroker;
import dev.quiver.broker.Role;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.activemq.artemis.spi.core.security.jaas.RolePrincipal;
import org.eclipse.jetty.ee9.webapp.WebAppContext;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ContextHandlerCollection;
import org.eclipse.jetty.server.handler.MovedContextHandler;

/**
 * Serves the web console of a broker in this process, on loopback unless told otherwise. Admins of
 * the broker log in, nobody else: the console manages it through JMX, where Artemis' permissions do
 * not hold.
 *
 * <p>Closing it stops serving; the broker goes on.
 */
public final class WebConsole implements AutoCloseable {

  /** Where Artemis' own instances have theirs. */
  public static final int DEFAULT_PORT = 8161;

  /** Where it listens unless told otherwise: its logins and passwords are not encrypted. */
  public static final String DEFAULT_HOST = "127.0.0.1";

  private static final String PATH = "/console";
  private static final String ARCHIVE = "artemis-console-war-";

  /** Only pages of this machine may ask, and those of the console itself. */
  private static final String POLICY =
      """
      <?xml version="1.0" encoding="utf-8"?>
      <restrict>
        <cors>
          <allow-origin>http://localhost:*</allow-origin>
          <allow-origin>http://127.0.0.1:*</allow-origin>
          <strict-checking/>
        </cors>
      </restrict>
      """;

  private final Server server;
  private final String host;
  private final int port;

  private WebConsole(Server server, String host, int port) {
    this.server = server;
    this.host = host;
    this.port = port;
  }

  /**
   * Starts serving.
   *
   * @param broker a broker that is managed, see {@code BrokerConfig.withManaged}
   * @param libraries the folder in which the console's archive lies
   * @param host the address to listen on; beyond loopback only inside a container, whose port is
   *     published on loopback
   * @param port where to listen, 0 for any free port
   * @throws ConsoleUnavailableException if the archive is not there, or the port taken
   */
  public static WebConsole start(QuiverBroker broker, Path libraries, String host, int port)
      throws ConsoleUnavailableException {
    Server server = new Server();
    try {
      configure(broker);
      ServerConnector connector = new ServerConnector(server);
      connector.setHost(host);
      connector.setPort(port);
      server.addConnector(connector);
      WebAppContext console = new WebAppContext(archive(libraries).toString(), PATH);
      // It brings a logging of its own, and none of the classes of JAAS that know our users.
      console.setParentLoaderPriority(true);
      console.setThrowUnavailableOnStartupException(true);
      console.getSessionHandler().setSameSite(HttpCookie.SameSite.STRICT);
      console.setTempDirectory(folder(broker).toFile());
      console.setInitParameter("org.eclipse.jetty.servlet.Default.dirAllowed", "false");
      server.setHandler(new ContextHandlerCollection(console.getCoreContextHandler(), elsewhere()));
      server.start();
      return new WebConsole(server, host, connector.getLocalPort());
    } catch (ConsoleUnavailableException e) {
      throw e;
    } catch (Exception e) {
      stopQuietly(server, e);
      throw new ConsoleUnavailableException(isPortTaken(e), String.valueOf(e.getMessage()), e);
    }
  }

  /** Who asks for another page of this port is led to the console. */
  private static MovedContextHandler elsewhere() {
    MovedContextHandler moved = new MovedContextHandler();
    moved.setContextPath("/");
    moved.setRedirectURI(PATH + "/");
    moved.setDiscardPathInContext(true);
    moved.setDiscardQuery(true);
    moved.setStatusCode(HttpStatus.FOUND_302);
    return moved;
  }

  /** Where to find it. */
  public String url() {
    return "http://" + HostPort.inUrl(host) + ":" + port + PATH;
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the web console did not stop: " + e.getMessage(), e);
    }
  }

  /** The console can be told what it must know in this way only. */
  private static void configure(QuiverBroker broker) throws IOException {
    Path policy = broker.config().dataFolder().resolve("etc").resolve("jolokia-access.xml");
    Files.writeString(policy, POLICY);
    Map<String, String> settings =
        Map.of(
            "hawtio.authenticationEnabled",
            "true",
            "hawtio.realm",
            broker.realm(),
            "hawtio.roles",
            broker.config().namespace() + "." + Role.ADMIN.label(),
            "hawtio.rolePrincipalClasses",
            RolePrincipal.class.getName(),
            "hawtio.disableProxy",
            "true",
            "hawtio.offline",
            "true",
            "hawtio.noCredentials401",
            "true",
            "jolokia.policyLocation",
            policy.toUri().toString());
    settings.forEach(System::setProperty);
  }

  /** Where it is unpacked: two of a pair share the data folder, and each has its own. */
  private static Path folder(QuiverBroker broker) {
    PairConfig pair = broker.config().pair();
    return broker
        .config()
        .dataFolder()
        .resolve(pair == null ? "console" : "console-" + pair.profile().label());
  }

  private static Path archive(Path libraries) throws IOException, ConsoleUnavailableException {
    try (var all = Files.list(libraries)) {
      return all.filter(path -> path.getFileName().toString().startsWith(ARCHIVE))
          .findAny()
          .orElseThrow(
              () ->
                  new ConsoleUnavailableException(
                      false, "there is no " + ARCHIVE + "*.war in " + libraries, null));
    }
  }

  private static boolean isPortTaken(Throwable failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof BindException) {
        return true;
      }
    }
    return false;
  }

  private static void stopQuietly(Server server, Exception why) {
    try {
      server.stop();
    } catch (Exception e) {
      why.addSuppressed(e);
    }
  }
}
