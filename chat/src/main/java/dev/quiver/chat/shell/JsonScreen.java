package dev.quiver.chat.shell;

import dev.quiver.chat.ChatEvent;
import dev.quiver.chat.ChatMessage;
import dev.quiver.chat.Connected;
import dev.quiver.chat.Heard;
import dev.quiver.chat.Place;
import dev.quiver.chat.RoomName;
import dev.quiver.messaging.codec.JsonCodec;
import dev.quiver.messaging.codec.JsonWriter;
import dev.quiver.messaging.text.LineFault;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** Lines for programs: one JSON object for each thing that happened, named by {@code event}. */
final class JsonScreen implements Screen {

  private final Consumer<String> out;
  private final Rendering words;

  /**
   * @param words for what only people understand, in English like all that machines read
   */
  JsonScreen(Consumer<String> out, Rendering words) {
    this.out = out;
    this.words = words;
  }

  private void line(String event, JsonCodec.Writing fields) {
    out.accept(
        JsonCodec.standard()
            .write(
                line -> {
                  line.field("event", event);
                  fields.to(line);
                }));
  }

  @Override
  public void event(ChatEvent event) {
    if (event instanceof ChatEvent.Spoken spoken) {
      spoken(spoken.heard(), spoken.said(), spoken.history());
    } else if (event instanceof ChatEvent.Entered entered) {
      line("entered", f -> f.field("from", entered.user().value()).field("room", room(entered)));
    } else if (event instanceof ChatEvent.Departed departed) {
      line(
          "departed",
          f -> f.field("from", departed.user().value()).field("room", departed.room().value()));
    } else if (event instanceof ChatEvent.Gone gone) {
      line("gone", f -> f.field("from", gone.user().value()).strings("rooms", names(gone.rooms())));
    } else if (event instanceof ChatEvent.Away away) {
      line(
          away.why() == null ? "back" : "away",
          f -> f.field("from", away.user().value()).field("why", away.why()));
    } else if (event instanceof ChatEvent.Disconnected) {
      line("disconnected", f -> {});
    } else if (event instanceof ChatEvent.Reconnected) {
      line("reconnected", f -> {});
    } else if (event instanceof ChatEvent.RoomsAway away) {
      line("roomsAway", f -> f.strings("rooms", names(away.rooms())));
    } else if (event instanceof ChatEvent.RoomsBack back) {
      line("roomsBack", f -> f.strings("rooms", names(back.rooms())));
    } else if (event instanceof ChatEvent.Apart apart) {
      line(
          "apart",
          f -> f.field("from", apart.user().value()).strings("rooms", names(apart.rooms())));
    } else if (event instanceof ChatEvent.Ended ended) {
      line("ended", f -> f.field("why", message(ended.why())));
    } else if (event instanceof ChatEvent.Untold untold) {
      line("untold", f -> f.field("why", message(untold.why())));
    } else if (event instanceof ChatEvent.FileOffered offered) {
      ChatMessage.Offered offer = offered.offer();
      line(
          "fileOffered",
          f ->
              f.field("file", offer.file())
                  .field("from", offered.from().value())
                  .field("name", offer.name())
                  .field("bytes", offer.bytes())
                  .field("sha256", offer.sha256()));
    } else if (event instanceof ChatEvent.FileStep step) {
      line(
          "file",
          f ->
              f.field("file", step.file())
                  .field("with", step.other().value())
                  .field("name", step.name())
                  .field("state", step.step().name().toLowerCase(Locale.ROOT))
                  .field("bytes", step.bytes())
                  .field("path", step.path() == null ? null : step.path().toString())
                  .field("why", step.why() == null ? null : message(step.why())));
    }
  }

  private static String message(Exception why) {
    return String.valueOf(why.getMessage());
  }

  private static List<String> names(List<RoomName> rooms) {
    return rooms.stream().map(RoomName::value).toList();
  }

  private static String room(ChatEvent.Entered entered) {
    return entered.room().value();
  }

  private void spoken(Heard heard, ChatMessage.Said said, boolean history) {
    line(
        "message",
        f -> {
          place(f, heard.place());
          f.field("from", heard.sender().value()).field("at", heard.at());
          f.field("text", said.text());
          if (said.action()) {
            f.field("action", true);
          }
          if (history) {
            f.field("history", true);
          }
        });
  }

  private static void place(JsonWriter f, Place place) throws IOException {
    if (place instanceof Place.Room room) {
      f.field("to", "room").field("room", room.room().value());
    } else {
      f.field("to", place instanceof Place.Everyone ? "all" : "you");
    }
  }

  @Override
  public void history(RoomName room, List<Heard> heard) {
    heard.forEach(each -> spoken(each, (ChatMessage.Said) each.message(), true));
  }

  @Override
  public void connected(List<Connected> connected) {
    connected.forEach(
        each ->
            line(
                "connected",
                f ->
                    f.field("kind", each.kind())
                        .field("name", each.name())
                        .field("room", each.where().isEmpty() ? null : each.where())
                        .field("since", each.since())));
  }

  @Override
  public void rooms(Map<RoomName, Integer> members, List<RoomName> own) {
    members.forEach(
        (room, count) ->
            line(
                "room",
                f ->
                    f.field("room", room.value())
                        .field("members", count)
                        .field("joined", own.contains(room))));
  }

  @Override
  public void notice(String key, Object... args) {
    line("notice", f -> f.field("notice", key).field("text", words.text(key, args)));
  }

  @Override
  public void fault(LineFault fault) {
    line(
        "refused",
        f -> f.field("reason", fault.key()).field("text", words.text(fault.key(), fault.args())));
  }

  @Override
  public void failure(Exception failure) {
    line("failed", f -> f.field("text", message(failure)));
  }
}
