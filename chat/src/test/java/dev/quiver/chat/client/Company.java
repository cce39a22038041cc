package dev.quiver.chat.client;

import dev.quiver.broker.Role;
import dev.quiver.broker.UserAdmin;
import dev.quiver.messaging.BrokerFixture;
import dev.quiver.messaging.connection.ConnectionSettings;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A broker, and people in its chat, for one test. */
public final class Company implements AutoCloseable {

  public static final String PASSWORD = "correct horse";

  private final BrokerFixture broker;
  private final Path folder;
  private final List<Person> people = new ArrayList<>();

  private Company(BrokerFixture broker, Path folder) {
    this.broker = broker;
    this.folder = folder;
  }

  /** With accounts of those names. */
  public static Company in(Path folder, String... names) {
    Company company = new Company(BrokerFixture.in(folder), folder);
    company.accounts(names);
    return company;
  }

  /** On that broker, which it closes. */
  static Company on(BrokerFixture broker, Path folder) {
    return new Company(broker, folder);
  }

  void accounts(String... names) {
    try (UserAdmin users = admin()) {
      for (String name : names) {
        users.add(name, PASSWORD, Set.of(Role.CHAT));
      }
    }
  }

  UserAdmin admin() {
    return UserAdmin.connect(
        broker.broker().url(),
        "admin",
        broker.broker().credentials().passwordOf("admin").orElseThrow(),
        "quiver");
  }

  public BrokerFixture broker() {
    return broker;
  }

  public ConnectionSettings settings(String name) {
    ConnectionSettings settings =
        ConnectionSettings.of(broker.broker().url(), name, PASSWORD).withClientName("chat " + name);
    return settings.withTimings(
        settings.timings().withRetry(Duration.ofMillis(50), Duration.ofMillis(200)));
  }

  public ChatConfig config(String name) {
    return new ChatConfig(
        folder.resolve("downloads-" + name),
        Duration.ofMillis(1_500),
        Duration.ofMillis(300),
        Duration.ofMillis(700),
        50,
        Duration.ofSeconds(10));
  }

  /** Somebody of that name comes into the chat, into no room yet. */
  Person comes(String name) {
    Person person = new Person();
    person.is(ChatClient.connect(settings(name), config(name), person::heard, Clock.systemUTC()));
    people.add(person);
    return person;
  }

  @Override
  public void close() {
    people.forEach(Person::close);
    broker.close();
  }
}
