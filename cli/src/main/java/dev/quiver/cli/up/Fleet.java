package dev.quiver.cli.up;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quiver.broker.Credentials;
import dev.quiver.broker.HostPort;
import dev.quiver.broker.Role;
import dev.quiver.broker.TlsConfig;
import dev.quiver.messaging.codec.JsonCodec;
import dev.quiver.messaging.connection.ConnectionSettings;
import dev.quiver.messaging.connection.TlsFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * A broker, or a pair of them, and roles, each in a process of its own. Closing it ends the
 * workers, then the orchestrators, then the broker, each in good order if it does so in time.
 */
public final class Fleet implements AutoCloseable {

  private static final Duration BROKER_PATIENCE = Duration.ofSeconds(60);
  private static final Duration DRAIN = Duration.ofSeconds(10);

  private final FleetPlan plan;
  private final FleetKeeper.Listener listener;
  private final List<RoleProcess> members = new ArrayList<>();
  private final FleetKeeper keeper;
  private volatile String url = "";
  private boolean closed;

  private Fleet(FleetPlan plan, FleetKeeper.Listener listener) {
    this.plan = plan;
    this.listener = listener;
    this.keeper = new FleetKeeper(plan.supervise(), listener);
  }

  /** The broker could not be started. */
  public static final class NoBrokerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NoBrokerException(String lastWords) {
      super(lastWords);
    }
  }

  /**
   * Starts the broker and returns when it is ready.
   *
   * @param listener hears which processes end and are started again
   * @throws NoBrokerException with the last that it said, if it does not come up
   */
  public static Fleet start(FleetPlan plan, FleetKeeper.Listener listener)
      throws IOException, InterruptedException {
    Files.createDirectories(plan.logs());
    Fleet fleet = new Fleet(plan, listener);
    try {
      fleet.startBroker();
      return fleet;
    } catch (IOException | InterruptedException | RuntimeException e) {
      fleet.close();
      throw e;
    }
  }

  private void startBroker() throws IOException, InterruptedException {
    if (plan.pair()) {
      BrokerPorts ports = BrokerPorts.of(plan.port());
      startBroker("primary", () -> memberCommand("primary", ports.first(), ports.second()));
      startBroker("backup", () -> memberCommand("backup", ports.second(), ports.first()));
    } else {
      startBroker("broker", this::brokerCommand);
    }
  }

  private void startBroker(String id, Supplier<List<String>> command)
      throws IOException, InterruptedException {
    RoleProcess broker = add("broker", id, command);
    try {
      String ready = broker.firstLine().get(BROKER_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      JsonNode facts = JsonCodec.standard().mapper().readTree(ready);
      url = facts.path("url").asText();
    } catch (ExecutionException | TimeoutException e) {
      throw new NoBrokerException(broker.lastWords());
    }
  }

  private List<String> brokerCommand() {
    // Once it has been up it must come back where the others look for it.
    String port =
        url.isEmpty() ? Integer.toString(plan.port()) : url.substring(url.lastIndexOf(':') + 1);
    return brokerCommand(port);
  }

  private List<String> memberCommand(String profile, int port, int peer) {
    List<String> command = new ArrayList<>(brokerCommand(Integer.toString(port)));
    command.addAll(List.of("--profile", profile));
    command.addAll(List.of("--peer", HostPort.inUrl(plan.host()) + ":" + peer));
    return command;
  }

  private List<String> brokerCommand(String port) {
    List<String> command = new ArrayList<>(List.of("broker", "--json"));
    command.addAll(List.of("--data", plan.data().toString(), "--host", plan.host()));
    command.addAll(List.of("--port", port, "--namespace", plan.namespace()));
    TlsConfig tls = plan.tls();
    if (tls != null) {
      command.addAll(List.of("--tls", tls.folder().toString()));
      if (tls.clientCertificates()) {
        command.add("--client-certificates");
      }
    }
    return command;
  }

  /** Starts a worker of that id. */
  public RoleProcess startWorker(String id, String... more) throws IOException {
    List<String> command = role(Role.WORKER, id);
    command.addAll(List.of("--drain", DRAIN.toSeconds() + "s"));
    command.addAll(List.of(more));
    return add("worker", id, () -> command);
  }

  /** Starts an orchestrator of that id, which keeps its ledger beside the broker's data. */
  public RoleProcess startOrchestrator(String id, String... more) throws IOException {
    List<String> command = role(Role.ORCHESTRATOR, id);
    command.addAll(List.of("--ledger", plan.data().resolve("ledger-" + id).toString()));
    command.addAll(List.of(more));
    return add("orchestrator", id, () -> command);
  }

  private List<String> role(Role role, String id) throws IOException {
    List<String> command = new ArrayList<>(List.of(role.label(), "--id", id));
    command.addAll(connectionOf(role));
    return command;
  }

  /** The options with which a command goes to the broker as the account of that role. */
  public List<String> connectionOf(Role role) throws IOException {
    List<String> options = new ArrayList<>(List.of("--url", url, "--user", role.label()));
    options.addAll(List.of("--password-file", passwordFile(role).toString()));
    options.addAll(List.of("--namespace", plan.namespace()));
    TlsConfig tls = plan.tls();
    if (tls != null) {
      options.addAll(List.of("--tls", tls.folder().toString()));
    }
    return options;
  }

  /** A file with the password of that role's account, which only its owner can read. */
  private Path passwordFile(Role role) throws IOException {
    Path folder = Files.createDirectories(plan.data().resolve("up"));
    Path file = folder.resolve(role.label() + ".password");
    if (!Files.exists(file)) {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    Files.writeString(file, passwordOf(role) + "\n");
    return file;
  }

  private String passwordOf(Role role) throws IOException {
    return Credentials.read(plan.data())
        .passwordOf(role.label())
        .orElseThrow(() -> new IllegalStateException("the broker has no account " + role.label()));
  }

  private synchronized RoleProcess add(String role, String id, Supplier<List<String>> command)
      throws IOException {
    RoleProcess member =
        new RoleProcess(
            role,
            id,
            plan.logs().resolve((role.equals(id) ? id : role + "-" + id) + ".log"),
            command,
            listener);
    members.add(member);
    member.start();
    keeper.watch(member);
    return member;
  }

  /** Where the broker listens. */
  public String url() {
    return url;
  }

  /** Those there are, the broker first. */
  public synchronized List<RoleProcess> members() {
    return List.copyOf(members);
  }

  /** How to reach the broker as the account of that role. */
  public ConnectionSettings as(Role role) throws IOException {
    TlsConfig tls = plan.tls();
    String way = tls == null ? url : new TlsFolder(tls.folder()).onto(url);
    return ConnectionSettings.of(way, role.label(), passwordOf(role))
        .withNamespace(plan.namespace());
  }

  /** Whether one of them runs. */
  public synchronized boolean anyAlive() {
    return members.stream().anyMatch(each -> each.wasStarted() && each.process().isAlive());
  }

  @Override
  public void close() {
    List<RoleProcess> last;
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      last = new ArrayList<>(members);
    }
    keeper.close();
    Collections.reverse(last);
    // Those of one role together, since each takes its time; the broker when nobody needs it, and a
    // backup before its primary, so that it does not take over in vain.
    for (String part : List.of("worker", "orchestrator", "backup", "primary", "broker")) {
      last.parallelStream()
          .filter(each -> each.role().equals(part) || each.id().equals(part))
          .forEach(each -> each.stop(DRAIN.plusSeconds(2)));
    }
  }
}
