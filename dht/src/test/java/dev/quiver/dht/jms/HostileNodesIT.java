package dev.quiver.dht.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quiver.broker.Role;
import dev.quiver.broker.UserAdmin;
import dev.quiver.dht.ChordMessage;
import dev.quiver.dht.Item;
import dev.quiver.dht.NodeRef;
import dev.quiver.dht.NodeStatus;
import dev.quiver.dht.Notice;
import dev.quiver.dht.Operation;
import dev.quiver.dht.Outcome;
import dev.quiver.dht.RingMessage;
import dev.quiver.dht.StoreMessage;
import dev.quiver.messaging.BrokerFixture;
import dev.quiver.messaging.codec.MessageFamily.Document;
import dev.quiver.messaging.codec.TextBody;
import dev.quiver.messaging.connection.ConnectionSettings;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.messaging.connection.Use;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Garbage, lies and words in somebody else's name, on a real broker: counted, not believed. */
class HostileNodesIT {

  private static final int KEYS = 30;
  private static final String EVE = "eve";
  private static final String SECRET = "a-secret-of-hers";

  @TempDir static Path folder;
  private static @Nullable BrokerFixture broker;
  private static int rings;

  private final String ring = "hostile" + ++rings;
  private final RingBench bench = new RingBench(broker(), RingBench.quick());
  private final Queue<Notice> notices = new ConcurrentLinkedQueue<>();
  private @Nullable RingProcess alpha;
  private @Nullable DhtClient known;

  @BeforeAll
  static void startBroker() {
    BrokerFixture started = BrokerFixture.in(folder);
    broker = started;
    ConnectionSettings admin = started.as("admin");
    try (UserAdmin users =
        UserAdmin.connect(
            started.broker().url(),
            "admin",
            started.broker().credentials().passwordOf("admin").orElseThrow(),
            admin.addresses().namespace())) {
      users.add(EVE, SECRET, Set.of(Role.NODE));
    }
  }

  @BeforeEach
  void startRing() throws InterruptedException {
    alpha =
        bench.start(
            ring, RingBench.nodes("alpha", 5), false, (node, notice) -> notices.add(notice));
    DhtClient client = bench.client(ring, 5);
    known = client;
    for (int i = 0; i < KEYS; i++) {
      assertThat(client.act(Operation.put("key" + i, "value" + i)).outcome().status())
          .isEqualTo(Outcome.Status.DONE);
    }
  }

  @AfterEach
  void end() {
    bench.close();
  }

  @AfterAll
  static void endBroker() {
    broker().close();
  }

  private static BrokerFixture broker() {
    return Objects.requireNonNull(broker);
  }

  private DhtClient client() {
    return Objects.requireNonNull(known);
  }

  /** Another account, which may take part in rings like the one of the nodes. */
  private static Connections eve() {
    return Connections.to(ConnectionSettings.of(broker().broker().url(), EVE, SECRET));
  }

  private NodeRef member(int place) {
    return client().members().get(place).node();
  }

  private long violations(NodeRef node) {
    return client().members().stream()
        .filter(each -> each.node().equals(node))
        .flatMap(each -> client().describe(List.of(each), false).stream())
        .mapToLong(each -> each.counts().violations())
        .sum();
  }

  private void assertWhole() {
    RingBench.awaitIdeal(client(), 5);
    for (int i = 0; i < KEYS; i++) {
      Outcome got = client().act(Operation.get("key" + i)).outcome();
      Item item = got.item();
      assertThat(item == null ? null : item.value()).as(got.toString()).isEqualTo("value" + i);
    }
  }

  private void say(Connections as, NodeRef to, ChordMessage words, Map<String, String> headers)
      throws Exception {
    Document document = ChordCodec.write(words);
    say(as, to, document.type(), document.text(), headers);
  }

  private void say(
      Connections as, NodeRef to, String type, String text, Map<String, String> headers)
      throws Exception {
    try (var connection = as.connect(Use.CONSUME);
        ClientSession session = connection.autoCommitSession()) {
      say(session, as.settings().addresses().dhtNode(ring, to.label()), type, text, headers);
    }
  }

  private static void say(
      ClientSession session, String queue, String type, String text, Map<String, String> headers)
      throws Exception {
    try (ClientProducer producer = session.createProducer(SimpleString.of(queue))) {
      ClientMessage message = session.createMessage(Message.TEXT_TYPE, false);
      message.setRoutingType(RoutingType.ANYCAST);
      message.putStringProperty("JMSType", type);
      headers.forEach(message::putStringProperty);
      TextBody.write(message, text);
      producer.send(message);
    }
  }

  @Test
  void garbageIsCounted() throws Exception {
    NodeRef victim = member(0);
    NodeRef liar = NodeRef.alone(RingBench.config().space().hash("liar"), "liar");
    try (Connections eve = eve()) {
      say(eve, victim, "ring.state", "{\"rpc\": \"x\"", Map.of("dhtNode", "mallory"));
      say(eve, victim, "no.such.thing", "{}", Map.of("dhtNode", "mallory"));
      say(eve, victim, "ring.ping", "{\"rpc\":1}", Map.of());
      say(eve, victim, new RingMessage.Notify(liar), Map.of("dhtNode", "mallory"));
    }
    await()
        .atMost(RingBench.PATIENCE)
        .until(() -> Objects.requireNonNull(alpha).rejected() >= 3 && violations(victim) >= 1);
    assertWhole();
  }

  /** The names are right; the account is not. */
  @Test
  void whoSpeaksAsANodeOfAnotherAccountIsNotBelieved() throws Exception {
    NodeRef before = member(0);
    NodeRef victim = member(1);
    NodeRef after = member(2);
    StoreMessage forged = new StoreMessage.Replicate(7, List.of(forgery("key1"), forgery("key2")));
    try (Connections eve = eve()) {
      Map<String, String> header = Map.of("dhtNode", before.label());
      say(eve, victim, new RingMessage.Leaving(before, after, List.of(victim)), header);
      say(eve, victim, new RingMessage.Notify(before), header);
      say(eve, victim, new RingMessage.State(1, before, List.of(after)), header);
      for (RingMember each : client().members()) {
        boolean itself = each.node().equals(before);
        say(eve, each.node(), forged, itself ? Map.of("dhtNode", victim.label()) : header);
      }
    }
    await().atMost(RingBench.PATIENCE).until(() -> violations(victim) >= 4);
    assertThat(violations(victim)).isEqualTo(4);
    assertWhole();
    assertThat(notices).noneMatch(Notice.Isolated.class::isInstance);
  }

  private static Item forgery(String key) {
    return new Item(key, "forged", Instant.now().plus(Duration.ofHours(20)).toEpochMilli(), null);
  }

  @Test
  void whoAsksAsAClientSaysNothingThatNodesSay() throws Exception {
    NodeRef victim = member(0);
    try (Connections eve = eve()) {
      String replies = eve.settings().addresses().replies(EVE, "me");
      Map<String, String> header = Map.of("JMSReplyTo", replies, "JMSCorrelationID", "1");
      for (RingMember each : client().members()) {
        StoreMessage forged = new StoreMessage.Replicate(7, List.of(forgery("key1")));
        say(eve, each.node(), forged, header);
      }
      say(eve, victim, new RingMessage.Ping(1), header);
    }
    await().atMost(RingBench.PATIENCE).until(() -> Objects.requireNonNull(alpha).rejected() >= 6);
    assertWhole();
  }

  /** A node that keeps to the protocol but for one thing: it lies about who comes after it. */
  @Test
  void whoLiesAboutItsSuccessorsIsCountedAndNobodyFollows() throws Exception {
    NodeRef before = member(0);
    NodeRef after = member(1);
    NodeRef liar = NodeRef.alone(RingBench.config().space().next(before.id()), "liar").runBy(EVE);
    RingMessage.State lie = new RingMessage.State(0, before, List.of(member(2), after));
    try (Connections eve = eve();
        var connection = eve.connect(Use.CONSUME);
        ClientSession in = connection.preAcknowledgedSession();
        ClientSession out = connection.autoCommitSession()) {
      String queue = eve.settings().addresses().dhtNode(ring, liar.label());
      new dev.quiver.messaging.batch.ExplicitQueues(in).nonDurable(queue);
      in.createConsumer(SimpleString.of(queue))
          .setMessageHandler(message -> answer(message, liar, lie, eve, out));
      in.start();
      say(eve, after, new RingMessage.Notify(liar), Map.of("dhtNode", liar.label()));

      await().atMost(RingBench.PATIENCE).until(() -> violations(before) >= 3);

      assertThat(notices)
          .filteredOn(Notice.InvariantBroken.class::isInstance)
          .isNotEmpty()
          .allMatch(each -> ((Notice.InvariantBroken) each).by().equals(liar));
      List<NodeStatus> nodes = client().describe(client().members(), false);
      assertThat(nodes)
          .hasSize(5)
          .allSatisfy(each -> assertThat(each.successors()).doesNotContain(liar));
    }
    assertWhole(); // It is dead now, for whoever took it for its predecessor.
  }

  private void answer(
      ClientMessage message,
      NodeRef liar,
      RingMessage.State lie,
      Connections eve,
      ClientSession out) {
    ChordMessage said =
        ChordCodec.read(
            message.getStringProperty("JMSType"), TextBody.read(message, Integer.MAX_VALUE));
    ChordMessage answer = null;
    if (said instanceof RingMessage.StateQuery query) {
      answer = new RingMessage.State(query.rpc(), lie.predecessor(), lie.successors());
    } else if (said instanceof RingMessage.Ping ping) {
      answer = new RingMessage.Pong(ping.rpc());
    }
    if (answer == null) {
      return;
    }
    String queue = eve.settings().addresses().dhtNode(ring, message.getStringProperty("dhtNode"));
    Document document = ChordCodec.write(answer);
    try {
      say(out, queue, document.type(), document.text(), Map.of("dhtNode", liar.label()));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
