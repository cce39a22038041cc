package dev.quiver.multicast.core;

import dev.quiver.multicast.Data;
import dev.quiver.multicast.Item;
import dev.quiver.multicast.MessageId;
import dev.quiver.multicast.Order;
import dev.quiver.multicast.PeerMessage;
import dev.quiver.multicast.PeerMessage.Join;
import dev.quiver.multicast.PeerMessage.LastNumber;
import dev.quiver.multicast.PeerMessage.Leave;
import dev.quiver.multicast.PeerMessage.Numbered;
import dev.quiver.multicast.PeerMessage.Request;
import dev.quiver.multicast.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The group's coordinator: numbers requests and views. Whoever gets messages from the exclusive
 * queue is it, and begins with a new object.
 *
 * <p>The last number lies in the same queue as the requests. A step takes it and requests out, and
 * in the same transaction publishes their numbers and puts the new last number in. So a coordinator
 * that comes after another one, whenever that died, waits until it meets the one last number there
 * is, and goes on from it: no gap, no double. What has come before that message is one step, which
 * grows with the load by itself: a commit and the way of the last number through the broker take
 * their time, however much is in it.
 */
public final class Reign {

  private static final int MOST = 256;

  /** So that what is published stays below what the broker handles as a large message. */
  private static final int MOST_CHARS = 40 * 1024;

  /** How many such messages a step publishes at the most. */
  private static final int MOST_MESSAGES = 16;

  private record Waiting(long tag, PeerMessage message) {}

  /**
   * One transaction.
   *
   * @param tags what it acknowledges
   * @param numbered what it publishes to all, in this order; nothing if nothing deserved a number
   * @param last what it puts back into the queue; null if the old one stays in hand
   */
  public record Step(List<Long> tags, List<Numbered> numbered, @Nullable LastNumber last) {
    public Step {
      tags = List.copyOf(tags);
      numbered = List.copyOf(numbered);
    }
  }

  /** Items that get the next numbers, in messages of a bearable size. */
  private static final class Messages {
    private final List<Numbered> full = new ArrayList<>();
    private List<Item> items = new ArrayList<>();
    private long first;
    private int chars;

    Messages(long last) {
      first = last + 1;
    }

    void add(Item item) {
      int its = item instanceof Data data ? data.body().length() : 0;
      if (items.size() == MOST || (!items.isEmpty() && chars + its > MOST_CHARS)) {
        end();
      }
      items.add(item);
      chars += its;
    }

    private void end() {
      if (!items.isEmpty()) {
        full.add(new Numbered(first, items));
        first += items.size();
        items = new ArrayList<>();
        chars = 0;
      }
    }

    boolean areEnough() {
      return full.size() >= MOST_MESSAGES;
    }

    List<Numbered> all() {
      end();
      return full;
    }

    /** After all of them. */
    long last() {
      return first - 1;
    }
  }

  private final Order order;
  private List<Waiting> waiting = new ArrayList<>();
  private @Nullable LastNumber last;
  private long lastTag;

  /**
   * @param order the group's; whoever runs another one cannot join
   */
  public Reign(Order order) {
    this.order = order;
  }

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
      waiting.add(new Waiting(tag, message));
    }
  }

  /**
   * The next transaction, if there is one to make; the caller must commit it or end the reign.
   *
   * <p>When a coordinator dies the broker takes back what it held, and the next one may get what is
   * behind that first. So what a peer said waits here for what it said before.
   */
  public Optional<Step> next() {
    LastNumber from = last;
    if (from == null) {
      return Optional.empty();
    }
    List<Long> tags = new ArrayList<>();
    Messages messages = new Messages(from.number());
    Map<Integer, Integer> said = new TreeMap<>(from.said());
    Map<Integer, String> taken = new TreeMap<>(from.taken());
    View view = from.view();
    int before;
    do {
      before = waiting.size();
      List<Waiting> left = new ArrayList<>();
      for (Waiting one : waiting) {
        boolean isNow = !messages.areEnough();
        if (isNow && one.message() instanceof Request request) {
          isNow = isInTurn(request, view, said);
          if (isNow) {
            number(request, view, said, messages);
          }
        } else if (isNow) {
          View changed = changed(view, one.message(), taken);
          if (!changed.equals(view)) {
            messages.add(changed);
            view = changed;
          }
        }
        if (isNow) {
          tags.add(one.tag());
        } else {
          left.add(one);
        }
      }
      waiting = left;
    } while (!waiting.isEmpty() && waiting.size() < before && !messages.areEnough());
    if (tags.isEmpty()) {
      return Optional.empty();
    }
    List<Numbered> numbered = messages.all();
    if (numbered.isEmpty()) {
      return Optional.of(new Step(tags, numbered, null));
    }
    last = null;
    tags.add(lastTag);
    return Optional.of(
        new Step(tags, numbered, new LastNumber(messages.last(), view, said, taken)));
  }

  private static boolean isInTurn(Request request, View view, Map<Integer, Integer> said) {
    if (request.data().isEmpty()) {
      return true;
    }
    MessageId first = request.data().get(0).id();
    return !view.has(first.sender())
        || first.sequence() <= said.getOrDefault(first.sender(), 0) + 1;
  }

  private static void number(
      Request request, View view, Map<Integer, Integer> said, Messages messages) {
    for (Data data : request.data()) {
      int sender = data.sender();
      if (view.has(sender) && data.id().sequence() == said.getOrDefault(sender, 0) + 1) {
        said.put(sender, data.id().sequence());
        messages.add(data);
      }
    }
  }

  private View changed(View view, PeerMessage message, Map<Integer, String> taken) {
    if (message instanceof Leave leave && view.has(leave.peer())) {
      taken.putIfAbsent(leave.peer(), "");
      return view.without(leave.peer());
    }
    if (message instanceof Join join && join.order() == order) {
      String before = taken.get(join.peer());
      if (view.has(join.peer())) {
        // Started anew under its number: the process that had joined is gone.
        boolean isAnother = before != null && !before.equals(join.id());
        return isAnother ? view.without(join.peer()) : view;
      }
      // What a peer has sent counts on from where it stopped, so nobody can begin under its number.
      if (before == null) {
        taken.put(join.peer(), join.id());
        return view.with(join.peer());
      }
    }
    return view;
  }
}
