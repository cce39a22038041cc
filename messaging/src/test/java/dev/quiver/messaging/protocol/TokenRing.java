package dev.quiver.messaging.protocol;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A small protocol to try simulator and driver with: a numbered token goes round; whoever gets it
 * holds it for a moment and passes it on, again and again until the next one confirms. A token with
 * a number seen before is confirmed and otherwise ignored; without that check, a control switches
 * it off, two may hold it.
 */
final class TokenRing implements Protocol<TokenRing.Message> {

  sealed interface Message {
    record Token(int number) implements Message {}

    record Confirmed(int number) implements Message {}
  }

  private static final Duration HOLD = Duration.ofMillis(10);
  private static final Duration RETRY = Duration.ofMillis(30);

  private final NodeId next;
  private final boolean first;
  private final boolean checksNumbers;
  private int seen;
  private boolean holding;

  TokenRing(NodeId next, boolean first, boolean checksNumbers) {
    this.next = next;
    this.first = first;
    this.checksNumbers = checksNumbers;
  }

  boolean isHolding() {
    return holding;
  }

  int seen() {
    return seen;
  }

  @Override
  public List<Effect<Message>> on(Instant now, Event<Message> event) {
    List<Effect<Message>> effects = new ArrayList<>();
    if (event instanceof Event.Started<Message>) {
      if (first) {
        take(1, effects);
      }
    } else if (event instanceof Event.Received<Message> received) {
      onMessage(received, effects);
    } else if (event instanceof Event.TimerFired<Message> fired) {
      holding = false;
      effects.add(new Effect.Send<>(next, new Message.Token(seen + 1)));
      effects.add(new Effect.StartTimer<>("retry", RETRY));
      assert fired.timer().equals("pass") || fired.timer().equals("retry");
    }
    return effects;
  }

  private void onMessage(Event.Received<Message> received, List<Effect<Message>> effects) {
    if (received.message() instanceof Message.Token token) {
      effects.add(new Effect.Send<>(received.from(), new Message.Confirmed(token.number())));
      if (token.number() > seen || !checksNumbers) {
        take(token.number(), effects);
      }
    } else if (received.message() instanceof Message.Confirmed confirmed
        && confirmed.number() == seen + 1) {
      effects.add(new Effect.CancelTimer<>("retry"));
    }
  }

  private void take(int number, List<Effect<Message>> effects) {
    seen = number;
    holding = true;
    effects.add(new Effect.CancelTimer<>("retry"));
    effects.add(new Effect.Deliver<>(new Message.Token(number)));
    effects.add(new Effect.StartTimer<>("pass", HOLD));
  }
}
