package dev.quiver.cli.cluster;

import dev.quiver.broker.BrokerConfig;
import dev.quiver.broker.ClusterConfig;
import dev.quiver.broker.Credentials;
import dev.quiver.broker.HostPort;
import dev.quiver.broker.PairConfig;
import dev.quiver.broker.Profile;
import dev.quiver.broker.QuiverBroker;
import dev.quiver.broker.Role;
import dev.quiver.broker.UserAdmin;
import dev.quiver.messaging.connection.ConnectionSettings;
import dev.quiver.messaging.connection.Password;
import dev.quiver.messaging.connection.Router;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.server.Queue;

/** A designated broker, or pair, and a cluster beside it, all with the same passwords. */
final class SeveralBrokers implements AutoCloseable {

  private static final String PASSWORD = "correct horse";

  private final Path folder;
  private final Credentials passwords;
  private final List<QuiverBroker> designated = new ArrayList<>();
  private final List<HostPort> places;
  private final List<QuiverBroker> members = new ArrayList<>();

  private SeveralBrokers(Path folder, int members) throws IOException {
    this.folder = folder;
    Map<String, String> all = new TreeMap<>();
    for (Role each : Role.values()) {
      all.put(each.label(), "secret-of-" + each.label());
    }
    this.passwords = Credentials.of(all);
    this.places = freePlaces(members + 2);
    for (int i = 0; i < members; i++) {
      this.members.add(member(i));
    }
  }

  /** One designated broker and so many of a cluster. */
  static SeveralBrokers with(Path folder, int members) throws IOException {
    SeveralBrokers all = new SeveralBrokers(folder, members);
    BrokerConfig one = BrokerConfig.in(folder.resolve("designated")).withPort(0);
    all.designated.add(QuiverBroker.start(one, all.passwords));
    return all;
  }

  /** A designated pair on one folder and two of a cluster. */
  static SeveralBrokers withPair(Path folder) throws IOException {
    SeveralBrokers all = new SeveralBrokers(folder, 2);
    all.designated.add(all.ofPair(Profile.PRIMARY, all.places.get(2), all.places.get(3)));
    all.designated.add(all.ofPair(Profile.BACKUP, all.places.get(3), all.places.get(2)));
    return all;
  }

  private QuiverBroker ofPair(Profile profile, HostPort self, HostPort other) {
    return QuiverBroker.start(
        BrokerConfig.in(folder.resolve("designated"))
            .withPort(self.port())
            .withPair(new PairConfig(profile, other, null)),
        passwords);
  }

  private static List<HostPort> freePlaces(int count) throws IOException {
    List<ServerSocket> sockets = new ArrayList<>();
    try {
      List<HostPort> places = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
        places.add(new HostPort("127.0.0.1", sockets.get(i).getLocalPort()));
      }
      return places;
    } finally {
      for (ServerSocket each : sockets) {
        each.close();
      }
    }
  }

  private QuiverBroker member(int index) {
    List<HostPort> others = new ArrayList<>(places.subList(0, places.size() - 2));
    others.remove(index);
    return QuiverBroker.start(
        BrokerConfig.in(folder.resolve("member-" + index))
            .withPort(places.get(index).port())
            .withCluster(new ClusterConfig(others, null)),
        passwords);
  }

  /** Stops one of the cluster; it can be started again. */
  void stop(int index) {
    members.get(index).close();
  }

  void startAgain(int index) {
    members.set(index, member(index));
  }

  /** Stops the first of the designated pair; whether the other one serves is to be waited for. */
  void stopPrimary() {
    designated.get(0).close();
  }

  /** Whether the second of the designated pair serves. */
  boolean backupServes() {
    return designated.get(1).serves();
  }

  ConnectionSettings as(Role role) {
    return ConnectionSettings.of(
        designated.get(0).url(), role.label(), passwords.passwordOf(role.label()).orElseThrow());
  }

  ConnectionSettings as(Role role, int index) {
    return as(role).withUrl(members.get(index).url());
  }

  /** The ways of somebody who knows all. */
  Router router(Role role) {
    return Router.of(as(role), members.stream().map(QuiverBroker::url).toList());
  }

  /** The ways of somebody who knows only that one of the cluster. */
  Router router(Role role, int index) {
    return Router.of(as(role), List.of(members.get(index).url()));
  }

  /** Makes an account of that person on all of them. */
  void account(String name) {
    accountOnDesignated(name);
    members.forEach(each -> account(each, name));
  }

  void accountOnDesignated(String name) {
    designated.forEach(each -> account(each, name));
  }

  private void account(QuiverBroker broker, String name) {
    String admin = Role.ADMIN.label();
    String password = passwords.passwordOf(admin).orElseThrow();
    try (UserAdmin users = UserAdmin.connect(broker.url(), admin, password, "quiver")) {
      users.add(name, PASSWORD, Set.of(Role.CHAT));
    }
  }

  /** The designated broker, for somebody who has an account. */
  ConnectionSettings asPerson(String name) {
    return as(Role.CHAT).withUser(name, Password.of(PASSWORD));
  }

  /** The addresses of the cluster, also of those that are away. */
  List<String> cluster() {
    return places.subList(0, places.size() - 2).stream().map(HostPort::url).toList();
  }

  /** Where the designated one keeps its data. */
  Path designatedFolder() {
    return folder.resolve("designated");
  }

  String designatedUrl() {
    return designated.get(0).url();
  }

  /** Whether that address is there, on that one of the cluster. */
  boolean has(int index, String address) {
    return has(members.get(index), address);
  }

  boolean designatedHas(String address) {
    return has(designated.get(0), address);
  }

  private static boolean has(QuiverBroker broker, String address) {
    return broker.server().getAddressInfo(SimpleString.of(address)) != null;
  }

  /** A name, of that beginning, of a room that is on that one of the cluster. */
  String roomAt(int index, String beginning) {
    List<String> names =
        places.subList(0, places.size() - 2).stream()
            .map(place -> "localhost:" + place.port())
            .toList();
    return IntStream.range(1, 1_000)
        .mapToObj(each -> beginning + each)
        .filter(each -> Router.chosen("chat.room." + each, names).equals(names.get(index)))
        .findFirst()
        .orElseThrow();
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
    designated.forEach(QuiverBroker::close);
  }
}
