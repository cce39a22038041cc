package dev.quiver.chat.client;

import dev.quiver.chat.ChatEvent;
import dev.quiver.chat.ChatMessage;
import dev.quiver.chat.Heard;
import dev.quiver.chat.Member;
import dev.quiver.chat.Place;
import dev.quiver.chat.RoomName;
import dev.quiver.chat.UserName;
import dev.quiver.chat.core.Divide;
import dev.quiver.chat.core.Roster;
import dev.quiver.chat.core.Streams;
import dev.quiver.chat.wire.Numbered;
import dev.quiver.messaging.codec.RejectedMessageException;
import dev.quiver.messaging.codec.Rejection;
import dev.quiver.messaging.codec.Rejections;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All that a client hears, in one order: whoever calls it holds {@link #order}. What is not sound
 * is rejected and counted, doubles are dropped, the rest becomes events.
 */
final class Inbound {

  private static final Logger LOG = LoggerFactory.getLogger(Inbound.class);

  /** Held while something is heard. */
  final ReentrantLock order = new ReentrantLock();

  private final UserName self;
  private final Files files;
  private final Predicate<RoomName> isIn;
  private final ChatListener listener;
  private final Clock clock;
  private final Streams streams = new Streams();
  private final Roster roster;
  private final Divide divide;
  private final Rejections rejections;

  Inbound(
      UserName self,
      Files files,
      Predicate<RoomName> isIn,
      ChatListener listener,
      Duration grace,
      boolean spread,
      Clock clock) {
    this.self = self;
    this.files = files;
    this.isIn = isIn;
    this.listener = listener;
    this.clock = clock;
    this.roster = new Roster(self, grace);
    this.divide = new Divide(self, spread);
    this.rejections = new Rejections("chat of " + self, LOG, clock);
  }

  /** The place of what is said to this user alone. */
  Place.Person own() {
    return new Place.Person(self);
  }

  /** One message has come. */
  void take(Place place, ClientMessage message) {
    Heard heard = read(place, message, true);
    if (heard != null) {
      dispatch(heard);
    }
  }

  /**
   * What the broker had of a room when it was joined.
   *
   * @param shown how many of them are shown as history
   * @param missed how many of them, the last ones, are news nevertheless
   */
  void before(Place place, List<ClientMessage> messages, int shown, long missed) {
    List<Heard> fresh = new ArrayList<>();
    for (ClientMessage message : messages) {
      Heard heard = read(place, message, true);
      if (heard != null) {
        fresh.add(heard);
      }
    }
    int news = (int) Math.max(0, fresh.size() - missed);
    for (int i = Math.max(0, news - shown); i < fresh.size(); i++) {
      Heard heard = fresh.get(i);
      if (i >= news) {
        dispatch(heard);
      } else if (heard.message() instanceof ChatMessage.Said said) {
        tell(new ChatEvent.Spoken(heard, said, true));
      }
    }
  }

  /** Shows earlier messages, which must not be shown again. */
  void history(Place place, List<ClientMessage> messages) {
    for (ClientMessage message : messages) {
      Heard heard = read(place, message, true);
      if (heard != null && heard.message() instanceof ChatMessage.Said said) {
        tell(new ChatEvent.Spoken(heard, said, true));
      }
    }
  }

  /** The words among those messages; says nothing and remembers nothing. */
  List<Heard> words(Place place, List<ClientMessage> messages) {
    List<Heard> words = new ArrayList<>();
    for (ClientMessage message : messages) {
      Heard heard = read(place, message, false);
      if (heard != null && heard.message() instanceof ChatMessage.Said) {
        words.add(heard);
      }
    }
    return words;
  }

  private @Nullable Heard read(Place place, ClientMessage message, boolean once) {
    try {
      String user = message.getValidatedUserID();
      if (user == null || !UserName.isUsable(user)) {
        throw new RejectedMessageException(
            Rejection.NOT_ENTITLED, "nobody vouches for who sent it");
      }
      UserName sender = new UserName(user);
      Numbered numbered = Numbered.read(message);
      String stream = numbered.stream();
      if (once && stream != null && !streams.isNew(sender, place, stream, numbered.sequence())) {
        return null;
      }
      return new Heard(
          sender, place, Instant.ofEpochMilli(message.getTimestamp()), numbered.message());
    } catch (RejectedMessageException e) {
      rejections.count(e, String.valueOf(message.getValidatedUserID()));
      return null;
    }
  }

  private void dispatch(Heard heard) {
    UserName sender = heard.sender();
    ChatMessage message = heard.message();
    if (message instanceof ChatMessage.Said said) {
      tell(new ChatEvent.Spoken(heard, said, false));
    } else if (heard.place() instanceof Place.Everyone) {
      notice(sender, message);
    } else if (heard.place() instanceof Place.Person) {
      files.heard(sender, message);
    }
  }

  private void notice(UserName sender, ChatMessage message) {
    if (sender.equals(self)) {
      return;
    }
    if (message instanceof ChatMessage.Entered entered) {
      roster.entered(clock.instant(), sender, entered.room());
      if (isIn.test(entered.room())) {
        tell(new ChatEvent.Entered(sender, entered.room()));
      }
    } else if (message instanceof ChatMessage.Departed departed) {
      roster.departed(clock.instant(), sender, departed.room());
      if (isIn.test(departed.room())) {
        tell(new ChatEvent.Departed(sender, departed.room()));
      }
    } else if (message instanceof ChatMessage.Away away) {
      roster.away(sender, away.why());
      tell(new ChatEvent.Away(sender, away.why()));
    }
  }

  /** These are seen now; tells who has gone from a room that the client is in, or seems to be. */
  void look(List<Member> members) {
    locked(
        () -> {
          for (ChatEvent.Gone gone : roster.look(clock.instant(), members)) {
            List<RoomName> shared = gone.rooms().stream().filter(isIn).toList();
            if (!shared.isEmpty()) {
              tell(new ChatEvent.Gone(gone.user(), shared));
            }
          }
          divide.look(members, isIn).forEach(this::tell);
        });
  }

  /** The client has left that place; when it comes again it is told what was said before. */
  void forget(Place place) {
    locked(() -> streams.forget(place));
  }

  /** The broker was away; the others may take that long to come back. */
  void blind(Duration patience) {
    locked(() -> roster.blind(clock.instant().plus(patience)));
  }

  void say(ChatEvent event) {
    locked(() -> tell(event));
  }

  private void locked(Runnable action) {
    order.lock();
    try {
      action.run();
    } finally {
      order.unlock();
    }
  }

  private void tell(ChatEvent event) {
    listener.heard(event);
  }

  int company() {
    return asked(Roster::size);
  }

  List<UserName> others() {
    return asked(Roster::others);
  }

  boolean isHere(UserName user) {
    return asked(known -> known.isHere(user));
  }

  @Nullable String whyAway(UserName user) {
    List<String> why = new ArrayList<>();
    ask(
        known -> {
          String reason = known.whyAway(user);
          if (reason != null) {
            why.add(reason);
          }
        });
    return why.isEmpty() ? null : why.get(0);
  }

  private <T> T asked(java.util.function.Function<Roster, T> question) {
    order.lock();
    try {
      return question.apply(roster);
    } finally {
      order.unlock();
    }
  }

  private void ask(Consumer<Roster> question) {
    locked(() -> question.accept(roster));
  }
}
