package dev.quiver.chat.shell;

import dev.quiver.chat.ChatLimits;
import dev.quiver.chat.Connected;
import dev.quiver.chat.Member;
import dev.quiver.chat.Place;
import dev.quiver.chat.RoomName;
import dev.quiver.chat.UserName;
import dev.quiver.chat.client.ChatClient;
import dev.quiver.chat.core.FloodGate;
import dev.quiver.messaging.connection.QueueMissingException;
import dev.quiver.messaging.connection.QuiverMessagingException;
import dev.quiver.messaging.text.LineFault;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Does what lines ask for, one after the other. */
final class ChatSession {

  private static final int MOST_HISTORY = 200;

  private final ChatClient client;
  private final Screen screen;
  private final FloodGate gate;
  private final boolean pace;
  private final Clock clock;
  private final ChatLimits limits;
  private final AtomicInteger failures = new AtomicInteger();

  /**
   * A session in which nothing was asked yet.
   *
   * @param pace whether to wait rather than to refuse what comes too fast
   */
  ChatSession(ChatClient client, Screen screen, ChatLimits limits, boolean pace, Clock clock) {
    this.client = client;
    this.screen = screen;
    this.limits = limits;
    this.gate = new FloodGate(limits, clock.instant());
    this.pace = pace;
    this.clock = clock;
  }

  /** How many lines could not be done. */
  int failures() {
    return failures.get();
  }

  /**
   * Does what the line asks for. What is wrong with it is shown, never thrown.
   *
   * @return whether another line is wanted
   */
  boolean execute(String line) throws InterruptedException {
    try {
      ChatCommand command = CommandParser.parse(line);
      if (command instanceof ChatCommand.Quit) {
        return false;
      }
      execute(command);
    } catch (LineFault fault) {
      failed(fault);
    } catch (QuiverMessagingException | IOException | IllegalArgumentException failure) {
      failures.incrementAndGet();
      screen.failure(failure);
    }
    return true;
  }

  private void failed(LineFault fault) {
    failures.incrementAndGet();
    screen.fault(fault);
  }

  private void execute(ChatCommand command) throws LineFault, IOException, InterruptedException {
    if (command instanceof ChatCommand.Say say) {
      passGate();
      client.say(new Place.Room(currentRoom()), say.text(), say.action(), this::settled);
    } else if (command instanceof ChatCommand.SayToAll say) {
      passGate();
      client.say(new Place.Everyone(), say.text(), false, this::settled);
    } else if (command instanceof ChatCommand.Tell tell) {
      passGate();
      client.say(new Place.Person(tell.to()), tell.text(), false, told(tell.to()));
    } else if (command instanceof ChatCommand.Join join) {
      passGate();
      join(join.room());
    } else if (command instanceof ChatCommand.Leave leave) {
      passGate();
      leave(leave.room() == null ? currentRoom() : leave.room());
    } else if (command instanceof ChatCommand.History history) {
      history(history.count());
    } else if (command instanceof ChatCommand.Away away) {
      passGate();
      away(away.why());
    } else if (command instanceof ChatCommand.Nick) {
      throw new LineFault("fault.nick", client.self());
    } else if (command instanceof ChatCommand.Help) {
      screen.notice("help");
    } else {
      look(command);
    }
  }

  private void look(ChatCommand command) throws LineFault, IOException {
    if (command instanceof ChatCommand.ListConnected) {
      List<Connected> connected = new ArrayList<>(client.connected());
      connected.sort(Comparator.comparing(Connected::kind).thenComparing(Connected::name));
      screen.connected(connected);
    } else if (command instanceof ChatCommand.Rooms) {
      Map<RoomName, Integer> members = new TreeMap<>();
      for (Member member : client.members()) {
        member.rooms().forEach(room -> members.merge(room, 1, Integer::sum));
      }
      client.rooms().forEach(room -> members.putIfAbsent(room, 1));
      screen.rooms(members, client.rooms());
    } else if (command instanceof ChatCommand.Send send) {
      Path file = path(send.file());
      requireHere(send.to());
      client.offer(send.to(), file);
      screen.notice("file.offering", send.file(), send.to());
    } else if (command instanceof ChatCommand.Accept accept) {
      String file = offer(accept.file());
      if (!client.accept(file)) {
        throw new LineFault("fault.file", file);
      }
    } else if (command instanceof ChatCommand.Refuse refuse) {
      String file = offer(refuse.file());
      if (!client.refuse(file)) {
        throw new LineFault("fault.file", file);
      }
    }
  }

  /** A file goes from hand to hand; words wait, files do not. */
  private void requireHere(UserName to) throws LineFault {
    boolean here = client.members().stream().anyMatch(member -> member.user().equals(to));
    if (!here) {
      throw new LineFault("fault.fileAway", to);
    }
  }

  private void passGate() throws LineFault, InterruptedException {
    while (!gate.pass(clock.instant())) {
      if (!pace) {
        throw new LineFault("fault.flood", limits.perSecond(), limits.burst());
      }
      Thread.sleep(Math.max(1, gate.untilNext(clock.instant()).toMillis()));
    }
  }

  private RoomName currentRoom() throws LineFault {
    RoomName room = client.current();
    if (room == null) {
      throw new LineFault("fault.noRoom");
    }
    return room;
  }

  private void settled(@Nullable QuiverMessagingException failure) {
    if (failure != null) {
      failures.incrementAndGet();
      screen.failure(failure);
    }
  }

  private Consumer<@Nullable QuiverMessagingException> told(UserName to) {
    return failure -> {
      if (failure instanceof QueueMissingException) {
        failed(new LineFault("fault.noAccount", to));
      } else if (failure != null) {
        settled(failure);
      } else if (!client.isHere(to)) {
        screen.notice("told.later", to);
      } else {
        String why = client.whyAway(to);
        if (why != null) {
          screen.notice(why.isEmpty() ? "event.awayPlain" : "event.away", to, why);
        }
      }
    };
  }

  void join(RoomName room) throws InterruptedException {
    screen.notice(client.join(room) ? "joined" : "current", room);
  }

  private void leave(RoomName room) throws LineFault, InterruptedException {
    if (!client.leave(room)) {
      throw new LineFault("fault.notIn", room);
    }
    RoomName now = client.current();
    if (now == null) {
      screen.notice("left.none", room);
    } else {
      screen.notice("left", room, now);
    }
  }

  private void history(int count) throws LineFault, InterruptedException {
    if (count > MOST_HISTORY) {
      screen.notice("history.most", MOST_HISTORY);
    }
    RoomName room = currentRoom();
    screen.history(room, client.history(room, count));
  }

  private void away(String why) throws InterruptedException {
    boolean back = why.isEmpty() && client.isAway();
    client.away(back ? null : why);
    screen.notice(back ? "back" : "away");
  }

  private String offer(@Nullable String file) throws LineFault {
    if (file != null) {
      return file;
    }
    if (client.offers().isEmpty()) {
      throw new LineFault("fault.noOffer");
    }
    return client.offers().get(0).file();
  }

  private static Path path(String typed) throws LineFault {
    try {
      String home = System.getProperty("user.home", "");
      return typed.startsWith("~/") ? Path.of(home, typed.substring(2)) : Path.of(typed);
    } catch (InvalidPathException e) {
      throw new LineFault("fault.path", typed);
    }
  }

  /** Lets the broker have what was said, and files be taken if that is waited for. */
  void finish(Duration words, Duration files) throws InterruptedException {
    if (!client.flush(words)) {
      failed(new LineFault("fault.notSent", words.toSeconds()));
    }
    if (!client.awaitFiles(files)) {
      failed(
          files.isZero()
              ? new LineFault("fault.filesGivenUp")
              : new LineFault("fault.filesLeft", files.toSeconds()));
    }
  }
}
