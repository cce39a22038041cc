package dev.quiver.chat.shell;

import dev.quiver.chat.ChatLimits;
import dev.quiver.chat.ChatMessage;
import dev.quiver.chat.RoomName;
import dev.quiver.chat.UserName;
import dev.quiver.messaging.text.LineFault;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Reads what a line asks for. What begins with a slash is a command; with two, words. */
final class CommandParser {

  /** All commands, for completion. */
  static final List<String> COMMANDS =
      List.of(
          "/accept",
          "/all",
          "/away",
          "/help",
          "/history",
          "/join",
          "/leave",
          "/list",
          "/me",
          "/msg",
          "/nick",
          "/quit",
          "/refuse",
          "/rooms",
          "/send");

  private static final int HISTORY = 20;

  private CommandParser() {}

  /**
   * What that line asks for.
   *
   * @throws LineFault if it makes no sense, or is too long
   */
  static ChatCommand parse(String line) throws LineFault {
    int bytes = line.length() > ChatLimits.LINE_BYTES ? line.length() : utf8(line);
    if (bytes > ChatLimits.LINE_BYTES) {
      throw new LineFault("fault.long", Math.max(bytes, utf8(line)), ChatLimits.LINE_BYTES);
    }
    if (line.isBlank()) {
      return new ChatCommand.Nothing();
    }
    // Also behind blanks: whoever slips there must not say to all what was meant for one.
    String begun = line.stripLeading();
    if (!begun.startsWith("/")) {
      return new ChatCommand.Say(line, false);
    }
    if (begun.startsWith("//")) {
      return new ChatCommand.Say(begun.substring(1), false);
    }
    String[] parts = line.strip().split("\\s+", 2);
    return command(parts[0].toLowerCase(Locale.ROOT), parts.length > 1 ? parts[1] : "");
  }

  private static int utf8(String line) {
    return line.getBytes(StandardCharsets.UTF_8).length;
  }

  private static ChatCommand command(String name, String rest) throws LineFault {
    return switch (name) {
      case "/all" -> new ChatCommand.SayToAll(words(rest, "usage.all"));
      case "/me" -> new ChatCommand.Say(words(rest, "usage.me"), true);
      case "/msg" -> {
        String[] parts = two(rest, "usage.msg");
        yield new ChatCommand.Tell(user(parts[0]), parts[1]);
      }
      case "/list" -> nothingMore(rest, "/list", new ChatCommand.ListConnected());
      case "/rooms" -> nothingMore(rest, "/rooms", new ChatCommand.Rooms());
      case "/join" -> new ChatCommand.Join(room(words(rest, "usage.join")));
      case "/leave" -> new ChatCommand.Leave(rest.isEmpty() ? null : room(rest));
      case "/history" -> new ChatCommand.History(rest.isEmpty() ? HISTORY : count(rest));
      case "/nick" -> new ChatCommand.Nick();
      case "/away" -> away(rest);
      case "/send" -> {
        String[] parts = two(rest, "usage.send");
        yield new ChatCommand.Send(user(parts[0]), parts[1]);
      }
      case "/accept" -> new ChatCommand.Accept(rest.isEmpty() ? null : rest);
      case "/refuse" -> new ChatCommand.Refuse(rest.isEmpty() ? null : rest);
      case "/help" -> new ChatCommand.Help();
      case "/quit" -> nothingMore(rest, "/quit", new ChatCommand.Quit());
      case "/calculate", "/text", "/workers", "/results" ->
          throw new LineFault("fault.tasks", name);
      default -> throw new LineFault("fault.unknown", name);
    };
  }

  private static ChatCommand nothingMore(String rest, String name, ChatCommand command)
      throws LineFault {
    if (!rest.isEmpty()) {
      throw new LineFault("fault.more", name);
    }
    return command;
  }

  private static ChatCommand away(String why) throws LineFault {
    if (why.length() > ChatMessage.MAX_WHY) {
      throw new LineFault("fault.why", ChatMessage.MAX_WHY);
    }
    return new ChatCommand.Away(why);
  }

  private static String words(String rest, String usage) throws LineFault {
    if (rest.isBlank()) {
      throw new LineFault(usage);
    }
    return rest;
  }

  private static String[] two(String rest, String usage) throws LineFault {
    String[] parts = rest.split("\\s+", 2);
    if (parts.length < 2 || parts[1].isBlank()) {
      throw new LineFault(usage);
    }
    return parts;
  }

  private static UserName user(String text) throws LineFault {
    String name = (text.startsWith("@") ? text.substring(1) : text).toLowerCase(Locale.ROOT);
    if (!UserName.isUsable(name)) {
      throw new LineFault("fault.user", text);
    }
    return new UserName(name);
  }

  static RoomName room(String text) throws LineFault {
    try {
      return RoomName.typed(text);
    } catch (IllegalArgumentException e) {
      throw new LineFault("fault.room", text);
    }
  }

  private static int count(String text) throws LineFault {
    if (!text.matches("[0-9]{1,4}") || Integer.parseInt(text) < 1) {
      throw new LineFault("fault.count", text);
    }
    return Integer.parseInt(text);
  }
}
