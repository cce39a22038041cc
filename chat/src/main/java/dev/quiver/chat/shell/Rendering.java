package dev.quiver.chat.shell;

import dev.quiver.chat.ChatEvent;
import dev.quiver.chat.ChatMessage;
import dev.quiver.chat.Connected;
import dev.quiver.chat.FileFault;
import dev.quiver.chat.Heard;
import dev.quiver.chat.Place;
import dev.quiver.chat.RoomName;
import dev.quiver.chat.UserName;
import dev.quiver.messaging.terminal.Palette;
import dev.quiver.messaging.terminal.TextTable;
import dev.quiver.messaging.text.LineFault;
import dev.quiver.messaging.text.Messages;
import dev.quiver.messaging.text.Printable;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Lines for people, in their language, one for each thing that happened. Whatever somebody else
 * wrote is made harmless.
 */
final class Rendering {

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);
  private static final int CELL_COLUMNS = 40;

  private final Messages messages;
  private final Palette palette;
  private final ZoneId zone;
  private final java.time.InstantSource clock;
  private final UserName self;
  private final Function<Exception, String> explain;

  Rendering(
      Messages messages,
      Palette palette,
      ZoneId zone,
      java.time.InstantSource clock,
      UserName self,
      Function<Exception, String> explain) {
    this.messages = messages;
    this.palette = palette;
    this.zone = zone;
    this.clock = clock;
    this.self = self;
    this.explain = explain;
  }

  String text(String key, Object... args) {
    return messages.format(key, harmless(args));
  }

  private static Object[] harmless(Object[] args) {
    Object[] safe = args.clone();
    for (int i = 0; i < safe.length; i++) {
      if (!(safe[i] instanceof Number)) {
        safe[i] = Printable.harmlessWithEmoji(String.valueOf(safe[i]));
      }
    }
    return safe;
  }

  String notice(String key, Object... args) {
    return palette.faint(text(key, args));
  }

  String fault(LineFault fault) {
    return palette.bad(text(fault.key(), fault.args()));
  }

  String failure(Exception failure) {
    return palette.bad(failure instanceof FileFault ? why(failure) : text("failure", why(failure)));
  }

  /** What an exception means to people, in their language. */
  String why(Exception failure) {
    return failure instanceof FileFault fault
        ? text("fault.file." + fault.kind().name().toLowerCase(Locale.ROOT), fault.about())
        : explain.apply(failure);
  }

  String event(ChatEvent event) {
    if (event instanceof ChatEvent.Spoken spoken) {
      String line = spoken(spoken.heard(), spoken.said());
      return spoken.history() ? palette.faint("|") + " " + line : line;
    } else if (event instanceof ChatEvent.Entered entered) {
      return notice("event.entered", entered.user(), entered.room());
    } else if (event instanceof ChatEvent.Departed departed) {
      return notice("event.departed", departed.user(), departed.room());
    } else if (event instanceof ChatEvent.Gone gone) {
      return notice("event.gone", gone.user(), names(gone.rooms()));
    } else if (event instanceof ChatEvent.Away away) {
      return away.why() == null
          ? notice("event.back", away.user())
          : away.why().isEmpty()
              ? notice("event.awayPlain", away.user())
              : notice("event.away", away.user(), away.why());
    } else if (event instanceof ChatEvent.Disconnected) {
      return palette.bad(text("event.disconnected"));
    } else if (event instanceof ChatEvent.Reconnected) {
      return palette.good(text("event.reconnected"));
    } else if (event instanceof ChatEvent.RoomsAway away) {
      return palette.bad(text("event.roomsAway", names(away.rooms())));
    } else if (event instanceof ChatEvent.RoomsBack back) {
      return palette.good(text("event.roomsBack", names(back.rooms())));
    } else if (event instanceof ChatEvent.Apart apart) {
      return palette.bad(text("event.apart", apart.user(), names(apart.rooms())));
    } else if (event instanceof ChatEvent.Ended ended) {
      return palette.bad(text("event.ended", why(ended.why())));
    } else if (event instanceof ChatEvent.Untold untold) {
      return palette.bad(text("event.untold", why(untold.why())));
    } else if (event instanceof ChatEvent.FileOffered offered) {
      ChatMessage.Offered offer = offered.offer();
      return palette.heading(
          text("file.offered", offered.from(), offer.name(), size(offer.bytes()), offer.file()));
    }
    return step((ChatEvent.FileStep) event);
  }

  private static String names(List<RoomName> rooms) {
    return rooms.stream().map(room -> "#" + room).collect(Collectors.joining(" "));
  }

  private String step(ChatEvent.FileStep step) {
    String key = "file." + step.step().name().toLowerCase(Locale.ROOT);
    String line =
        text(
            key,
            step.name(),
            step.other(),
            step.path() == null ? "" : step.path().toString(),
            step.why() == null ? "" : why(step.why()));
    return switch (step.step()) {
      case SENDING, SENT -> palette.faint(line);
      case DELIVERED, RECEIVED -> palette.good(line);
      case REFUSED, FAILED -> palette.bad(line);
    };
  }

  String spoken(Heard heard, ChatMessage.Said said) {
    String sender = heard.sender().value();
    String name = palette.of(sender, sender);
    String words = Printable.harmlessWithEmoji(said.text());
    String what = said.action() ? "* " + name + " " + words : name + ": " + words;
    String time = palette.faint(time(heard.at()));
    Place place = heard.place();
    if (place instanceof Place.Room room) {
      return time + " " + palette.name("#" + room.room()) + " " + what;
    }
    return place instanceof Place.Everyone
        ? time + " " + text("place.all") + " " + what
        : time + " " + text("place.you") + " " + what;
  }

  String history(RoomName room, List<Heard> words) {
    if (words.isEmpty()) {
      return notice("history.none", room);
    }
    return words.stream()
        .map(heard -> palette.faint("|") + " " + spoken(heard, (ChatMessage.Said) heard.message()))
        .collect(Collectors.joining("\n"));
  }

  String connected(List<Connected> connected) {
    TextTable table =
        new TextTable(
            CELL_COLUMNS,
            text("list.name"),
            text("list.kind"),
            text("list.room"),
            text("list.since"));
    for (Connected each : connected) {
      boolean own = each.kind().equals("chat") && each.name().equals(self.value());
      table.add(
          own ? text("list.you", each.name()) : each.name(),
          text("kind." + each.kind()),
          each.where().isEmpty() ? "-" : "#" + each.where(),
          DAY.format(each.since().atZone(zone)));
    }
    return table.render(palette);
  }

  String rooms(Map<RoomName, Integer> members, List<RoomName> own) {
    if (members.isEmpty()) {
      return text("rooms.none");
    }
    TextTable table = new TextTable(CELL_COLUMNS, text("rooms.room"), text("rooms.members"), "");
    members.forEach(
        (room, count) ->
            table.add(
                "#" + room, Integer.toString(count), own.contains(room) ? text("rooms.here") : ""));
    return table.render(palette);
  }

  private String time(Instant at) {
    ZonedDateTime when = at.atZone(zone);
    LocalDate today = clock.instant().atZone(zone).toLocalDate();
    return when.toLocalDate().equals(today) ? TIME.format(when) : DAY.format(when);
  }

  private static String size(long bytes) {
    return bytes < 1024
        ? bytes + " B"
        : bytes < 1024 * 1024 ? (bytes / 1024) + " KiB" : (bytes / (1024 * 1024)) + " MiB";
  }
}
