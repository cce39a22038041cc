package dev.quiver.chat.client;

import dev.quiver.chat.ChatMessage;
import dev.quiver.chat.Connected;
import dev.quiver.chat.Member;
import dev.quiver.chat.RoomName;
import dev.quiver.chat.UserName;
import dev.quiver.messaging.codec.JsonReader;
import dev.quiver.messaging.codec.JsonWriter;
import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.messaging.presence.PresenceBrowser;
import dev.quiver.messaging.presence.PresenceEntry;
import dev.quiver.messaging.presence.PresenceKind;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What people in the chat say of themselves in presence, and who else is connected. */
final class Presences {

  private static final int MOST_ROOMS = 100;

  private final PresenceBrowser browser;

  Presences(BrokerConnection connection) {
    this.browser = new PresenceBrowser(connection);
  }

  /** Writes the facts of a member. */
  static void write(Member member, JsonWriter out) throws IOException {
    out.field("since", member.since())
        .strings("rooms", member.rooms().stream().map(RoomName::value).toList())
        .field("room", member.current() == null ? null : member.current().value())
        .field("away", member.away())
        .field("spread", member.spread());
  }

  /** Who is in the chat. */
  List<Member> members() {
    List<Member> members = new ArrayList<>();
    for (PresenceEntry<Facts> each : browser.browse(PresenceKind.CHAT, Presences::facts)) {
      if (UserName.isUsable(each.user())) {
        Facts facts = each.facts();
        members.add(
            new Member(
                new UserName(each.user()),
                each.incarnation(),
                facts.since() == null ? each.since() : facts.since(),
                facts.rooms(),
                facts.current(),
                facts.away(),
                facts.spread()));
      }
    }
    return members;
  }

  /** Who is connected: people in the chat, task clients, workers. */
  List<Connected> connected() {
    List<Connected> connected = new ArrayList<>();
    for (Member each : members()) {
      RoomName current = each.current();
      connected.add(
          new Connected(
              PresenceKind.CHAT.label(),
              each.user().value(),
              current == null ? "" : current.value(),
              each.since()));
    }
    for (PresenceKind kind : List.of(PresenceKind.CLIENT, PresenceKind.WORKER)) {
      for (PresenceEntry<Boolean> each : browser.browse(kind, Presences::nothing)) {
        connected.add(new Connected(kind.label(), each.id(), "", each.since()));
      }
    }
    return connected;
  }

  private record Facts(
      @Nullable Instant since,
      List<RoomName> rooms,
      @Nullable RoomName current,
      @Nullable String away,
      boolean spread) {}

  private static Boolean nothing(JsonReader in) throws IOException {
    while (in.next()) {
      in.skip();
    }
    return true;
  }

  private static Facts facts(JsonReader in) throws IOException {
    Instant since = null;
    List<String> rooms = List.of();
    String current = null;
    String away = null;
    boolean spread = false;
    while (in.next()) {
      switch (in.name()) {
        case "since" -> since = in.instant();
        case "rooms" -> rooms = in.strings();
        case "room" -> current = in.string();
        case "away" -> away = in.string();
        case "spread" -> spread = in.bool();
        default -> in.skip();
      }
    }
    if (away != null && away.length() > ChatMessage.MAX_WHY) {
      throw new IllegalArgumentException("the reason of being away is too long");
    }
    return new Facts(
        since,
        rooms.stream().limit(MOST_ROOMS).map(RoomName::new).toList(),
        current == null ? null : new RoomName(current),
        away,
        spread);
  }
}
