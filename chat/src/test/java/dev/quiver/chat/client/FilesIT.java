package dev.quiver.chat.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quiver.chat.ChatEvent;
import dev.quiver.chat.ChatEvent.Step;
import dev.quiver.chat.ChatMessage;
import dev.quiver.chat.FileFault;
import dev.quiver.chat.UserName;
import dev.quiver.messaging.batch.ExplicitQueues;
import dev.quiver.messaging.batch.Streamed;
import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.messaging.connection.Use;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files from one person to another. */
@Timeout(180)
class FilesIT {

  private static final String FILES_OF_BOB = "quiver.chat.files.bob";

  @TempDir Path folder;

  private Company company;
  private Person ana;
  private Person bob;

  @BeforeEach
  void open() {
    company = Company.in(folder, "ana", "bob", "mallory");
    ana = company.comes("ana");
    bob = company.comes("bob");
  }

  @AfterEach
  void close() {
    company.close();
  }

  @Test
  void anAcceptedFileArrivesUnchangedUnderASafeName() throws Exception {
    byte[] content = new byte[3_000_000];
    new Random(1).nextBytes(content);
    Path file = Files.write(folder.resolve("-re;port.bin"), content);
    ana.client().offer(new UserName("bob"), file);
    accept(offered());
    bob.awaits(event -> is(event, Step.RECEIVED));
    Path arrived = folder.resolve("downloads-bob/re_port.bin");
    assertThat(Files.readAllBytes(arrived)).isEqualTo(content);
    ana.awaits(event -> is(event, Step.DELIVERED));
    assertThat(ana.client().awaitFiles(Duration.ofSeconds(60))).isTrue();
    assertThat(company.broker().depth(FILES_OF_BOB)).isEqualTo(-1);

    // A second one of that name does not replace the first.
    ana.client().offer(new UserName("bob"), Files.writeString(file, "other"));
    accept(lastOffer(2));
    await().until(() -> Files.exists(folder.resolve("downloads-bob/re_port-1.bin")));
    assertThat(Files.readAllBytes(arrived)).isEqualTo(content);
  }

  @Test
  void aRefusedFileIsNotSent() throws Exception {
    Path file = Files.writeString(folder.resolve("a.txt"), "hello");
    ana.client().offer(new UserName("bob"), file);
    assertThat(bob.client().refuse(offered().file())).isTrue();
    ana.awaits(event -> is(event, Step.REFUSED));
    assertThat(bob.client().offers()).isEmpty();
    assertThat(folder.resolve("downloads-bob")).doesNotExist();
  }

  @Test
  void anEmptyFileIsAFileToo() throws Exception {
    ana.client().offer(new UserName("bob"), Files.createFile(folder.resolve("empty")));
    accept(offered());
    await().until(() -> Files.exists(folder.resolve("downloads-bob/empty")));
  }

  @Test
  void aFileThatChangedSinceItWasOfferedIsNotBelieved() throws Exception {
    Path file = Files.writeString(folder.resolve("a.txt"), "before");
    ana.client().offer(new UserName("bob"), file);
    ChatMessage.Offered offer = offered();
    Files.writeString(file, "AFTER!");
    accept(offer);
    bob.awaits(event -> is(event, Step.FAILED));
    ana.awaits(event -> is(event, Step.FAILED));
    assertThat(List.of(folder.resolve("downloads-bob").toFile().list())).isEmpty();
  }

  @Test
  void whatNobodyAskedForIsThrownAway() throws Exception {
    Path file = Files.writeString(folder.resolve("a.txt"), "wanted");
    ana.client().offer(new UserName("bob"), file);
    ChatMessage.Offered offer = offered();
    try (Connections own = Connections.to(company.settings("bob"));
        BrokerConnection connection = own.connect(Use.FENCED)) {
      new ExplicitQueues(connection.autoCommitSession()).durable(FILES_OF_BOB);
    }
    // It comes before the wanted one.
    try (Connections connections = Connections.to(company.settings("mallory"));
        BrokerConnection connection = connections.connect(Use.FENCED)) {
      ClientSession session = connection.autoCommitSession();
      byte[] evil = "unwanted".getBytes(StandardCharsets.UTF_8);
      ClientMessage message =
          Streamed.message(session, new ByteArrayInputStream(evil), evil.length);
      message.putStringProperty("file", offer.file());
      message.setRoutingType(RoutingType.ANYCAST);
      session.createProducer(FILES_OF_BOB).send(message);
    }
    assertThat(company.broker().depth(FILES_OF_BOB)).isEqualTo(1);
    accept(offer);
    bob.awaits(event -> is(event, Step.RECEIVED));
    assertThat(folder.resolve("downloads-bob/a.txt")).hasContent("wanted");
  }

  @Test
  void whoOffersMoreThanTenIsToldThatTooManyWait() throws Exception {
    Path file = Files.writeString(folder.resolve("a.txt"), "a");
    for (int i = 0; i < 11; i++) {
      ana.client().offer(new UserName("bob"), file);
    }
    ana.awaits(
        event ->
            event instanceof ChatEvent.FileStep step
                && step.why() instanceof FileFault fault
                && fault.kind() == FileFault.Kind.TOO_MANY
                && fault.about().equals("10"));
    assertThat(offers()).hasSize(10);
    assertThat(bob.client().offers()).hasSize(10);
  }

  /**
   * What somebody else sends meanwhile gains it no time, and the next of the silent one has none.
   */
  @Test
  void aFileThatNeverComesIsGivenUpAndSoAreTheOthersOfWhoeverOfferedIt() throws Exception {
    Person mallory = company.comes("mallory");
    Path file = Files.writeString(folder.resolve("never.txt"), "never");
    for (int i = 0; i < 3; i++) {
      mallory.client().offer(new UserName("bob"), file);
    }
    await().until(() -> offers().size() == 3);
    mallory.close();
    offers().forEach(each -> accept(each.offer()));
    ana.client().offer(new UserName("bob"), Files.writeString(folder.resolve("a.txt"), "hers"));
    accept(lastOffer(4));
    await().until(() -> company.broker().depth(FILES_OF_BOB) == 0);
    try (Connections connections = Connections.to(company.settings("mallory"));
        BrokerConnection connection = connections.connect(Use.FENCED)) {
      ClientSession session = connection.autoCommitSession();
      await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () -> {
                byte[] noise = {1};
                ClientMessage message =
                    Streamed.message(session, new ByteArrayInputStream(noise), noise.length);
                message.setRoutingType(RoutingType.ANYCAST);
                if (company.broker().depth(FILES_OF_BOB) >= 0) {
                  session.createProducer(FILES_OF_BOB).send(message);
                }
                return failures(bob) > 0;
              });
    }
    bob.awaits(event -> is(event, Step.RECEIVED));
    assertThat(failures(bob)).isEqualTo(3);
    assertThat(folder.resolve("downloads-bob/a.txt")).hasContent("hers");
  }

  private static long failures(Person person) {
    return person.events().stream().filter(event -> is(event, Step.FAILED)).count();
  }

  private ChatMessage.Offered offered() {
    return lastOffer(1);
  }

  private ChatMessage.Offered lastOffer(int count) {
    await().until(() -> offers().size() == count);
    return offers().get(count - 1).offer();
  }

  private List<ChatEvent.FileOffered> offers() {
    return bob.events().stream()
        .filter(ChatEvent.FileOffered.class::isInstance)
        .map(ChatEvent.FileOffered.class::cast)
        .toList();
  }

  private void accept(ChatMessage.Offered offer) {
    assertThat(bob.client().accept(offer.file())).isTrue();
  }

  private static boolean is(ChatEvent event, Step step) {
    return event instanceof ChatEvent.FileStep file && file.step() == step;
  }
}
