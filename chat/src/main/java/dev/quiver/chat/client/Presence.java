package dev.quiver.chat.client;

import dev.quiver.chat.ChatEvent;
import dev.quiver.chat.Member;
import dev.quiver.messaging.presence.PresenceKind;
import dev.quiver.messaging.presence.PresencePublisher;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What hangs on the designated broker beside rooms: what is said to this user alone and to
 * everyone, that it is here, and who else is.
 */
final class Presence implements Part {

  /** A look costs the broker a message for each who is here. */
  private static final Duration LOOK_PER_MEMBER = Duration.ofMillis(40);

  private final ChatConfig config;
  private final Inbound inbound;
  private final Supplier<Member> member;
  private final Clock clock;
  private volatile @Nullable PresencePublisher shown;
  private @Nullable Presences others;
  private Instant nextLook;

  Presence(ChatConfig config, Inbound inbound, Supplier<Member> member, Clock clock) {
    this.config = config;
    this.inbound = inbound;
    this.member = member;
    this.clock = clock;
    this.nextLook = clock.instant();
  }

  @Override
  public void opened(Link link) {
    link.listen(inbound::take, inbound.own());
    Member self = member.get();
    shown =
        PresencePublisher.start(
            link.connection(),
            PresenceKind.CHAT,
            self.user().value(),
            self.incarnation(),
            facts -> Presences.write(member.get(), facts),
            config.presence(),
            clock);
    others = new Presences(link.connection());
    nextLook = clock.instant();
  }

  @Override
  public void round() {
    Presences looked = others;
    if (looked != null && !clock.instant().isBefore(nextLook)) {
      inbound.look(looked.members());
      nextLook = clock.instant().plus(untilLook());
    }
  }

  private Duration untilLook() {
    Duration apart = config.look().plus(LOOK_PER_MEMBER.multipliedBy(inbound.company()));
    return apart.compareTo(config.presence()) > 0 ? config.presence() : apart;
  }

  /** What it says of itself has changed. */
  void show() {
    PresencePublisher now = shown;
    if (now != null) {
      now.renew();
    }
  }

  @Override
  public void withdraw() {
    PresencePublisher old = shown;
    shown = null;
    if (old != null) {
      old.close();
    }
  }

  @Override
  public void quits(Link link) {
    link.leaveEveryone();
  }

  @Override
  public void away() {
    inbound.say(new ChatEvent.Disconnected());
  }

  @Override
  public void back() {
    inbound.blind(config.presence());
    inbound.say(new ChatEvent.Reconnected());
  }
}
