package dev.quiver.multicast.core;

import dev.quiver.multicast.Data;
import dev.quiver.multicast.Item;
import dev.quiver.multicast.PeerMessage;
import dev.quiver.multicast.PeerMessage.Join;
import dev.quiver.multicast.PeerMessage.LastNumber;
import dev.quiver.multicast.PeerMessage.Leave;
import dev.quiver.multicast.PeerMessage.Numbered;
import dev.quiver.multicast.PeerMessage.Request;
import dev.quiver.multicast.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The group's coordinator: numbers requests and views. Whoever gets messages from the exclusive
 * queue is it, and begins with a new object.
 *
 * <p>The last number lies in the same queue as the requests. A step takes it and requests out, and
 * in the same transaction publishes their numbers and puts the new last number in. So a coordinator
 * that comes after another one, whenever that died, waits until it meets the one last number there
 * is, and goes on from it: no gap, no double. What has come before that message is one batch, which
 * grows with the load by itself.
 */
public final class Reign {

  private static final int MOST = 256;

  /** So that what is published stays below what the broker handles as a large message. */
  private static final int MOST_CHARS = 40 * 1024;

  private record Waiting(long tag, PeerMessage message, int chars) {}

  /**
   * One transaction.
   *
   * @param tags what it acknowledges
   * @param numbered what it publishes to all; null if nothing deserved a number
   * @param last what it puts back into the queue; null if the old one stays in hand
   */
  public record Step(List<Long> tags, @Nullable Numbered numbered, @Nullable LastNumber last) {
    public Step {
      tags = List.copyOf(tags);
    }
  }

  private final List<Waiting> waiting = new ArrayList<>();
  private @Nullable LastNumber last;
  private long lastTag;

  /**
   * Takes the next message of the queue, in its order.
   *
   * @param tag names the message when it is to be acknowledged
   */
  public void take(long tag, PeerMessage message) {
    if (message instanceof LastNumber number) {
      last = number;
      lastTag = tag;
    } else {
      waiting.add(new Waiting(tag, message, chars(message)));
    }
  }

  private static int chars(PeerMessage message) {
    return message instanceof Request request
        ? request.data().stream().mapToInt(data -> data.body().length()).sum()
        : 0;
  }

  /** The next transaction, if there is one to make; the caller must commit it or end the reign. */
  public Optional<Step> next() {
    LastNumber from = last;
    if (from == null || waiting.isEmpty()) {
      return Optional.empty();
    }
    List<Long> tags = new ArrayList<>();
    List<Item> items = new ArrayList<>();
    View view = from.view();
    int chars = 0;
    int taken = 0;
    while (taken < waiting.size() && items.size() < MOST && (chars == 0 || chars < MOST_CHARS)) {
      Waiting each = waiting.get(taken);
      if (taken > 0 && chars + each.chars() > MOST_CHARS) {
        break;
      }
      taken++;
      chars += each.chars();
      tags.add(each.tag());
      if (each.message() instanceof Request request) {
        for (Data data : request.data()) {
          if (view.has(data.sender())) {
            items.add(data);
          }
        }
      } else {
        View changed = changed(view, each.message());
        if (!changed.equals(view)) {
          items.add(changed);
          view = changed;
        }
      }
    }
    waiting.subList(0, taken).clear();
    if (items.isEmpty()) {
      return Optional.of(new Step(tags, null, null));
    }
    last = null;
    tags.add(lastTag);
    return Optional.of(
        new Step(
            tags,
            new Numbered(from.number() + 1, items),
            new LastNumber(from.number() + items.size(), view)));
  }

  private static View changed(View view, PeerMessage message) {
    if (message instanceof Leave leave && view.has(leave.peer())) {
      return view.without(leave.peer());
    }
    if (message instanceof Join join && !view.has(join.peer())) {
      return view.with(join.peer());
    }
    return view;
  }
}
