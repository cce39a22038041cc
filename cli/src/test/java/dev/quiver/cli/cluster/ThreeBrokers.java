package dev.quiver.cli.cluster;

import dev.quiver.broker.BrokerConfig;
import dev.quiver.broker.ClusterConfig;
import dev.quiver.broker.Credentials;
import dev.quiver.broker.HostPort;
import dev.quiver.broker.QuiverBroker;
import dev.quiver.broker.Role;
import dev.quiver.messaging.connection.ConnectionSettings;
import dev.quiver.messaging.connection.Router;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.server.Queue;

/** A designated broker and a cluster of two, all with the same passwords. */
final class ThreeBrokers implements AutoCloseable {

  private final Path folder;
  private final Credentials passwords;
  private final QuiverBroker designated;
  private final List<Integer> ports;
  private final List<QuiverBroker> members = new ArrayList<>();

  ThreeBrokers(Path folder) throws IOException {
    this.folder = folder;
    Map<String, String> all = new TreeMap<>();
    for (Role each : Role.values()) {
      all.put(each.label(), "secret-of-" + each.label());
    }
    this.passwords = Credentials.of(all);
    this.designated =
        QuiverBroker.start(BrokerConfig.in(folder.resolve("designated")).withPort(0), passwords);
    this.ports = freePorts();
    members.add(member(0));
    members.add(member(1));
  }

  private static List<Integer> freePorts() throws IOException {
    InetAddress here = InetAddress.getLoopbackAddress();
    try (ServerSocket one = new ServerSocket(0, 1, here);
        ServerSocket two = new ServerSocket(0, 1, here)) {
      return List.of(one.getLocalPort(), two.getLocalPort());
    }
  }

  private QuiverBroker member(int index) {
    HostPort other = new HostPort("127.0.0.1", ports.get(1 - index));
    return QuiverBroker.start(
        BrokerConfig.in(folder.resolve("member-" + index))
            .withPort(ports.get(index))
            .withCluster(new ClusterConfig(List.of(other), null)),
        passwords);
  }

  /** Stops one of the cluster; it can be started again. */
  void stop(int index) {
    members.get(index).close();
  }

  void startAgain(int index) {
    members.set(index, member(index));
  }

  ConnectionSettings as(Role role) {
    return ConnectionSettings.of(
        designated.url(), role.label(), passwords.passwordOf(role.label()).orElseThrow());
  }

  ConnectionSettings as(Role role, int index) {
    return as(role).withUrl(members.get(index).url());
  }

  Router router(Role role) {
    return Router.of(as(role), List.of(members.get(0).url(), members.get(1).url()));
  }

  /** A name, of that beginning, whose home is that one of the cluster. */
  String nameAt(int index, String beginning) {
    Router router = router(Role.CLIENT);
    return IntStream.range(1, 1_000)
        .mapToObj(each -> beginning + each)
        .filter(each -> router.home(each).url().equals(members.get(index).url()))
        .findFirst()
        .orElseThrow();
  }

  /** How many messages were taken out of that queue there. */
  long taken(int index, String queue) {
    Queue there = members.get(index).server().locateQueue(SimpleString.of(queue));
    return there == null ? 0 : there.getMessagesAcknowledged();
  }

  /** How many messages wait in that queue there. */
  long depth(int index, String queue) {
    Queue there = members.get(index).server().locateQueue(SimpleString.of(queue));
    return there == null ? 0 : there.getMessageCount();
  }

  @Override
  public void close() {
    members.forEach(QuiverBroker::close);
    designated.close();
  }
}
